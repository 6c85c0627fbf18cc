using LdapSync.MailRoute.FakeServer;
using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync.MailRoute;

/// <summary>What each change does at the service, and what is told of it.</summary>
public sealed class WritingTests : MailRouteTest
{
    [Fact]
    public async Task Every_kind_of_change_does_what_it_says()
    {
        await ShouldApplyAsync(Add("ann"), Add("team", AccountKind.DistributionList), Add("gone"), Add("old"));
        await ShouldApplyAsync(AddAlias("ann", "a1"), AddAlias("old", "o1"), AddAlias("old", "o2"));
        await ShouldApplyAsync(RemoveAlias("old", "o2"), Delete("gone"), SetKind("team", AccountKind.Mailbox), Rename("old", "new"));

        Had.Should().Equal("ann: a1", "new: o1", "team");
    }

    [Fact]
    public async Task Every_change_can_be_applied_again()
    {
        AccountChange[][] batches =
        [
            [Add("ann"), Add("team", AccountKind.DistributionList), Add("gone"), Add("old")],
            [AddAlias("ann", "a1"), AddAlias("ann", "a2"), AddAlias("old", "o1")],
            [RemoveAlias("ann", "a2"), Delete("gone"), SetKind("team", AccountKind.Mailbox), Rename("old", "new")],
        ];
        foreach (var batch in batches)
        {
            await ShouldApplyAsync(batch);
            var first = Had.ToList();
            await ShouldApplyAsync(batch);
            Had.Should().Equal(first);
        }
    }

    [Fact]
    public async Task There_is_one_outcome_for_each_change_in_the_order_given()
    {
        AccountChange[] batch = [Add("ann"), AddAlias("nobody", "x"), Add("ann"), RemoveAlias("ann", "x"), Delete("nobody")];

        var outcomes = await ApplyAsync(batch);

        outcomes.Select(outcome => outcome.Change).Should().Equal(batch);
        outcomes.Where(outcome => outcome.Status != OutcomeStatus.Applied).Should().ContainSingle().Which.Reason.Should().Be("There is no account nobody@example.com.");
    }

    [Fact]
    public async Task Nobody_is_mailed_and_the_service_makes_the_password_up()
    {
        await ShouldApplyAsync(Add("Ann"));

        Fake.Requests.All.Single(request => request.Method == "POST").Body.Should()
            .Be($$"""{"localpart":"ann","domain":"/api/v1/domain/{{Fake.DomainId}}/","create_opt":"generate_pwd","send_welcome":false}""");
    }

    [Fact]
    public async Task Names_are_written_in_lower_case_and_not_as_they_are_compared()
    {
        await ShouldApplyAsync(Add("νίκος"), Add("Ann"));
        await ShouldApplyAsync(AddAlias("νίκος", "άλλος"), AddAlias("ann", "ένας"), AddAlias("ann", "Δύος"));
        await ShouldApplyAsync(Rename("νίκος", "Μάρκος"));

        Had.Should().Equal("ann: ένας δύος", "μάρκος: άλλος");
    }

    [Fact]
    public async Task An_account_that_is_there_gets_the_kind_that_is_asked_for_and_keeps_its_aliases()
    {
        Fake.AddAccount("ann@example.com", AccountState.Provisional, "a1");

        await ShouldApplyAsync(Add("ann"));

        Had.Should().Equal("ann: a1");
    }

    [Fact]
    public async Task An_address_that_somebody_else_has_is_never_taken_over()
    {
        Fake.AddAccount("bob@example.com", AccountState.Standard, "info");
        Fake.AddAccount("ann@example.com");

        var outcomes = await ApplyAsync(Add("info"), AddAlias("ann", "info"), AddAlias("bob", "ann"), Rename("ann", "info"), Rename("bob", "ann"), RemoveAlias("ann", "info"));

        outcomes.Take(5).Should().OnlyContain(outcome => outcome.Status == OutcomeStatus.Failed
            && outcome.Reason!.Contains("127.0.0.1 refused it: 400 BadRequest, \"localpart: An email account or an alias with this localpart already exists in this domain.\"", StringComparison.Ordinal));
        outcomes[5].Status.Should().Be(OutcomeStatus.Applied, "ann does not have it");
        Had.Should().Equal("ann", "bob: info");
    }

    [Fact]
    public async Task An_address_of_another_domain_is_refused_without_a_request()
    {
        var outcomes = await ApplyAsync(
            AccountChange.AddAccount(EmailAddress.Parse("x@neighbour.example"), AccountKind.Mailbox), AccountChange.AddAlias(At("ann"), EmailAddress.Parse("x@neighbour.example")),
            AccountChange.DeleteAccount(EmailAddress.Parse("info@neighbour.example")));

        outcomes.Should().OnlyContain(outcome => outcome.Status == OutcomeStatus.Failed && outcome.Reason!.Contains("neighbour.example is not in example.com", StringComparison.Ordinal));
        Fake.AccountsOf(FakeMailRoute.Neighbour).Should().HaveCount(3);
    }

    [Fact]
    public async Task The_own_address_of_an_account_is_no_alias_of_it()
    {
        Fake.AddAccount("ann@example.com");

        (await ApplyAsync(AddAlias("ann", "ann"), RemoveAlias("ann", "ann"))).Should()
            .OnlyContain(outcome => outcome.Status == OutcomeStatus.Failed && outcome.Reason == "ann@example.com is the account's own address, no alias of it.");
    }

    [Fact]
    public async Task What_the_service_cannot_do_fails()
    {
        Fake.AddAccount("ann@example.com");

        (await ApplyAsync(AccountChange.MoveAlias(At("bob"), At("ann"), At("x")), AccountChange.SetSourceId(At("ann"), "1"))).Should()
            .OnlyContain(outcome => outcome.Status == OutcomeStatus.Failed && outcome.Reason!.StartsWith("MailRoute cannot do", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_kind_that_the_service_takes_and_does_not_keep_is_no_success()
    {
        Fake.AddAccount("ann@example.com");
        Fake.Faults.Next(Fault.Answer(202, """{"id": 7, "localpart": "ann", "state": 0}"""), method: "PATCH");

        (await ApplyOneAsync(SetKind("ann", AccountKind.DistributionList))).Reason.Should().Contain("in state 0 instead of 2");
    }

    [Fact]
    public async Task Changes_of_one_account_are_made_in_an_order_that_succeeds()
    {
        Fake.AddAccount("ann@example.com", AccountState.DistributionList);
        Fake.AddAccount("bob@example.com", AccountState.Standard, "b1");

        await ShouldApplyAsync(AddAlias("ann", "a1"), AddAlias("ann", "a2"), SetKind("ann", AccountKind.Mailbox), SetKind("bob", AccountKind.DistributionList), RemoveAlias("bob", "b1"));

        Had.Should().Equal("ann: a1@example.com a2".Replace("@example.com", "", StringComparison.Ordinal), "bob DistributionList");
    }

    [Fact]
    public async Task An_account_is_who_has_the_address_now_not_who_had_it_when_it_was_read()
    {
        Fake.AddAccount("ann@example.com");
        Fake.AddAccount("bob@example.com");
        await ReadAsync();
        Fake.Remove("ann@example.com");
        Fake.AddAccount("ann@example.com");
        Fake.Remove("bob@example.com");

        await ShouldApplyAsync(Delete("ann"), Delete("bob"));

        Had.Should().BeEmpty();
    }

    [Fact]
    public async Task An_account_that_goes_after_it_was_looked_up_is_missing_or_deleted_as_asked()
    {
        foreach (var name in new[] { "a", "b", "c" }) Fake.AddAccount($"{name}@example.com", AccountState.Standard, $"{name}1");
        Fake.Faults.Next(Fault.Meanwhile(() =>
        {
            foreach (var account in Fake.Accounts) Fake.Remove(account.Address);
        }).AfterCommit(), path: "email_account/");

        var outcomes = await ApplyAsync(Delete("a"), AddAlias("b", "b2"), SetKind("c", AccountKind.DistributionList));

        outcomes[0].Status.Should().Be(OutcomeStatus.Applied);
        outcomes[1].Reason.Should().Be("There is no account b@example.com.");
        outcomes[2].Reason.Should().Be("There is no account c@example.com.");
    }

    [Fact]
    public async Task An_answer_that_something_is_not_there_is_not_believed_when_it_is_listed()
    {
        Fake.AddAccount("ann@example.com");
        Fake.Faults.Next(Fault.Error(404), method: "POST", path: "localpart_alias/", times: 2);
        Fake.Faults.Next(Fault.Error(404), method: "PATCH", times: 2);

        foreach (var outcome in await ApplyAsync(AddAlias("ann", "a1"), SetKind("ann", AccountKind.DistributionList)))
        {
            outcome.Reason.Should().Be("127.0.0.1 lists ann@example.com, but answers to its change that it is not there.");
        }
    }

    [Fact]
    public async Task An_alias_of_another_account_is_never_deleted_when_the_service_passes_over_the_filter()
    {
        Fake.AddAccount("ann@example.com", AccountState.Standard, "a1");
        Fake.AddAccount("bob@example.com", AccountState.Standard, "b1");
        Fake.Faults.Next(Fault.IgnoredFilters, method: "GET", path: "localpart_alias/");

        (await ApplyingFailsAsync(RemoveAlias("ann", "b1"))).Message.Should().Contain("found those of others");
        Had.Should().Equal("ann: a1", "bob: b1");
    }

    [Fact]
    public async Task An_alias_that_does_not_say_whose_it_is_is_deleted_only_when_the_account_lists_it()
    {
        Fake.AddAccount("ann@example.com", AccountState.Standard, "a1");
        Fake.Faults.Next(Fault.Answer(200, """{"meta": {"total_count": 1}, "objects": [{"id": 7, "localpart": "b1"}]}"""), times: 2, method: "GET", path: "localpart_alias/");

        await ShouldApplyAsync(RemoveAlias("ann", "b1"));

        Fake.Requests.Count("DELETE").Should().Be(0);
    }

    [Fact]
    public async Task A_service_that_answers_as_of_old_is_understood()
    {
        await using var fake = FakeMailRoute.Start(new FakeMailRouteOptions { AnswersAsOfOld = true });
        using var target = new MailRouteTarget(OptionsOf(fake));

        (await target.ApplyAsync([Add("ann"), Add("bob")], Token)).Should().OnlyContain(outcome => outcome.Status == OutcomeStatus.Applied);
        (await target.ApplyAsync([AddAlias("ann", "a1"), Rename("bob", "bert")], Token)).Should().OnlyContain(outcome => outcome.Status == OutcomeStatus.Applied);

        fake.Accounts.Select(account => $"{account}").Should().Equal("ann@example.com: a1@example.com", "bert@example.com");
    }

    [Fact]
    public async Task A_batch_of_nothing_asks_nothing()
    {
        (await ApplyAsync()).Should().BeEmpty();

        Fake.Requests.Count().Should().Be(0);
    }
}
