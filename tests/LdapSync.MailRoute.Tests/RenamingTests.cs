using LdapSync.MailRoute.FakeServer;
using LdapSync.Targets;

namespace LdapSync.MailRoute;

/// <summary>Renames: an account that takes the name of its own alias has neither for a moment, and must not lose it.</summary>
public sealed class RenamingTests : MailRouteTest
{
    [Fact]
    public async Task An_account_takes_the_name_of_its_own_alias()
    {
        Fake.AddAccount("ann@example.com", AccountState.Standard, "anna", "a1");
        var id = Fake.Accounts.Single().Id;

        await ShouldApplyAsync(Rename("ann", "anna"));

        Had.Should().Equal("anna: a1");
        Fake.Accounts.Single().Id.Should().Be(id);
    }

    [Fact]
    public async Task An_alias_that_made_room_for_a_name_is_given_back_when_the_account_does_not_get_it()
    {
        Fake.AddAccount("ann@example.com", AccountState.Standard, "anna");
        Fake.Faults.Next(Fault.Answer(400, """{"email_account": {"localpart": ["Not today."]}}"""), method: "PATCH");

        (await ApplyOneAsync(Rename("ann", "anna"))).Reason.Should().Be("127.0.0.1 refused it: 400 BadRequest, \"localpart: Not today.\".");
        Had.Should().Equal("ann: anna");
    }

    [Fact]
    public async Task An_alias_that_cannot_be_given_back_is_told_of()
    {
        Fake.AddAccount("ann@example.com", AccountState.Standard, "anna");
        Fake.Faults.Next(Fault.Error(400), method: "PATCH");
        Fake.Faults.Next(Fault.Error(400), method: "POST", path: "localpart_alias/");

        (await ApplyOneAsync(Rename("ann", "anna"))).Reason.Should()
            .Be("127.0.0.1 refused it: 400 BadRequest. The alias anna@example.com was taken from ann@example.com to become its name, and could not be given back: see whether it is there, and else add it by hand before the next sync, which would delete the account and make a new one.");
    }

    [Fact]
    public async Task An_alias_that_cannot_be_given_back_is_told_of_although_nothing_was_applied()
    {
        Fake.AddAccount("ann@example.com", AccountState.Standard, "anna");
        Fake.Faults.Next(Fault.Error(401), method: "PATCH");
        Fake.Faults.Next(Fault.Error(401), method: "POST");

        (await ApplyOneAsync(Rename("ann", "anna"))).Reason.Should().Contain("does not know the key").And.Contain("The alias anna@example.com was taken from ann@example.com");
        await ApplyingFailsAsync(Add("bob"));
    }

    [Fact]
    public async Task An_alias_is_given_back_although_nothing_further_is_sent()
    {
        Fake.AddAccount("ann@example.com", AccountState.Standard, "anna");
        Fake.Faults.Next(Fault.Error(401), method: "PATCH");

        (await ApplyingFailsAsync(Rename("ann", "anna"))).Message.Should().Contain("does not know the key");
        Had.Should().Equal("ann: anna");
    }

    [Fact]
    public async Task An_alias_is_given_back_although_the_sync_was_cancelled_and_the_service_is_slow_to_take_it()
    {
        using var cancelled = new CancellationTokenSource();
        Fake.AddAccount("ann@example.com", AccountState.Standard, "anna");
        Fake.Faults.Next(Fault.Meanwhile(cancelled.Cancel), method: "DELETE");
        Fake.Faults.Next(Fault.Error(400), method: "PATCH");
        Fake.Faults.Next(Fault.Error(503), method: "POST", times: 3);

        (await Target.ApplyAsync([Rename("ann", "anna")], cancelled.Token)).Single().Reason.Should().Be("127.0.0.1 refused it: 400 BadRequest.");
        Had.Should().Equal("ann: anna");
    }

    [Fact]
    public async Task A_rename_that_has_taken_an_alias_away_is_carried_on_although_the_sync_was_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        Fake.AddAccount("ann@example.com", AccountState.Standard, "anna");
        Fake.Faults.Next(Fault.Meanwhile(cancelled.Cancel), method: "DELETE");
        Fake.Faults.Next(Fault.Error(503), method: "PATCH", times: 3);

        (await Target.ApplyAsync([Rename("ann", "anna")], cancelled.Token)).Single().Status.Should().Be(OutcomeStatus.Applied);
        Had.Should().Equal("anna");
    }

    [Fact]
    public async Task A_cancelled_rename_is_carried_on_for_a_while_only()
    {
        using var cancelled = new CancellationTokenSource();
        Fake.AddAccount("ann@example.com", AccountState.Standard, "anna");
        Fake.Faults.Next(Fault.Meanwhile(cancelled.Cancel), method: "DELETE");
        Fake.Faults.Next(Fault.Meanwhile(Stall), method: "PATCH");
        Fake.Faults.Next(Fault.Error(503), method: "POST", times: 99);

        (await Target.ApplyAsync([Rename("ann", "anna")], cancelled.Token)).Single().Reason.Should().Contain("was taken from ann@example.com to become its name, and could not be given back");
        Fake.Requests.Count("PATCH").Should().Be(1);
        Fake.Requests.Count("POST").Should().Be(1);

        Task Stall()
        {
            Clock.TimeOut(); // of the request, and of the patience
            return Task.Delay(Timeout.Infinite, Token);
        }
    }

    [Fact]
    public async Task An_alias_that_may_not_have_been_taken_is_told_of_so()
    {
        Options.MaxAttempts = 1;
        Fake.AddAccount("ann@example.com", AccountState.Standard, "anna");
        Fake.Faults.Next(Fault.Error(503), method: "DELETE");
        Fake.Faults.Next(Fault.Error(503), method: "GET", path: "localpart_alias/", after: 1);
        Fake.Faults.Next(Fault.Error(503), method: "GET", path: "email_account/", after: 2);

        (await ApplyOneAsync(Rename("ann", "anna"))).Reason.Should().Contain("may have been taken from ann@example.com");
    }

    [Fact]
    public async Task An_alias_that_was_not_taken_is_not_told_of()
    {
        Fake.AddAccount("ann@example.com", AccountState.Standard, "anna");
        Fake.Faults.Next(Fault.Error(400), method: "GET", path: "localpart_alias/");

        (await ApplyOneAsync(Rename("ann", "anna"))).Reason.Should().Contain("400 BadRequest").And.NotContain("anna@example.com");
        Had.Should().Equal("ann: anna");
    }

    [Theory]
    [InlineData("""{"id": 7, "localpart": "ann", "state": 0}""")]
    [InlineData("")]
    public async Task A_name_that_the_service_takes_and_does_not_keep_is_no_success_and_costs_no_alias(string body)
    {
        Fake.AddAccount("ann@example.com", AccountState.Standard, "anna");
        Fake.AddAccount("bob@example.com");
        Fake.Faults.Next(Fault.Answer(202, body), method: "PATCH", times: 2);

        foreach (var outcome in await ApplyAsync(Rename("ann", "anna"), Rename("bob", "bert"))) outcome.Reason.Should().Be("127.0.0.1 took it, but the account does not have the name.");

        Had.Should().Equal("ann: anna", "bob");
    }

    [Fact]
    public async Task A_name_that_is_kept_without_an_answer_that_says_so_is_a_success()
    {
        Fake.AddAccount("bob@example.com");
        Fake.Faults.Next(Fault.Answer(202, "").AfterCommit(), method: "PATCH");

        await ShouldApplyAsync(Rename("bob", "bert"));

        Had.Should().Equal("bert");
    }

    [Fact]
    public async Task An_account_that_has_the_name_after_all_is_renamed()
    {
        Options.MaxAttempts = 1;
        Fake.AddAccount("ann@example.com", AccountState.Standard, "anna");
        Fake.Faults.Next(Fault.Error(503).AfterCommit(), method: "PATCH");
        Fake.Faults.Next(Fault.Error(503), method: "GET", path: "email_account/", after: 2);

        await ShouldApplyAsync(Rename("ann", "anna"));

        Had.Should().Equal("anna");
    }

    [Fact]
    public async Task A_name_that_the_service_changes_by_itself_is_no_success()
    {
        Fake.Faults.Next(Fault.Answer(201, """{"id": 7, "localpart": "other", "state": 0}"""), method: "POST");

        (await ApplyOneAsync(Add("ann"))).Reason.Should().Contain("does not list it");
    }
}
