using System.Text;

namespace LdapSync.Samba;

/// <summary>The entries of a made-up company, as Exchange keeps them in Active Directory, and who reads them.</summary>
internal static class Company
{
    public const string Domain = "example.com";
    public const string Root = "DC=example,DC=com";
    public const string Exchange = "OU=Exchange," + Root;

    /// <summary>A comma within a name, as Active Directory writes it.</summary>
    public const string North = @"OU=Sales\, North," + Root;

    public const string ReaderName = "reader@" + Domain;
    public const string ReaderDn = "CN=Directory Reader,CN=Users," + Root;
    public const string ReaderPassword = "A passw0rd of tests";
    public const string AdministratorName = "Administrator@" + Domain;
    public const string AdministratorPassword = "An administrat0r of tests";

    private const string Database = "CN=Database,CN=Services,CN=Configuration," + Root;
    private const string Disabled = "userAccountControl: 514";
    private const string HomeMdb = "homeMDB: " + Database;

    /// <summary>The names of the entries that the default filter finds.</summary>
    public static IReadOnlyList<string> Recipients { get; } =
    [
        .. from name in new[] { "Ann Mailbox", "Bea Mail User", "Cal Hosted", "Ina Other Class", "Room Green", "Info Shared", "Team", "Security Team", "Everybody in Sales", "Folder News" }
           select $"CN={name},{Exchange}",
        $@"CN=Müller\, Zoë,{North}",
    ];

    /// <summary>One entry of every kind, found or not.</summary>
    public static string Ldif { get; } = new StringBuilder()
        .Append(Reader)
        .Append(Entry(Exchange, "organizationalUnit"))
        .Append(Entry(North, "organizationalUnit"))
        .Append(Entry(Database, "container"))
        .Append(Recipient("Ann Mailbox", "user", "ann", HomeMdb, "proxyAddresses: SMTP:ann@example.com", "proxyAddresses: smtp:a.mailbox@example.com", "proxyAddresses: X500:/o=Example/cn=ann"))
        .Append(Recipient("Bea Mail User", "user", "bea"))
        .Append(Recipient("Cal Hosted", "user", "cal", "msExchHomeServerName: /o=Example/cn=Servers/cn=mbx1"))
        .Append(Recipient("Ina Other Class", "inetOrgPerson", "ina", HomeMdb))
        .Append(Recipient("Room Green", "user", "green", HomeMdb, Disabled))
        .Append(Recipient("Info Shared", "user", "info", HomeMdb, Disabled))
        .Append(Recipient("Team", "group", "team", "groupType: 8", $"member: CN=Ann Mailbox,{Exchange}"))
        .Append(Recipient("Security Team", "group", "security", "groupType: -2147483640"))
        .Append(Recipient("Everybody in Sales", "msExchDynamicDistributionList", "sales"))
        .Append(Recipient("Folder News", "publicFolder", "news"))
        .Append(Entry($@"CN=Müller\, Zoë,{North}", "user", "mailNickname: zoe", "mail: zoe@example.com", HomeMdb))
        .Append(Recipient("Con Tact", "contact", "contact"))
        .Append(Recipient("Discovery", "user", "DiscoverySearchMailbox{D919BA05}", HomeMdb, Disabled))
        .Append(Recipient("Federated", "user", "FederatedEmail.4c1f4d8b", HomeMdb, Disabled))
        .Append(Recipient("System", "user", "SystemMailbox{1f05a927}", HomeMdb, Disabled))
        .Append(Recipient("Without Nickname", "user", null))
        .Append(Recipient("Plain Folder", "publicFolder", null))
        .Append(Recipient("PC 7", "computer", "pc7", "sAMAccountName: PC7$", "userAccountControl: 4096"))
        .ToString();

    /// <summary>Who reads, which every domain needs.</summary>
    public static string Reader => Entry(
        ReaderDn,
        "user",
        "sAMAccountName: reader",
        $"userPrincipalName: {ReaderName}",
        "userAccountControl: 512",
        // MS-ADTS section 3.1.1.3.1.5.1: the password in quotation marks, as UTF-16.
        $"unicodePwd:: {Convert.ToBase64String(Encoding.Unicode.GetBytes($"\"{ReaderPassword}\""))}");

    private static string Recipient(string name, string objectClass, string? nickname, params string[] lines)
    {
        string[] mail = [$"mail: {name.Replace(' ', '.')}@example.com", .. nickname is null ? (string[])[] : [$"mailNickname: {nickname}"]];
        return Entry($"CN={name},{Exchange}", objectClass, [.. mail, .. lines]);
    }

    private static string Entry(string dn, string objectClass, params string[] lines) =>
        $"dn: {dn}\nchangetype: add\nobjectClass: {objectClass}\n{string.Concat(lines.Select(line => line + "\n"))}\n";
}
