using System.Globalization;

namespace LdapSync.Ldap;

/// <summary>
/// The result codes of a bind, with those that Active Directory hides in the diagnostic message of 49 ("…, data 52e, v4563").
/// </summary>
internal static class BindSentences
{
    public static string Describe(LdapResult result, BindMethod method = BindMethod.Simple)
    {
        var data = result.Code == LdapResultCode.InvalidCredentials ? ActiveDirectoryCode(result.Diagnostic) : 0;
        var (found, change) = (method == BindMethod.External ? ExternalParts(result.Code) : null) ?? Parts(result.Code, data);
        // The diagnostic is left out: servers put the bound name into it.
        var codes = LdapErrors.Codes(result with { Diagnostic = "" });
        if (data != 0) codes = string.Create(CultureInfo.InvariantCulture, $"{codes[..^1]}, data {data:x})");
        return $"{found}{codes}; {change}";
    }

    /// <summary>What an answer means where there is no password to be wrong.</summary>
    private static (string Found, string Change)? ExternalParts(LdapResultCode code) => code switch
    {
        LdapResultCode.AuthMethodNotSupported or LdapResultCode.ProtocolError =>
            ("the server, or the LDAP library in use, does not take binds by certificate", "let the server ask for client certificates (OpenLDAP: TLSVerifyClient) and allow SASL EXTERNAL, or set Bind to Simple"),
        LdapResultCode.InvalidCredentials or LdapResultCode.InappropriateAuthentication or LdapResultCode.NoSuchObject or LdapResultCode.UnwillingToPerform =>
            ("the server has no user for the client certificate", "map the certificate to a user on the server, or set Bind to Simple"),
        _ => null,
    };

    // The numbers are Windows error codes (winerror.h), in hexadecimal as Active Directory writes them.
    private static (string Found, string Change) Parts(LdapResultCode code, int data) => (code, data) switch
    {
        (_, 0x525) => ("no such user", "correct User"),
        (_, 0x52e) => ("wrong user name or password", "check User and Password"),
        (_, 0x530) => ("User may not log on at this time", "lift the logon hours of the account"),
        (_, 0x531) => ("User may not log on from this computer", "lift the account's list of workstations"),
        (_, 0x532) => ("the password has expired", "set a new one in the directory and in Password, best one that does not expire"),
        (_, 0x533) => ("the account is disabled", "enable it, or name another User"),
        (_, 0x701) => ("the account has expired", "extend it, or name another User"),
        (_, 0x773) => ("the password must be changed before the first use", "change it in the directory and in Password"),
        (_, 0x775) => ("the account is locked", "unlock it, and check Password before the next attempt"),
        (LdapResultCode.InvalidCredentials, _) => ("wrong user name or password", "check User and Password"),
        (LdapResultCode.InvalidDNSyntax, _) =>
            ("the server does not take this form of user name", "give User as the distinguished name of the account"),
        (LdapResultCode.NoSuchObject, _) => ("no such user", "correct User"),
        (LdapResultCode.StrongerAuthRequired or LdapResultCode.ConfidentialityRequired, _) =>
            ("the server wants a protected connection", "set UseSsl, or give the server a certificate so that it offers StartTLS"),
        (LdapResultCode.AuthMethodNotSupported, _) => ("the server does not take binds by password", "allow simple binds on the server"),
        (LdapResultCode.InappropriateAuthentication, _) => ("the account has no password to compare", "give it one, or name another User"),
        (LdapResultCode.InsufficientAccessRights, _) => ("User may not log on", "allow it on the server, or name another User"),
        (LdapResultCode.UnwillingToPerform, _) =>
            ("the server is not willing to take this bind", "check whether the account is locked or must change its password"),
        (LdapResultCode.ProtocolError, _) => ("the server did not understand the bind", "check that it speaks LDAP version 3"),
        (LdapResultCode.Busy, _) => ("the server is busy", "try again later"),
        (LdapResultCode.Unavailable, _) => ("the server is not available at present", "try again later"),
        (LdapResultCode.Referral, _) => ("another server holds the account", "name that server in Servers, or another User"),
        _ => ("the server refused the bind", "look into the server's log"),
    };

    private static int ActiveDirectoryCode(string diagnostic)
    {
        const string mark = ", data ";
        var start = diagnostic.IndexOf(mark, StringComparison.Ordinal);
        if (start < 0) return 0;
        var rest = diagnostic.AsSpan(start + mark.Length);
        var end = rest.IndexOfAny(',', ' ');
        if (end >= 0) rest = rest[..end];
        return int.TryParse(rest, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? code : 0;
    }
}
