using LdapSync.MailRoute.FakeServer;

namespace LdapSync.MailRoute.Fake;

/// <summary>The calls that write many objects tell nothing of any one of them.</summary>
public sealed class FakeBulkTests : FakeTest
{
    [Fact]
    public async Task Accounts_added_at_once_leave_out_in_silence_what_is_taken_or_not_valid()
    {
        Fake.AddAccount("ann@example.com", aliases: ["a"]);

        var answer = await Post("email_account/mass_add/", $$"""{"localparts": ["bob", "ann", "a", "BOB", "c d", "eve"], "domain": "{{DomainUri}}"}""");

        answer.Status.Should().Be(202);
        answer.Body.Should().BeEmpty();
        Fake.Accounts.Select(account => $"{account}").Should().Equal("ann@example.com: a@example.com", "bob@example.com", "eve@example.com");
    }

    [Fact]
    public async Task Aliases_added_at_once_leave_out_in_silence_what_is_taken()
    {
        Fake.AddAccount("ann@example.com");
        Fake.AddAccount("bob@example.com");

        (await Post("email_account/ann@example.com/mass_add_aliases/", """{"aliases": ["a", "bob", "b"]}""")).Status.Should().Be(202);

        Fake.Accounts.Select(account => $"{account}").Should().Equal("ann@example.com: a@example.com b@example.com", "bob@example.com");
    }

    [Fact]
    public async Task Aliases_added_to_a_distribution_list_at_once_are_lost_in_silence()
    {
        Fake.AddAccount("all@example.com", AccountState.DistributionList);

        (await Post("email_account/all@example.com/mass_add_aliases/", """{"aliases": ["a"]}""")).Status.Should().Be(202);

        Fake.Accounts.Select(account => $"{account}").Should().Equal("all@example.com DistributionList");
    }

    [Fact]
    public async Task Accounts_that_become_aliases_are_accounts_no_more()
    {
        Fake.AddAccount("ann@example.com");
        Fake.AddAccount("bob@example.com", aliases: ["b"]);

        (await Post("email_account/ann@example.com/users_to_alias/", $$"""{"accounts": ["/api/v1/email_account/{{Fake.Account("bob@example.com")!.Id}}/"]}""")).Status.Should().Be(202);

        Fake.Accounts.Select(account => $"{account}").Should().Equal("ann@example.com: bob@example.com");
    }

    [Fact]
    public async Task Accounts_deleted_at_once_are_those_of_the_ids()
    {
        foreach (var name in "abc") Fake.AddAccount($"{name}@example.com");

        (await Send("DELETE", $"email_account/mass_delete/?id__in={Fake.Account("a@example.com")!.Id},{Fake.Account("c@example.com")!.Id},999999")).Status.Should().Be(204);

        Fake.Accounts.Select(account => $"{account}").Should().Equal("b@example.com");
    }

    [Theory]
    [InlineData("email_account/mass_add/", """{"localparts": "bob", "domain": "DOMAIN"}""")]
    [InlineData("email_account/mass_add/", """{"localparts": ["bob"]}""")]
    [InlineData("email_account/mass_add/", """{"localparts": ["bob", 1], "domain": "DOMAIN"}""")]
    [InlineData("email_account/ann@example.com/mass_add_aliases/", "{}")]
    public async Task A_list_that_is_none_is_refused(string path, string body)
    {
        Fake.AddAccount("ann@example.com");

        (await Post(path, body.Replace("DOMAIN", DomainUri, StringComparison.Ordinal))).Status.Should().Be(400);

        Fake.Accounts.Select(account => $"{account}").Should().Equal("ann@example.com");
    }

    [Fact]
    public async Task What_the_service_never_built_is_501() => (await Post($"domain/{DomainId}/email_accounts/mass_add/", "{}")).Status.Should().Be(501);

    [Fact]
    public async Task Aliases_for_nobody_are_404() => (await Post("email_account/nobody@example.com/mass_add_aliases/", """{"aliases": ["a"]}""")).Status.Should().Be(404);
}
