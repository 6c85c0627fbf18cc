namespace LdapSync.Ldap;

/// <summary>How an operation ended, as the server says (RFC 4511 section 4.1.9).</summary>
/// <param name="Code">The result; a number without a name is possible.</param>
/// <param name="MatchedDn">The last entry on the way to the name asked for that does exist; often empty.</param>
/// <param name="Diagnostic">The server's own words; often empty, not to be relied on.</param>
/// <param name="Referrals">Where to ask instead, as LDAP URLs.</param>
public sealed record LdapResult(LdapResultCode Code, string MatchedDn = "", string Diagnostic = "", IReadOnlyList<string>? Referrals = null)
{
    /// <summary>Where to ask instead.</summary>
    public IReadOnlyList<string> Referrals { get; } = Referrals ?? [];
}

/// <summary>The result codes that can answer a bind, StartTLS or search, with the numbers and names of RFC 4511 appendix A.</summary>
public enum LdapResultCode
{
#pragma warning disable CS1591 // The names are the documentation: RFC 4511 appendix A.2 describes each.
    Success = 0,
    OperationsError = 1,
    ProtocolError = 2,
    TimeLimitExceeded = 3,
    SizeLimitExceeded = 4,
    AuthMethodNotSupported = 7,
    StrongerAuthRequired = 8,
    Referral = 10,
    AdminLimitExceeded = 11,
    UnavailableCriticalExtension = 12,
    ConfidentialityRequired = 13,
    SaslBindInProgress = 14,
    NoSuchAttribute = 16,
    UndefinedAttributeType = 17,
    InappropriateMatching = 18,
    InvalidAttributeSyntax = 21,
    NoSuchObject = 32,
    AliasProblem = 33,
    InvalidDNSyntax = 34,
    AliasDereferencingProblem = 36,
    InappropriateAuthentication = 48,
    InvalidCredentials = 49,
    InsufficientAccessRights = 50,
    Busy = 51,
    Unavailable = 52,
    UnwillingToPerform = 53,
    LoopDetect = 54,
    Other = 80,
#pragma warning restore CS1591
}
