using System.Globalization;
using System.Text;

namespace LdapSync.Slapd;

/// <summary>Entries as Exchange keeps them in Active Directory, of a made-up company.</summary>
internal static class ExchangeLdif
{
    public const string Base = "ou=Exchange," + SlapdOptions.Suffix;

    /// <summary>The names of the entries that the default filter finds.</summary>
    public static IReadOnlyList<string> Recipients { get; } =
        ["Ann Mailbox", "Bea Mail User", "Cal Hosted", "Room Green", "Team", "Everybody in Sales", "Folder News"];

    /// <summary>One entry of every kind, found or not.</summary>
    public static string Company { get; } = new StringBuilder()
        .Append(Unit("Exchange"))
        .Append(Recipient("Ann Mailbox", "user", "person", "ann", "sn: M", $"homeMDB: cn=Database,{SlapdOptions.Suffix}", "objectGUID:: AAECA//+/fyAgYKDhIWGhw==", "proxyAddresses: SMTP:ann@example.com", "proxyAddresses: smtp:a.mailbox@example.com", "proxyAddresses: X500:/o=Example/cn=ann"))
        .Append(Recipient("Bea Mail User", "user", "person", "bea", "sn: U"))
        .Append(Recipient("Cal Hosted", "user", "person", "cal", "sn: H", "msExchHomeServerName: /o=Example/cn=Servers/cn=mbx1"))
        .Append(Recipient("Room Green", "user", "person", "green", "sn: G", $"homeMDB: cn=Database,{SlapdOptions.Suffix}", "userAccountControl: 514", "msExchRecipientTypeDetails: 16"))
        .Append(Recipient("Team", "group", "group", "team"))
        .Append(Recipient("Everybody in Sales", "msExchDynamicDistributionList", null, "sales"))
        .Append(Recipient("Folder News", "publicFolder", null, "news"))
        .Append(Recipient("Con Tact", "contact", "person", "contact", "sn: T"))
        .Append(Recipient("Discovery", "user", "person", "DiscoverySearchMailbox{D919BA05}", "sn: D"))
        .Append(Recipient("Federated", "user", "person", "FederatedEmail.4c1f4d8b", "sn: F"))
        .Append(Recipient("System", "user", "person", "SystemMailbox{1f05a927}", "sn: S"))
        .Append(Recipient("Without Nickname", "user", "person", null, "sn: W"))
        .Append(Recipient("Plain Folder", "publicFolder", null, null))
        .ToString();

    /// <summary>So many mailbox users below an organizational unit of their own.</summary>
    public static string Users(string unit, int count)
    {
        var ldif = new StringBuilder(Unit(unit));
        for (var i = 0; i < count; i++)
        {
            ldif.Append(CultureInfo.InvariantCulture, $"""
                dn: cn=User {i},ou={unit},{SlapdOptions.Suffix}
                objectClass: user
                objectClass: mailRecipient
                cn: User {i}
                sn: {i}
                objectCategory: person
                mailNickname: user{i}
                mail: user{i}@example.com
                proxyAddresses: SMTP:user{i}@example.com
                proxyAddresses: smtp:u{i}@example.com
                proxyAddresses: smtp:first.last{i}@example.com


                """);
        }
        return ldif.ToString();
    }

    public static string Unit(string name) => $"""
        dn: ou={name},{SlapdOptions.Suffix}
        objectClass: organizationalUnit
        ou: {name}


        """;

    private static string Recipient(string name, string objectClass, string? category, string? nickname, params string[] lines)
    {
        var ldif = new StringBuilder($"dn: cn={name},{Base}\nobjectClass: {objectClass}\nobjectClass: mailRecipient\ncn: {name}\n");
        if (category is not null) ldif.Append(CultureInfo.InvariantCulture, $"objectCategory: {category}\n");
        if (nickname is not null) ldif.Append(CultureInfo.InvariantCulture, $"mailNickname: {nickname}\n");
        ldif.Append(CultureInfo.InvariantCulture, $"mail: {name.Replace(' ', '.')}@example.com\n");
        foreach (var line in lines) ldif.Append(line).Append('\n');
        return ldif.Append('\n').ToString();
    }
}
