using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap;

public class BindSentencesTests
{
    [Theory]
    [InlineData("525", "no such user")]
    [InlineData("52e", "wrong user name or password")]
    [InlineData("530", "at this time")]
    [InlineData("531", "from this computer")]
    [InlineData("532", "password has expired")]
    [InlineData("533", "disabled")]
    [InlineData("701", "account has expired")]
    [InlineData("773", "must be changed")]
    [InlineData("775", "locked")]
    [InlineData("fff", "wrong user name or password")]
    public void Active_Directorys_reasons_become_sentences(string data, string sentence)
    {
        var result = new LdapResult(LdapResultCode.InvalidCredentials, "", $"80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data {data}, v4563\0");

        BindSentences.Describe(result).Should().Contain(sentence).And.Contain($"(49 invalidCredentials, data {data}); ");
    }

    [Theory]
    [InlineData("")]
    [InlineData("data")]
    [InlineData(", data ")]
    [InlineData(", data xyz,")]
    [InlineData(", data 123456789abc,")]
    public void Other_words_are_no_reason(string diagnostic) =>
        BindSentences.Describe(new LdapResult(LdapResultCode.InvalidCredentials, "", diagnostic)).Should().Be("wrong user name or password (49 invalidCredentials); check User and Password");

    [Fact]
    public async Task The_name_that_was_bound_is_not_quoted_even_where_the_server_quotes_it()
    {
        await using var server = ScriptedServer.Start(request => request.Operation == Request.Bind
            ? Reply.Bound(request, LdapResultCode.UnwillingToPerform, $"{Reading.User} must not bind with {Reading.Password}")
            : Reply.Extended(request, LdapResultCode.ProtocolError));
        await using var later = ScriptedServer.StartSearching(request =>
            Reply.Done(request, [], LdapResultCode.InsufficientAccessRights, diagnostic: $"{Reading.User.ToUpperInvariant()} has no access"));

        // FailureAsync checks that neither is in there.
        (await Reading.FailureAsync<SourceException>(Reading.Options(server.Address))).Should().Contain("53 unwillingToPerform");
        (await Reading.FailureAsync<SourceException>(Reading.Options(later.Address))).Should().Contain("(50 insufficientAccessRights);");
    }

    [Fact]
    public void Every_result_code_has_a_sentence_for_a_bind_and_one_for_a_search()
    {
        foreach (var code in Enum.GetValues<LdapResultCode>())
        {
            BindSentences.Describe(new LdapResult(code)).Should().MatchRegex("^.+ \\(\\d+ [a-zA-Z]+\\); .+$");
            ResultSentences.Describe(new LdapResult(code)).Should().MatchRegex("^.+ \\(\\d+ [a-zA-Z]+\\); .+$");
        }
    }
}
