namespace LdapSync.MailRoute.FakeServer;

/// <summary>The kinds of accounts, by the numbers that go over the wire.</summary>
public enum AccountState
{
    Standard = 0,

    /// <summary>Added by the service itself when clean mail came for an address that was not listed.</summary>
    Provisional = 1,

    DistributionList = 2,
}
