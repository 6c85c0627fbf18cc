using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace LdapSync.Directories.Ldif;

/// <summary>
/// Writes entries as LDIF version 1 (RFC 2849): base64 where a value is not a safe string, lines of at most 76 octets, each entry followed by an empty line.
/// What it writes, <see cref="LdifReader"/> reads back as the same entries. Not safe for several threads.
/// </summary>
/// <remarks>An attribute without values has no form in LDIF and is left out.</remarks>
internal sealed class LdifWriter
{
    private const int LineLength = 76;

    private readonly IBufferWriter<byte> _output;
    private byte[] _line = new byte[1024];
    private int _length;

    /// <summary>Writes the version line.</summary>
    public LdifWriter(IBufferWriter<byte> output)
    {
        _output = output;
        _output.Write("version: 1\n\n"u8);
    }

    public void Write(LdapEntry entry)
    {
        WriteLine("dn", LdapAttribute.Encode(entry.Dn).Span);
        foreach (var attribute in entry.Attributes)
        {
            foreach (var value in attribute.Values) WriteLine(attribute.Name, value.Span);
        }
        _output.Write("\n"u8);
    }

    private void WriteLine(string name, ReadOnlySpan<byte> value)
    {
        var size = Encoding.UTF8.GetMaxByteCount(name.Length) + ":: ".Length + Base64.GetMaxEncodedToUtf8Length(value.Length);
        if (_line.Length < size) _line = new byte[size];
        _length = Encoding.UTF8.GetBytes(name, _line);
        if (IsSafeString(value))
        {
            Append(value.IsEmpty ? ":"u8 : ": "u8);
            Append(value);
        }
        else
        {
            Append(":: "u8);
            Base64.EncodeToUtf8(value, _line.AsSpan(_length), out _, out var encoded);
            _length += encoded;
        }
        Fold();
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_line.AsSpan(_length));
        _length += text.Length;
    }

    private void Fold()
    {
        var rest = _line.AsSpan(0, _length);
        for (var room = LineLength; rest.Length > room; room = LineLength - 1)
        {
            _output.Write(rest[..room]);
            _output.Write("\n "u8);
            rest = rest[room..];
        }
        _output.Write(rest);
        _output.Write("\n"u8);
    }

    // SAFE-STRING of RFC 2849, and no blank at the end (its note 8).
    private static bool IsSafeString(ReadOnlySpan<byte> value) =>
        value is not ([(byte)' ' or (byte)':' or (byte)'<', ..] or [.., (byte)' ']) && value.IndexOfAny(NotSafe) < 0;

    private static readonly SearchValues<byte> NotSafe =
        SearchValues.Create([0, (byte)'\n', (byte)'\r', .. Enumerable.Range(128, 128).Select(octet => (byte)octet)]);
}
