namespace LdapSync.MailRoute.Resources;

/// <summary>What the service calls kinds of accounts.</summary>
internal static class AccountState
{
    private const int Standard = 0;
    private const int Provisional = 1; // made by the service because mail came for it
    private const int DistributionList = 2;

    /// <summary>The kind; null where this library does not know the state. Absent means standard.</summary>
    public static AccountKind? ToKind(int? state) => state switch
    {
        null or Standard => AccountKind.Mailbox,
        Provisional => AccountKind.Provisional,
        DistributionList => AccountKind.DistributionList,
        _ => null,
    };

    public static int Of(AccountKind kind) => kind switch
    {
        AccountKind.Provisional => Provisional,
        AccountKind.DistributionList => DistributionList,
        _ => Standard,
    };
}
