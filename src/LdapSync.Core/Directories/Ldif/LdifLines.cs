using System.Buffers.Text;

namespace LdapSync.Directories.Ldif;

/// <summary>
/// The logical lines of one LDIF block: unfolded, without comments, split at the colon and decoded. Everything happens in place, so that values are slices
/// of the one array that holds the block.
/// </summary>
/// <param name="block">The block; it belongs to the lines from now on.</param>
/// <param name="firstLine">The number of its first line.</param>
/// <param name="file">What errors call the file.</param>
/// <param name="names">Spares a new string for every attribute of every entry.</param>
internal sealed class LdifLines(byte[] block, int firstLine, string file, NameCache names)
{
    private int _position;
    private int _next = firstLine;

    /// <summary>The number of the line on which the current logical line begins.</summary>
    public int Number { get; private set; } = firstLine;

    /// <summary>What stands before the colon, or "-" for the line that ends a modification; empty after the last line.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The value as octets, decoded if it was base64.</summary>
    public Memory<byte> Value { get; private set; }

    /// <summary>Whether no line is left.</summary>
    public bool IsAtEnd { get; private set; }

    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The value as text.</summary>
    /// <exception cref="SourceException">It is not UTF-8.</exception>
    public string Text => LdapAttribute.TryGetText(Value.Span, out var text)
        ? text
        : throw Error($"expected UTF-8 as the value of {Name}, found other octets; export the file again as UTF-8");

    public SourceException Error(string message) => LdifReader.Error(file, Number, message);

    /// <summary>Goes to the next logical line that is not a comment.</summary>
    public void Next()
    {
        Memory<byte> line;
        do
        {
            if (_position == block.Length)
            {
                (Name, Value, IsAtEnd) = ("", default, true);
                return;
            }
            line = Unfold();
        }
        while (line.Span is [(byte)'#', ..]);

        if (line.Span is [(byte)'-'])
        {
            (Name, Value) = ("-", default);
            return;
        }
        Split(line);
    }

    /// <summary>Splits <c>name: value</c>, <c>name:: base64</c>.</summary>
    private void Split(Memory<byte> line)
    {
        var colon = line.Span.IndexOf((byte)':');
        if (colon < 0) throw Error("expected 'attribute: value', found a line without a colon; a value that goes on needs a blank at the start of its next line");
        Name = ReadName(line.Span[..colon]);
        Value = ReadValue(line[(colon + 1)..]);
    }

    /// <summary>A value-spec of RFC 2849: what follows the name, from its colon on.</summary>
    public Memory<byte> ReadValue(Memory<byte> afterColon) => afterColon.Span switch
    {
        [(byte)':', ..] => DecodeBase64(afterColon[1..].TrimStart((byte)' ')),
        [(byte)'<', ..] => throw Error(
            $"expected the value of {Name}, found the address of another file, which is never followed; put the value itself here, as base64"),
        _ => afterColon.TrimStart((byte)' '),
    };

    // Wider than RFC 4512 (an underscore, a leading digit, UTF-8), but no blank: text with a blank before a colon is the rest of a value whose fold was lost.
    private string ReadName(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name is [(byte)'-'] || name.IndexOfAnyInRange((byte)0, (byte)' ') >= 0 || !System.Text.Unicode.Utf8.IsValid(name))
        {
            throw Error("expected an attribute name before the colon, found something else; a value that goes on needs a blank at the start of its next line");
        }
        return names.Get(name);
    }

    private Memory<byte> DecodeBase64(Memory<byte> value)
    {
        var octets = value.Span;
        // The decoder would pass over white space, but in LDIF it means that lines were joined or cut.
        if (octets.IndexOfAnyInRange((byte)0, (byte)' ') >= 0 || Base64.DecodeFromUtf8InPlace(octets, out var length) != System.Buffers.OperationStatus.Done)
        {
            throw Error($"expected base64 as the value of {Name} (after '::'), found something else or too little; the value may have been cut");
        }
        return value[..length];
    }

    /// <summary>The next line together with the lines that continue it, each of which begins with one blank that is not part of it.</summary>
    private Memory<byte> Unfold()
    {
        Number = _next;
        if (block[_position] == ' ') throw Error("expected 'attribute: value', found a line that begins with a blank but continues nothing");
        var (start, length) = ReadPhysicalLine();
        var end = start + length;
        while (_position < block.Length && block[_position] == ' ')
        {
            var (more, moreLength) = ReadPhysicalLine();
            block.AsSpan(more + 1, moreLength - 1).CopyTo(block.AsSpan(end));
            end += moreLength - 1;
        }
        return block.AsMemory(start..end);
    }

    private (int Start, int Length) ReadPhysicalLine()
    {
        var start = _position;
        var rest = block.AsSpan(start);
        var length = rest.IndexOfAny((byte)'\n', (byte)'\r', (byte)0);
        if (length < 0)
        {
            _position = block.Length;
            return (start, rest.Length);
        }
        var lineEnd = rest[length..] switch
        {
            [(byte)'\n', ..] => 1,
            [(byte)'\r', (byte)'\n', ..] => 2,
            [0, ..] => throw LdifReader.Error(file, _next, "expected text, found a NUL octet; the file is damaged, or not UTF-8: save it as UTF-8"),
            _ => throw LdifReader.Error(file, _next, "expected LF or CR LF at the end of the line, found a CR alone; save the file with one of these line ends"),
        };
        _position += length + lineEnd;
        _next++;
        return (start, length);
    }
}
