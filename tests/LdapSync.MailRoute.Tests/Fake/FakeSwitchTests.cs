using LdapSync.MailRoute.FakeServer;

namespace LdapSync.MailRoute.Fake;

/// <summary>Where nobody knows what the service does, the fake can do the other thing too.</summary>
public sealed class FakeSwitchTests() : FakeTest(new FakeMailRouteOptions
{
    TakesStateOnCreate = true,
    ListsKeepAliases = true,
    BulkIsAllOrNothing = true,
    AnswersAsOfOld = true,
    HidesState = true,
    TellsCaseApart = true,
    PageSizeCap = 2,
    HasNeighbours = false,
})
{
    [Fact]
    public async Task A_new_account_can_be_a_list_at_once_and_lists_can_have_aliases()
    {
        await Post("email_account/", $$"""{"localpart": "all", "domain": "{{DomainUri}}", "create_opt": "generate_pwd", "state": 2}""");
        await Post("email_account/all@example.com/mass_add_aliases/", """{"aliases": ["everybody"]}""");
        Fake.AddAccount("team@example.com", aliases: ["t"]);
        await Send("PATCH", "email_account/team@example.com/", """{"state": 2}""");

        Fake.Accounts.Select(account => $"{account}").Should().Equal("all@example.com DistributionList: everybody@example.com", "team@example.com DistributionList: t@example.com");
    }

    [Fact]
    public async Task Old_answers_have_no_body_on_201_no_state_and_202_on_put()
    {
        var created = await PostAccount("ann");
        var account = await Get(created.Headers.Location!.AbsolutePath);
        var put = await Send("PUT", "email_account/ann@example.com/", $$"""{"localpart": "anna", "domain": "{{DomainUri}}"}""");

        created.Status.Should().Be(201);
        created.Body.Should().BeEmpty();
        account.Json.GetProperty("localpart").GetString().Should().Be("ann");
        account.Json.TryGetProperty("state", out _).Should().BeFalse();
        put.Status.Should().Be(202);
    }

    [Fact]
    public async Task One_that_is_taken_can_spoil_a_whole_bulk_call()
    {
        Fake.AddAccount("ann@example.com");

        (await Post("email_account/mass_add/", $$"""{"localparts": ["bob", "ann"], "domain": "{{DomainUri}}"}""")).Status.Should().Be(400);

        Fake.Accounts.Select(account => $"{account}").Should().Equal("ann@example.com");
    }

    [Fact]
    public async Task Pages_can_be_shorter_than_was_asked_for()
    {
        foreach (var name in "abc") Fake.AddAccount($"{name}@example.com");

        var page = await Get("email_account/?order_by=localpart&limit=1000");

        page.Each("localpart").Should().Equal("a", "b");
        page.Meta.GetProperty("limit").GetInt32().Should().Be(2);
        page.Meta.GetProperty("next").GetString().Should().Be("/api/v1/email_account/?order_by=localpart&limit=2&offset=2");
    }

    [Fact]
    public async Task Letters_of_either_case_can_be_two()
    {
        Fake.AddAccount("ann@example.com");

        (await PostAccount("Ann")).Status.Should().Be(201);

        Fake.Accounts.Should().HaveCount(2);
        (await Get("email_account/?order_by=localpart&localpart__in=Ann,ANN")).Each("localpart").Should().Equal("Ann");
        (await Get("email_account/?order_by=localpart&localpart__startswith=A")).Each("localpart").Should().Equal("Ann");
        (await Get("email_account/?order_by=localpart&localpart__iexact=ANN")).Each("localpart").Should().Equal("Ann", "ann");
    }
}
