namespace LdapSync.Ldap;

/// <summary>The result codes of RFC 4511 appendix A as they end a search: what was found; what to change.</summary>
internal static class ResultSentences
{
    private const int WindowsFilterError = 87; // LDAP_FILTER_ERROR of Windows, no code of the protocol

    public static string Describe(LdapResult result)
    {
        var (found, change) = Parts(result);
        return $"{found}{LdapErrors.Codes(result)}; {change}";
    }

    private static (string Found, string Change) Parts(LdapResult result) => result.Code switch
    {
        LdapResultCode.OperationsError =>
            ("the server refused the operation as it stands", "check that User may search"),
        LdapResultCode.ProtocolError =>
            ("the server did not understand the request", "check that it speaks LDAP version 3"),
        LdapResultCode.TimeLimitExceeded =>
            ("the server's time limit ended the search", "raise it for User, index the attributes of SearchFilter, or narrow BaseDns"),
        LdapResultCode.SizeLimitExceeded =>
            ("the server's size limit ended the search", "lift it for User (OpenLDAP: limits … size=unlimited; 389 Directory Server: nsPagedSizeLimit -1), or narrow BaseDns"),
        LdapResultCode.AdminLimitExceeded =>
            ("an administrative limit of the server ended the search", AllowPages),
        LdapResultCode.StrongerAuthRequired or LdapResultCode.ConfidentialityRequired =>
            ("the server wants a protected connection", "set UseSsl, or give the server a certificate so that it offers StartTLS"),
        LdapResultCode.Referral =>
            ($"another server holds this part of the directory{Referrals(result)}", "name that server in Servers, set FollowReferrals, or correct BaseDns"),
        LdapResultCode.UnavailableCriticalExtension =>
            ("the server cannot page results", "allow paged results (RFC 2696) on the server"),
        LdapResultCode.InappropriateMatching or LdapResultCode.UndefinedAttributeType or LdapResultCode.NoSuchAttribute =>
            ("the server does not know a way to compare that the search needs", "correct SearchFilter"),
        LdapResultCode.InvalidAttributeSyntax =>
            ("the server does not take a value of the filter", "correct SearchFilter"),
        (LdapResultCode)WindowsFilterError =>
            ("the server does not take the filter", "correct SearchFilter"),
        LdapResultCode.InvalidDNSyntax =>
            ("the server does not take the name of the base", "correct BaseDns"),
        LdapResultCode.AliasProblem or LdapResultCode.AliasDereferencingProblem =>
            ("the server failed on an alias", "correct the alias in the directory"),
        LdapResultCode.InsufficientAccessRights =>
            ("User may not read there", "grant User read access below the base"),
        LdapResultCode.InappropriateAuthentication or LdapResultCode.InvalidCredentials =>
            ("the server no longer accepts User", "check User's rights on the server"),
        LdapResultCode.Busy =>
            ("the server is busy", "try again later"),
        LdapResultCode.Unavailable =>
            ("the server is not available at present", "try again later"),
        LdapResultCode.UnwillingToPerform =>
            ("the server is not willing to do this", "look into the server's log for its reason"),
        LdapResultCode.LoopDetect =>
            ("the server ran into a loop", "correct the server's referrals or aliases"),
        _ =>
            ("the server reports a failure", "look into the server's log"),
    };

    private static string AllowPages =>
        $"allow User pages of {PagedSearch.PageSize} without a limit on the whole " +
        "(OpenLDAP: limits … size.pr=unlimited size.prtotal=unlimited; 389 Directory Server: nsPagedLookThroughLimit -1), or narrow BaseDns";

    private static string Referrals(LdapResult result) =>
        result.Referrals.Count == 0 ? "" : $", {string.Join(" or ", result.Referrals.Take(3).Select(LdapErrors.Clean))}";
}
