using System.Diagnostics.CodeAnalysis;

namespace LdapSync.Directories;

/// <summary>The search filters that have a name; a setting may give the name instead of the filter.</summary>
public static class LdapFilters
{
    private const string ExchangeStart = "(&(mailnickname=*)(!(mailnickname=discoverysearchmailbox*))(!(mailnickname=federatedemail*))(!(mailnickname=systemmailbox*))";

    private const string ExchangeEnd =
        "(|(objectClass=publicFolder)" +
        "(&(objectCategory=person)(objectClass=user)(!(homeMDB=*))(!(msExchHomeServerName=*)))" +
        "(&(objectCategory=person)(objectClass=user)(|(homeMDB=*)(msExchHomeServerName=*)))" +
        "(objectCategory=person)(objectCategory=group)(objectClass=msExchDynamicDistributionList))" +
        "(!(objectClass=contact)))";

    /// <summary>Every mail-enabled object of Exchange on Active Directory, without its system mailboxes and without contacts: the default.</summary>
    public static string Exchange => ExchangeStart + ExchangeEnd;

    /// <summary><see cref="Exchange"/> without objects whose mail address ends in <c>.local</c>, a domain that receives no mail from outside.</summary>
    public static string ExchangeWithoutLocal => ExchangeStart + "(!(mail=*.local))" + ExchangeEnd;

    /// <summary>Every entry with a mail address: for OpenLDAP, 389 Directory Server and others.</summary>
    public static string AnyMail => "(mail=*)";

    /// <summary>People, groups and mail-in databases of HCL (Lotus) Domino that have an Internet address.</summary>
    /// <remarks>
    /// The classes are those of the forms Person, Group and Mail-In Database ("The Domino LDAP schema", HCL Domino administration help); the filter as a whole
    /// is the one that Google Cloud Directory Sync recommends for Domino (support.google.com/a/answer/6126589).
    /// </remarks>
    public static string Domino => "(&(|(objectClass=dominoPerson)(objectClass=dominoGroup)(objectClass=dominoServerMailInDatabase))(mail=*))";

    /// <summary>The filter of a name; names compare without case.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out string? filter)
    {
        ArgumentNullException.ThrowIfNull(name);
        filter = name.ToUpperInvariant() switch
        {
            "EXCHANGE" => Exchange,
            "EXCHANGEWITHOUTLOCAL" => ExchangeWithoutLocal,
            "ANYMAIL" => AnyMail,
            "DOMINO" => Domino,
            _ => null,
        };
        return filter is not null;
    }

    /// <summary>The filter that a setting means: <see cref="Exchange"/> when it is blank, one of the filters here when it is a name, else the filter it spells.</summary>
    /// <remarks>Blanks around the whole are dropped.</remarks>
    /// <exception cref="FormatException">The setting is none of these; the message says what was expected at which position.</exception>
    public static LdapFilter Resolve(string? setting)
    {
        var text = setting?.Trim() ?? "";
        if (text.Length == 0) return LdapFilter.Parse(Exchange);
        if (TryGet(text, out var named)) return LdapFilter.Parse(named);
        if (text.All(char.IsAsciiLetterOrDigit))
            throw new FormatException($"'{text}' is no search filter: expected Exchange, ExchangeWithoutLocal, AnyMail, Domino, or a filter such as {AnyMail}.");
        return LdapFilter.Parse(text);
    }
}
