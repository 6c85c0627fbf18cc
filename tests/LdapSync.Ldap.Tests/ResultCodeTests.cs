namespace LdapSync.Ldap;

/// <summary>What each result code of a server means: the sentence for a search, that for a bind, and whether another server is asked.</summary>
public class ResultCodeTests
{
    private const LdapResultCode Unnamed = (LdapResultCode)4096, WindowsFilterError = (LdapResultCode)87;

    public static TheoryData<LdapResultCode, string, string, bool> Codes => new()
    {
        { LdapResultCode.Success, "log", "log", false },
        { LdapResultCode.OperationsError, "check that User may search", "log", false },
        { LdapResultCode.ProtocolError, "LDAP version 3", "LDAP version 3", false },
        { LdapResultCode.TimeLimitExceeded, "raise it for User", "log", false },
        { LdapResultCode.SizeLimitExceeded, "lift it for User", "log", false },
        { LdapResultCode.AuthMethodNotSupported, "log", "allow simple binds", false },
        { LdapResultCode.StrongerAuthRequired, "set UseSsl, or give the server a certificate so that it offers StartTLS", "set UseSsl, or give the server a certificate so that it offers StartTLS", false },
        { LdapResultCode.Referral, "name that server in Servers, set FollowReferrals", "name that server in Servers", false },
        { LdapResultCode.AdminLimitExceeded, "allow User pages", "log", false },
        { LdapResultCode.UnavailableCriticalExtension, "RFC 2696", "log", false },
        { LdapResultCode.ConfidentialityRequired, "StartTLS", "StartTLS", false },
        { LdapResultCode.SaslBindInProgress, "log", "log", false },
        { LdapResultCode.NoSuchAttribute, "correct SearchFilter", "log", false },
        { LdapResultCode.UndefinedAttributeType, "correct SearchFilter", "log", false },
        { LdapResultCode.InappropriateMatching, "correct SearchFilter", "log", false },
        { LdapResultCode.InvalidAttributeSyntax, "correct SearchFilter", "log", false },
        { LdapResultCode.NoSuchObject, "log", "correct User", false }, // for a search it is a fault of the settings, with a sentence of its own
        { LdapResultCode.AliasProblem, "correct the alias", "log", false },
        { LdapResultCode.InvalidDNSyntax, "correct BaseDns", "distinguished name of the account", false },
        { LdapResultCode.AliasDereferencingProblem, "correct the alias", "log", false },
        { LdapResultCode.InappropriateAuthentication, "check User's rights", "the account has no password", false },
        { LdapResultCode.InvalidCredentials, "check User's rights", "check User and Password", false },
        { LdapResultCode.InsufficientAccessRights, "grant User read access", "User may not log on", false },
        { LdapResultCode.Busy, "try again later", "try again later", true },
        { LdapResultCode.Unavailable, "try again later", "try again later", true },
        { LdapResultCode.UnwillingToPerform, "log", "locked or must change", false },
        { LdapResultCode.LoopDetect, "correct the server's referrals", "log", false },
        { LdapResultCode.Other, "log", "log", false },
        { WindowsFilterError, "correct SearchFilter", "log", false },
        { Unnamed, "log", "log", false },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void Each_code_says_what_to_change_and_whether_to_ask_another_server(LdapResultCode code, string search, string bind, bool isAskedElsewhere)
    {
        var (server, result) = (new LdapServer("dc1", 389, UseSsl: false), new LdapResult(code));
        var (searching, binding) = (LdapErrors.Refused(server, "search", result), LdapErrors.BindRefused(server, "bind", result, BindMethod.Simple));

        searching.Message.Should().StartWith("ldap://dc1:389: search failed: ").And.Contain($" ({(int)code}").And.Contain(search);
        binding.Message.Should().StartWith("ldap://dc1:389: bind failed: ").And.Contain($" ({(int)code}").And.Contain(bind);
        LdapErrors.NextServerMayAnswer(searching).Should().Be(isAskedElsewhere);
        LdapErrors.NextServerMayAnswer(binding).Should().Be(isAskedElsewhere);
    }

    [Fact]
    public void No_code_is_forgotten() => Codes.Select(row => row.Data.Item1).Where(code => Enum.IsDefined(code)).Should().BeEquivalentTo(Enum.GetValues<LdapResultCode>());
}
