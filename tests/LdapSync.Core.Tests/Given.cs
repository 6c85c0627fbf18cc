using LdapSync.Directories;

namespace LdapSync;

/// <summary>Short ways to say what a test starts from. A name without @ is one of example.com.</summary>
internal static class Given
{
    public static EmailAddress Address(string name) => EmailAddress.Parse(name.Contains('@', StringComparison.Ordinal) ? name : name + "@example.com");

    /// <summary>The first name is the primary address, the others are aliases.</summary>
    public static MailAccount Account(params string[] names) => Account(AccountKind.Mailbox, names);

    public static MailAccount List(params string[] names) => Account(AccountKind.DistributionList, names);

    /// <summary>An entry with mail and proxyAddresses; the cn is the part before the @.</summary>
    public static LdapEntry Entry(params string[] names) => EntryNamed("cn=" + names[0].Split('@')[0], names);

    public static LdapEntry EntryNamed(string rdn, params string[] names) =>
        new(rdn + ",dc=example,dc=com",
            [("mail", Address(names[0]).ToString()), .. names.Skip(1).Select(name => ("proxyAddresses", "smtp:" + Address(name)))]);

    private static MailAccount Account(AccountKind kind, string[] names) => new(Address(names[0]), kind, [.. names.Skip(1).Select(Address)]);
}
