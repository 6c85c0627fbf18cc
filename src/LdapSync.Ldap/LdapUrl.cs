using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using LdapSync.Directories;

namespace LdapSync.Ldap;

/// <summary>Where entries are, as <c>ldap://host:port/dn?attributes?scope?filter?extensions</c> (RFC 4516). Attributes and extensions that may be ignored are.</summary>
/// <param name="Host">A name, or an address without brackets.</param>
/// <param name="Port">Null where the URL leaves it out, as the following are.</param>
/// <param name="IsLdaps">TLS from the first byte; no part of the standard, but of use.</param>
/// <param name="BaseDn">Where.</param>
/// <param name="Scope">How deep.</param>
/// <param name="Filter">Which entries.</param>
internal sealed record LdapUrl(string Host, int? Port, bool IsLdaps, DistinguishedName? BaseDn, SearchScope? Scope, LdapFilter? Filter)
{
    private const string Ldap = "ldap://";
    private const string Ldaps = "ldaps://";

    /// <summary>Reads a URL; where that fails, <paramref name="reason"/> says why.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LdapUrl? url, [NotNullWhen(false)] out string? reason)
    {
        try
        {
            (url, reason) = (Parse(text), null);
            return true;
        }
        catch (FormatException fault)
        {
            (url, reason) = (null, fault.Message);
            return false;
        }
    }

    private static LdapUrl Parse(string text)
    {
        var isLdaps = text.StartsWith(Ldaps, StringComparison.OrdinalIgnoreCase);
        if (!isLdaps && !text.StartsWith(Ldap, StringComparison.OrdinalIgnoreCase)) throw new FormatException("it is no ldap:// or ldaps:// URL");
        var rest = text[(isLdaps ? Ldaps : Ldap).Length..];
        var path = rest.IndexOfAny(['/', '?']);
        var (host, port) = HostAndPort(path < 0 ? rest : rest[..path]);
        if (path >= 0 && rest[path] == '?') throw new FormatException("the name of the entry has to begin with a slash");

        // Whatever could be taken for a separator is escaped.
        var fields = path < 0 ? [] : rest[(path + 1)..].Split('?');
        if (fields.Length > 5) throw new FormatException("it has more than four question marks");
        string Field(int number) => number < fields.Length ? Uri.UnescapeDataString(fields[number]) : "";
        if (fields.Length == 5 && fields[4].Split(',').Any(extension => extension.StartsWith('!'))) throw new FormatException("it asks for an extension that is not known here");
        return new LdapUrl(host, port, isLdaps, Name(Field(0)), ScopeOf(Field(2)), FilterOf(Field(3)));
    }

    private static (string Host, int? Port) HostAndPort(string text)
    {
        if (text.Length == 0) throw new FormatException("it names no host");
        if (!ServerList.TrySplit(Uri.UnescapeDataString(text), out var host, out var portText)) throw new FormatException("its host cannot be read");
        if (string.IsNullOrEmpty(portText)) return (host, null);
        return int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? (host, port)
            : throw new FormatException("its port is no number from 1 to 65535");
    }

    private static DistinguishedName? Name(string text)
    {
        if (text.Length == 0) return null;
        return DistinguishedName.TryParse(text, out var dn, out var reason) ? dn : throw new FormatException($"its distinguished name cannot be read: {reason}");
    }

    private static SearchScope? ScopeOf(string text) => text.ToLowerInvariant() switch
    {
        "" => null,
        "base" => SearchScope.BaseObject,
        "one" => SearchScope.SingleLevel,
        "sub" => SearchScope.WholeSubtree,
        _ => throw new FormatException("its scope is not base, one or sub"),
    };

    private static LdapFilter? FilterOf(string text) => text.Length == 0 ? null : LdapFilter.Parse(text);
}
