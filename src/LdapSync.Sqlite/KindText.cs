namespace LdapSync.Sqlite;

/// <summary>How the kinds are written in the file: words, for people who open it with the <c>sqlite3</c> shell.</summary>
internal static class KindText
{
    public static string Of(AccountKind? kind) => kind == AccountKind.DistributionList ? "distribution list" : "mailbox";

    // No third value can stand in the file: a constraint sees to it.
    public static AccountKind Read(ReadOnlySpan<byte> text) => text.SequenceEqual("distribution list"u8) ? AccountKind.DistributionList : AccountKind.Mailbox;
}
