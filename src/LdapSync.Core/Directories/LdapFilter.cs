using System.Diagnostics.CodeAnalysis;

namespace LdapSync.Directories;

/// <summary>A search filter (RFC 4515).</summary>
public abstract record LdapFilter
{
    /// <summary>Reads a filter.</summary>
    /// <exception cref="FormatException">The text is not a filter; the message says what was expected at which position.</exception>
    public static LdapFilter Parse(string text) => throw new NotSupportedException();

    /// <summary>Reads a filter; on failure <paramref name="reason"/> says what was expected at which position.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out LdapFilter? filter, [NotNullWhen(false)] out string? reason) => throw new NotSupportedException();

    /// <summary>Whether an entry matches.</summary>
    public bool Matches(LdapEntry entry) => throw new NotSupportedException();

    /// <summary>The filter as LDAP sends it (RFC 4511 section 4.5.1.7): BER, as small as possible.</summary>
    public byte[] ToBer() => throw new NotSupportedException();
}
