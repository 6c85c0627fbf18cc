namespace LdapSync.Sqlite;

/// <summary>How the kinds are written in the file: words, for people who open it with the <c>sqlite3</c> shell.</summary>
internal static class KindText
{
    private const string DistributionList = "distribution list";

    public static string Of(AccountKind? kind) => kind == AccountKind.DistributionList ? DistributionList : "mailbox";

    // No third value can stand in the file: a constraint sees to it.
    public static AccountKind Read(string text) => text == DistributionList ? AccountKind.DistributionList : AccountKind.Mailbox;
}
