using LdapSync.MailRoute.FakeServer;
using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync.MailRoute;

/// <summary>Whatever becomes of the answer to a write: it is made once, and what is told of it is true.</summary>
public sealed class LostAnswerTests : MailRouteTest
{
    private static readonly (string Name, Fault Fault)[] Losses =
    [
        ("dropped before", Fault.Drop),
        ("dropped after", Fault.Drop.AfterCommit()),
        ("cut", Fault.CutBody),
        ("truncated", Fault.Truncated),
        ("500 before", Fault.Error(500)),
        ("500 after", Fault.Error(500).AfterCommit()),
        ("503 before", Fault.Error(503)),
        ("503 after", Fault.Error(503).AfterCommit()),
        ("429", Fault.Error(429).WithRetryAfter(1)),
        ("page before", Fault.Html()),
        ("page after", Fault.Html().AfterCommit()),
        ("400 after", Fault.Error(400).AfterCommit()),
        ("405 after", Fault.Error(405).AfterCommit()),
    ];

    private static readonly (string Method, AccountChange Change)[] Writes =
    [
        ("POST", Add("new")),
        ("POST", Add("list", AccountKind.DistributionList)),
        ("PATCH", Add("list", AccountKind.DistributionList)),
        ("PATCH", Add("found")),
        ("DELETE", Delete("ann")),
        ("POST", AddAlias("ann", "a3")),
        ("DELETE", RemoveAlias("ann", "a1")),
        ("PATCH", SetKind("bob", AccountKind.DistributionList)),
        ("PATCH", Rename("ann", "anna")),
        ("PATCH", Rename("ann", "a1")),
        ("DELETE", Rename("ann", "a1")),
    ];

    public static TheoryData<int, string, int> Cases
    {
        get
        {
            var cases = new TheoryData<int, string, int>();
            for (var write = 0; write < Writes.Length; write++)
            {
                for (var loss = 0; loss < Losses.Length; loss++) cases.Add(write, $"{Writes[write].Method} of '{Writes[write].Change}' {Losses[loss].Name}", loss);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_answer_that_is_lost_once_changes_nothing(int write, string what, int loss)
    {
        var (method, change) = Writes[write];
        Stock(Fake);
        await using var untroubled = FakeMailRoute.Start();
        Stock(untroubled);
        using (var target = new MailRouteTarget(OptionsOf(untroubled)))
        {
            (await target.ApplyAsync([change], Token)).Single().Status.Should().Be(OutcomeStatus.Applied);
        }
        Fake.Faults.Next(Losses[loss].Fault, method: method);

        var outcome = await ApplyOneAsync(change);

        outcome.Should().Be(ChangeOutcome.Applied(change), what);
        Fake.Accounts.Select(account => $"{account}").Should().Equal(untroubled.Accounts.Select(account => $"{account}"), what);
        Fake.Faults.Count.Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task With_a_single_attempt_what_is_told_is_what_the_service_has(int write, string what, int loss)
    {
        var (method, change) = Writes[write];
        Options.MaxAttempts = 1;
        Stock(Fake);
        var before = Fake.Accounts.Select(account => $"{account}").ToList();
        Fake.Faults.Next(Losses[loss].Fault, method: method);

        var outcome = await ApplyOneAsync(change);

        var after = Fake.Accounts.Select(account => $"{account}").ToList();
        // An account that was created and did not become a list yet is half-way, and has failed.
        if (outcome.Status == OutcomeStatus.Applied) after.Should().NotEqual(before, what);
        else if (change.Kind != ChangeKind.AddAccount) after.Should().Equal(before, what);
        if (outcome.Status != OutcomeStatus.Applied) outcome.Reason.Should().StartWith("127.0.0.1").And.EndWith(".");
        (await Target.ApplyAsync([change], Token)).Single().Status.Should().Be(OutcomeStatus.Applied, "applying again is safe");
    }

    [Fact]
    public async Task A_new_account_is_posted_again_only_after_a_look_shows_that_it_is_missing()
    {
        Fake.Faults.Next(Fault.Error(503), method: "POST", times: 2);

        await ShouldApplyAsync(Add("ann"));

        Fake.Requests.All.Select(request => request.Method).Should().Equal("GET", "POST", "GET", "POST", "GET", "POST");
    }

    [Fact]
    public async Task A_look_that_fails_ends_the_change_without_another_post()
    {
        Fake.Faults.Next(Fault.Drop.AfterCommit(), method: "POST");
        Fake.Faults.Next(Fault.Error(500), method: "GET", path: "email_account/", times: 5);

        var outcome = await ApplyOneAsync(Add("ann"));

        outcome.Status.Should().Be(OutcomeStatus.Failed);
        outcome.Reason.Should().Contain("it was sent and not answered").And.Contain("the next sync will");
        Fake.Requests.Count("POST").Should().Be(1);
    }

    private static void Stock(FakeMailRoute fake)
    {
        fake.AddAccount("ann@example.com", AccountState.Standard, "a1", "a2");
        fake.AddAccount("bob@example.com");
        fake.AddAccount("found@example.com", AccountState.Provisional);
    }
}
