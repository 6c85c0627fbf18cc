using System.Buffers;
using System.Globalization;
using System.Text;

namespace LdapSync.Directories.Filters;

/// <summary>The octets that a filter compares with.</summary>
internal sealed class AssertionValue(byte[] octets)
{
    public byte[] Octets { get; } = octets;

    /// <summary>As RFC 4515 writes them. Controls are legal as they are, but not readable, so they are escaped too.</summary>
    public void WriteText(StringBuilder text)
    {
        var rest = Octets.AsSpan();
        while (!rest.IsEmpty)
        {
            var isCharacter = Rune.DecodeFromUtf8(rest, out var rune, out var length) == OperationStatus.Done;
            if (isCharacter && !Rune.IsControl(rune) && rune.Value is not ('*' or '(' or ')' or '\\'))
            {
                text.Append(rune.ToString());
            }
            else
            {
                foreach (var octet in rest[..length]) text.Append(CultureInfo.InvariantCulture, $"\\{octet:x2}");
            }
            rest = rest[length..];
        }
    }
}
