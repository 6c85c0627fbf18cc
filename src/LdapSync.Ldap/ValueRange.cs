using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using LdapSync.Directories;

namespace LdapSync.Ldap;

/// <summary>
/// Which of an attribute's values an answer has. Active Directory gives at most MaxValRange (1,500) at once, under a description such as
/// <c>member;range=0-1499</c>, with <c>*</c> in place of the end in the last piece ([MS-ADTS] section 3.1.1.3.1.3.3).
/// </summary>
/// <param name="Attribute">The description without the range.</param>
/// <param name="First">The number of the first value, from 0.</param>
/// <param name="Last">The number of the last value; null where it is the attribute's last.</param>
internal sealed record ValueRange(string Attribute, int First, int? Last)
{
    private const string Option = "range=";

    /// <summary>What asks for the values from a number on.</summary>
    public static string From(string attribute, int first) => string.Create(CultureInfo.InvariantCulture, $"{attribute};{Option}{first}-*");

    /// <summary>Whether an attribute's name has a range; one that cannot be understood has none.</summary>
    public static bool TryRead(LdapAttribute attribute, [NotNullWhen(true)] out ValueRange? range)
    {
        range = null;
        var parts = attribute.Name.Split(';');
        var option = Array.FindIndex(parts, part => part.StartsWith(Option, StringComparison.OrdinalIgnoreCase));
        if (option < 1 || parts[option][Option.Length..].Split('-') is not [var from, var to] || !TryNumber(from, out var first)) return false;
        int? last = null;
        if (to != "*")
        {
            if (!TryNumber(to, out var number) || number < first) return false;
            last = number;
        }
        range = new ValueRange(string.Join(';', parts.Where((_, i) => i != option)), first, last);
        return true;
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
