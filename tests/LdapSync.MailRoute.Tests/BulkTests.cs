using LdapSync.MailRoute.FakeServer;
using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync.MailRoute;

/// <summary>Many at once: few requests, and every change has its own true outcome all the same.</summary>
public sealed class BulkTests : MailRouteTest
{
    private const string NewAccounts = "email_account/mass_add/";
    private const string NewAliases = "*/mass_add_aliases/";

    [Fact]
    public async Task Many_accounts_are_created_by_one_request_and_listed_after_it()
    {
        await ShouldApplyAsync([.. Accounts(1000)]);

        Fake.Accounts.Should().HaveCount(1000);
        Fake.Requests.Count("POST").Should().Be(1);
        Fake.Requests.Count("GET").Should().BeLessThan(6, "the domain, and the names in addresses that are not too long");
        Fake.Requests.All.Should().OnlyContain(request => request.Query.Length < 5000);
    }

    [Fact]
    public async Task Many_accounts_in_mixed_case_are_created_once_each()
    {
        await ShouldApplyAsync([.. Enumerable.Range(0, 1000).Select(i => Add($"First.Last{i:d4}"))]);
        await ShouldApplyAsync([.. Enumerable.Range(0, 1000).Select(i => Add($"First.Last{i:d4}"))]);

        Fake.Accounts.Should().HaveCount(1000);
        Fake.Requests.Count("POST").Should().Be(2);
    }

    [Fact]
    public async Task Two_accounts_of_one_name_in_either_case_fail_what_concerns_them()
    {
        var page = """{"meta": {"total_count": 1}, "objects": [{"id": ID, "localpart": "NAME", "domain_name": "example.com"}]}""";
        var names = Enumerable.Range(0, 400).Select(i => $"Name{i:d3}").ToArray();
        Fake.Faults.Next(Fault.Answer(200, page.Replace("ID", "7", StringComparison.Ordinal).Replace("NAME", "name000", StringComparison.Ordinal)), method: "GET", path: "email_account/");
        Fake.Faults.Next(Fault.Answer(200, page.Replace("ID", "8", StringComparison.Ordinal).Replace("NAME", "Name000", StringComparison.Ordinal)), method: "GET", path: "email_account/");

        (await ApplyAsync([.. names.Select(Delete)])).Should().OnlyContain(outcome => outcome.Status == OutcomeStatus.Failed && outcome.Reason!.Contains("differ by case", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Few_accounts_are_created_one_by_one()
    {
        await ShouldApplyAsync([.. Accounts(19)]);

        Fake.Requests.Count("POST", NewAccounts).Should().Be(0);
        Fake.Requests.Count("POST", "email_account/").Should().Be(19);
    }

    [Fact]
    public async Task What_of_many_is_not_there_after_it_is_created_one_by_one_for_the_services_own_words()
    {
        Fake.AddAccount("bob@example.com", AccountState.Standard, "user0007");
        Fake.AddAccount("user0008@example.com", AccountState.Provisional, "kept");

        var outcomes = await ApplyAsync([.. Accounts(30)]);

        var failed = outcomes.Where(outcome => outcome.Status != OutcomeStatus.Applied).Should().ContainSingle().Subject;
        failed.Change.Account.Should().Be(At("user0007"));
        failed.Reason.Should().Contain("already exists in this domain");
        Had.Should().Contain("user0008: kept").And.HaveCount(30);
    }

    [Fact]
    public async Task Lists_among_many_new_accounts_become_lists()
    {
        await ShouldApplyAsync([.. Accounts(30), Add("team", AccountKind.DistributionList), Add("all", AccountKind.DistributionList)]);

        Had.Should().Contain("team DistributionList").And.Contain("all DistributionList").And.HaveCount(32);
    }

    [Fact]
    public async Task Several_aliases_of_an_account_are_added_by_one_request()
    {
        foreach (var name in new[] { "ann", "bob" }) Fake.AddAccount($"{name}@example.com");

        await ShouldApplyAsync(AddAlias("ann", "a1"), AddAlias("ann", "a2"), AddAlias("ann", "A3"), AddAlias("bob", "b1"));

        Had.Should().Equal("ann: a1 a2 a3", "bob: b1");
        Fake.Requests.Count("POST", NewAliases).Should().Be(1);
        Fake.Requests.Count("POST", "localpart_alias/").Should().Be(1);
    }

    [Fact]
    public async Task An_alias_of_several_that_somebody_else_has_fails_and_the_others_are_added()
    {
        await using var fake = FakeMailRoute.Start(new FakeMailRouteOptions { BulkIsAllOrNothing = true });
        fake.AddAccount("ann@example.com");
        fake.AddAccount("bob@example.com", AccountState.Standard, "taken");
        using var target = new MailRouteTarget(OptionsOf(fake));

        var outcomes = await target.ApplyAsync([AddAlias("ann", "a1"), AddAlias("ann", "taken"), AddAlias("ann", "a2")], Token);

        outcomes.Select(outcome => outcome.Status).Should().Equal(OutcomeStatus.Applied, OutcomeStatus.Failed, OutcomeStatus.Applied);
        fake.Account("ann@example.com")!.Aliases.Should().Equal("a1@example.com", "a2@example.com");
    }

    [Fact]
    public async Task Several_aliases_of_an_account_that_is_not_there_fail_each() =>
        (await ApplyAsync(AddAlias("nobody", "a1"), AddAlias("nobody", "a2"))).Should().OnlyContain(outcome => outcome.Reason == "There is no account nobody@example.com.");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_becomes_of_a_request_for_many_accounts_each_is_created_once(int fault)
    {
        Fake.Faults.Next(Bad[fault], path: NewAccounts);

        await ShouldApplyAsync([.. Accounts(30)]);

        Fake.Accounts.Should().HaveCount(30);
        Fake.Requests.Count("POST", NewAccounts).Should().Be(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_becomes_of_a_request_for_several_aliases_each_is_added_once(int fault)
    {
        Fake.AddAccount("ann@example.com");
        Fake.Faults.Next(Bad[fault], path: NewAliases);

        await ShouldApplyAsync(AddAlias("ann", "a1"), AddAlias("ann", "a2"), AddAlias("ann", "a3"), AddAlias("ann", "a4"));

        Had.Should().Equal("ann: a1 a2 a3 a4");
    }

    [Fact]
    public async Task What_many_came_to_and_cannot_be_seen_has_failed()
    {
        Fake.Faults.Next(Fault.Error(400), method: "GET", path: "email_account/", times: 9);

        var outcomes = await ApplyAsync([.. Accounts(30)]);

        outcomes.Should().OnlyContain(outcome => outcome.Status == OutcomeStatus.Failed && outcome.Reason!.Contains("400 BadRequest", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_filter_that_the_service_passes_over_makes_nothing_believed()
    {
        for (var i = 0; i < 5; i++) Fake.AddAccount($"there{i}@example.com");
        Fake.Faults.Next(Fault.IgnoredFilters, method: "GET", path: "email_account/", times: 9);

        (await ApplyingFailsAsync([.. Accounts(30)])).Message.Should().Contain("only objects of example.com were expected");
        (await ApplyingFailsAsync(Delete("nobody"))).Message.Should().Contain("nothing is believed");
        Had.Should().HaveCount(35);
    }

    [Theory]
    [InlineData(1, "localpart__in")]
    [InlineData(2, "id__in")]
    public async Task An_account_that_was_not_asked_for_makes_nothing_believed(int look, string filter)
    {
        Fake.AddAccount("ann@example.com");
        var other = """{"meta": {"total_count": 1}, "objects": [{"id": 9999, "localpart": "other", "domain_name": "example.com"}]}""";
        Fake.Faults.Next(Fault.Answer(200, other), method: "GET", path: "email_account/", after: look - 1);

        var failure = await ApplyingFailsAsync(AddAlias("ann", "a1"), AddAlias("ann", "a2"));

        failure.Message.Should().Contain($"only what {filter} names was asked for");
    }

    [Fact]
    public async Task A_filter_that_the_service_passes_over_ends_the_run_after_one_page()
    {
        Options.PageSize = 10;
        for (var i = 0; i < 200; i++) Fake.AddAccount($"user{i:d3}@example.com");
        Fake.Faults.Next(Fault.IgnoredFilters, method: "GET", path: "email_account/", times: 1000);

        await ApplyingFailsAsync([.. Enumerable.Range(0, 50).Select(i => Delete($"user{i:d3}"))]);

        Fake.Requests.Count().Should().Be(2, "of the domain and the accounts");
    }

    [Fact]
    public async Task Names_that_mean_something_in_an_address_are_written_as_they_are()
    {
        string[] names = ["a/b", "a?b", "#1", "50%", "%41nn", "a&b=c", "o'neil", "a+b", new string('x', 64), "jürgen", "a;b".Replace(';', '!')];

        await ShouldApplyAsync([.. names.Select(name => Add(name))]);
        await ShouldApplyAsync([.. names.Select(name => AddAlias(name, "z" + name[..Math.Min(60, name.Length)]))]);
        await ShouldApplyAsync([.. names.Select(name => RemoveAlias(name, "z" + name[..Math.Min(60, name.Length)]))]);
        await ShouldApplyAsync([.. names.Select(name => Delete(name))]);
        Options.BulkFrom = 2;
        using var target = NewTarget();
        (await target.ApplyAsync([.. names.Select(name => Add(name))], Token)).Should().OnlyContain(outcome => outcome.Status == OutcomeStatus.Applied);

        Fake.Accounts.Select(account => account.Address).Should().BeEquivalentTo(names.Select(name => $"{name}@example.com"));
    }

    private static Fault[] Bad => [Fault.Drop, Fault.Drop.AfterCommit(), Fault.HalfOfBulk, Fault.Html(), Fault.Error(501)];

    private static IEnumerable<AccountChange> Accounts(int count) => Enumerable.Range(0, count).Select(i => Add($"user{i:d4}"));
}
