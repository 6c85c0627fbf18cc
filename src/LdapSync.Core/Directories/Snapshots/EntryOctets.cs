using System.Buffers;
using System.Text;
using LdapSync.Directories.Ldif;

namespace LdapSync.Directories.Snapshots;

/// <summary>
/// An entry as the octets of a row, exact to the last one: spelling of the DN, order of attributes and values, octets of each value.
/// <code>
/// row       = id dn attributes
/// id        = 16 octets, as a GUID is written in little-endian order
/// dn        = octets                    ; UTF-8
/// attribute = octets values             ; its name in UTF-8
/// attributes, values = count, then so many
/// octets    = count, then so many
/// count     = 7 bits to an octet, the lowest first, the eighth set where more follow
/// </code>
/// Another form needs another <see cref="SnapshotHeader.Encoding"/>. Not safe for several threads.
/// </summary>
internal sealed class EntryOctets
{
    public const int IdLength = 16;

    // What cannot be written as UTF-8, half a surrogate pair, is refused: it would come back as something else.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly NameCache _names = new();

    public ReadOnlyMemory<byte> Write(LdapEntry entry, Guid id)
    {
        _buffer.ResetWrittenCount();
        id.TryWriteBytes(_buffer.GetSpan(IdLength));
        _buffer.Advance(IdLength);
        Write(entry.Dn);
        Write(entry.Attributes.Count);
        foreach (var attribute in entry.Attributes)
        {
            Write(attribute.Name);
            Write(attribute.Values.Count);
            foreach (var value in attribute.Values)
            {
                Write(value.Length);
                _buffer.Write(value.Span);
            }
        }
        return _buffer.WrittenSpan.ToArray();
    }

    public static Guid IdOf(ReadOnlyMemory<byte> row) => new(row.Span[..IdLength]);

    public static string DnOf(ReadOnlyMemory<byte> row)
    {
        var rest = row[IdLength..];
        return Utf8.GetString(Octets(ref rest).Span);
    }

    /// <summary>The entry; its values are parts of the row.</summary>
    /// <exception cref="InvalidDataException">It is no row that was written here.</exception>
    public LdapEntry Read(ReadOnlyMemory<byte> row)
    {
        var rest = row[IdLength..];
        var dn = Utf8.GetString(Octets(ref rest).Span);
        var attributes = new LdapAttribute[Count(ref rest)];
        for (var i = 0; i < attributes.Length; i++)
        {
            var name = _names.Get(Octets(ref rest).Span);
            var values = new ReadOnlyMemory<byte>[Count(ref rest)];
            for (var j = 0; j < values.Length; j++) values[j] = Octets(ref rest);
            attributes[i] = new LdapAttribute(name, values);
        }
        return rest.IsEmpty ? new LdapEntry(dn, attributes) : throw Damaged();
    }

    private void Write(string text)
    {
        Write(Utf8.GetByteCount(text));
        Utf8.GetBytes(text, _buffer);
    }

    private void Write(int count)
    {
        var span = _buffer.GetSpan(5);
        var length = 0;
        for (; count >= 0x80; count >>= 7) span[length++] = (byte)(count | 0x80);
        span[length++] = (byte)count;
        _buffer.Advance(length);
    }

    private static ReadOnlyMemory<byte> Octets(ref ReadOnlyMemory<byte> rest)
    {
        var length = Count(ref rest);
        var octets = rest[..length];
        rest = rest[length..];
        return octets;
    }

    /// <summary>Nothing that is counted is more than there are octets left, so no damage asks for much memory.</summary>
    private static int Count(ref ReadOnlyMemory<byte> rest)
    {
        var span = rest.Span;
        var count = 0L;
        for (var i = 0; i < Math.Min(5, span.Length); i++)
        {
            count |= (long)(span[i] & 0x7F) << (7 * i);
            if (span[i] >= 0x80) continue;
            rest = rest[(i + 1)..];
            return count <= rest.Length ? (int)count : throw Damaged();
        }
        throw Damaged();
    }

    private static InvalidDataException Damaged() => new("The row is no entry.");
}
