using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace LdapSync.Directories;

/// <summary>
/// What reading filters (RFC 4515) and names (RFC 4514) has in common: a position, values whose octets may be escaped, and faults that say where. Every method
/// of a parser starts at the first character of what it reads and ends behind the last.
/// </summary>
internal abstract class SyntaxParser(string text)
{
    private readonly ArrayBufferWriter<byte> _value = new();

    protected string Text { get; } = text;

    protected int Position { get; set; }

    protected bool IsAtEnd => Position == Text.Length;

    // '\0' also stands for the end of the text; where a real one could be meant, IsAtEnd tells.
    protected char Current => IsAtEnd ? '\0' : Text[Position];

    protected ReadOnlySpan<char> Rest => Text.AsSpan(Position);

    protected void StartValue() => _value.ResetWrittenCount();

    protected void AppendToValue(ReadOnlySpan<byte> octets) => _value.Write(octets);

    protected byte[] EndValue() => _value.WrittenSpan.ToArray();

    /// <summary>Appends the text up to a character that means something.</summary>
    protected void TakePlainText(SearchValues<char> special)
    {
        var plain = UpTo(special);
        var room = _value.GetSpan(Encoding.UTF8.GetMaxByteCount(plain.Length));
        var status = Utf8.FromUtf16(plain, room, out var read, out var written, replaceInvalidSequences: false);
        _value.Advance(written);
        Position += read;
        if (status != OperationStatus.Done) throw Expected("a character", ", half of one");
    }

    /// <summary>Appends the octet that a backslash and two digits stand for; false when there are no such digits.</summary>
    protected bool TryTakeHexEscape()
    {
        // Asked for each digit: number parsing lets a zero at the end pass.
        if (Rest.Length < 3 || !char.IsAsciiHexDigit(Rest[1]) || !char.IsAsciiHexDigit(Rest[2])) return false;
        _value.Write([byte.Parse(Rest[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)]);
        Position += 3;
        return true;
    }

    /// <summary>A name up to a character that cannot be part of one.</summary>
    protected string TakeName(SearchValues<char> end, Func<ReadOnlySpan<char>, bool> isName, string what, string advice = "")
    {
        var name = UpTo(end);
        if (name.IsEmpty) throw Expected(what);
        if (!isName(name)) throw Fault($"expected {what} at position {Position + 1}, found '{(name.Length <= 40 ? name : $"{name[..40]}...")}'{advice}");
        Position += name.Length;
        return name.ToString();
    }

    protected void Take(char c)
    {
        if (Current != c || IsAtEnd) throw Expected($"'{c}'");
        Position++;
    }

    protected void SkipBlanks()
    {
        while (Current is ' ' or '\t' or '\r' or '\n') Position++;
    }

    protected FormatException Expected(string what, string advice = "") => Fault($"expected {what} at position {Position + 1}, found {Found()}{advice}");

    protected static FormatException Fault(string reason) => new(reason);

    private ReadOnlySpan<char> UpTo(SearchValues<char> end) => Rest.IndexOfAny(end) is var length and >= 0 ? Rest[..length] : Rest;

    private string Found()
    {
        if (IsAtEnd) return "the end of the text";
        return char.IsControl(Current) || char.IsSurrogate(Current) ? $"the character U+{(int)Current:X4}" : $"'{Current}'";
    }
}
