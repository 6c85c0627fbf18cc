using LdapSync.MailRoute.FakeServer;
using LdapSync.Targets;

namespace LdapSync.MailRoute;

/// <summary>A cancelled batch tells the truth of what it did, and a service that goes away does no harm.</summary>
public sealed class CancellationTests : MailRouteTest
{
    private readonly CancellationTokenSource _cancelled = new();

    [Fact]
    public async Task A_batch_that_is_cancelled_before_it_begins_sends_nothing()
    {
        await _cancelled.CancelAsync();

        var applying = async () => await Target.ApplyAsync([Add("ann")], _cancelled.Token);

        await applying.Should().ThrowAsync<OperationCanceledException>();
        Fake.Requests.Count().Should().Be(0);
    }

    [Fact]
    public async Task What_is_under_way_ends_and_what_has_not_begun_is_withheld()
    {
        Options.Parallelism = 1;
        for (var i = 0; i < 5; i++) Fake.AddAccount($"user{i}@example.com");
        Fake.Faults.Next(Fault.Meanwhile(_cancelled.Cancel), method: "DELETE", after: 1);

        var outcomes = await Target.ApplyAsync([.. Enumerable.Range(0, 5).Select(i => Delete($"user{i}"))], _cancelled.Token);

        outcomes.Select(outcome => outcome.Status).Should()
            .Equal(OutcomeStatus.Applied, OutcomeStatus.Applied, OutcomeStatus.Withheld, OutcomeStatus.Withheld, OutcomeStatus.Withheld);
        outcomes[^1].Reason.Should().Be("The sync was cancelled before it.");
        Had.Should().Equal("user2", "user3", "user4");
    }

    [Fact]
    public async Task An_answer_that_is_lost_while_it_is_cancelled_is_looked_for_once()
    {
        Fake.AddAccount("ann@example.com");
        Fake.Faults.Next(Fault.Meanwhile(Cut), method: "DELETE", path: "*/");

        var outcome = (await Target.ApplyAsync([Delete("ann")], _cancelled.Token)).Single();

        outcome.Status.Should().Be(OutcomeStatus.Failed);
        Had.Should().Equal("ann");
        Fake.Requests.Count("DELETE").Should().Be(1);

        Task Cut()
        {
            _cancelled.Cancel();
            Clock.TimeOut();
            return Task.Delay(Timeout.Infinite, Token);
        }
    }

    [Fact]
    public async Task Nothing_is_repeated_after_a_cancellation()
    {
        Options.MaxRetryDelay = TimeSpan.FromSeconds(30);
        Fake.AddAccount("ann@example.com");
        Clock.Waiting = _cancelled.Cancel;
        Fake.Faults.Next(Fault.Error(503), method: "DELETE", times: 9);

        var outcome = (await Target.ApplyAsync([Delete("ann")], _cancelled.Token)).Single();

        outcome.Reason.Should().Contain("no result in one attempt: 503");
        Fake.Requests.Count("DELETE").Should().Be(1);
    }

    [Fact]
    public async Task A_change_of_two_steps_that_has_begun_goes_to_its_end()
    {
        Fake.Faults.Next(Fault.Meanwhile(_cancelled.Cancel), method: "POST");

        (await Target.ApplyAsync([Add("team", AccountKind.DistributionList)], _cancelled.Token)).Single().Status.Should().Be(OutcomeStatus.Applied);

        Had.Should().Equal("team DistributionList");
    }

    [Fact]
    public async Task Accounts_that_one_request_creates_are_listed_although_the_sync_was_cancelled_meanwhile()
    {
        Fake.Faults.Next(Fault.Meanwhile(_cancelled.Cancel), path: "email_account/mass_add/");

        var outcomes = await Target.ApplyAsync([.. Enumerable.Range(0, 30).Select(i => Add($"user{i:d2}"))], _cancelled.Token);

        outcomes.Should().OnlyContain(outcome => outcome.Status == OutcomeStatus.Applied);
    }

    [Fact]
    public async Task A_service_that_is_shut_down_in_the_midst_of_a_batch_leaves_true_outcomes()
    {
        Options.Parallelism = 1;
        for (var i = 0; i < 20; i++) Fake.AddAccount($"user{i:d2}@example.com");
        Task? stopped = null;
        // The request that meets it waits, and is cut off with the service.
        Fake.Faults.Next(Fault.Meanwhile(() => stopped = Task.Run(async () => await Fake.DisposeAsync())), method: "DELETE", after: 5);

        var outcomes = await ApplyAsync([.. Enumerable.Range(0, 20).Select(i => Delete($"user{i:d2}"))]);

        await stopped!;
        var applied = outcomes.Where(outcome => outcome.Status == OutcomeStatus.Applied).Select(outcome => $"{outcome.Change.Account.LocalPart}").ToList();
        applied.Should().HaveCount(5);
        Had.Should().HaveCount(15).And.NotContain(applied);
        outcomes[^1].Status.Should().Be(OutcomeStatus.Withheld);
    }

    [Fact]
    public async Task No_more_requests_are_under_way_at_once_than_the_settings_allow()
    {
        Options.Parallelism = 3;
        for (var i = 0; i < 60; i++) Fake.AddAccount($"user{i:d2}@example.com");
        using var handler = new CountingHandler(3);
        using var target = NewTarget(handler);

        await target.ApplyAsync([.. Enumerable.Range(0, 60).Select(i => Delete($"user{i:d2}"))], Token);

        handler.MostAtOnce.Should().Be(3);
        Had.Should().BeEmpty();
    }

    /// <summary>Counts the requests that are under way, and holds each of the first deletes until so many of them are.</summary>
    private sealed class CountingHandler(int expected) : DelegatingHandler(new SocketsHttpHandler())
    {
        private readonly Lock _gate = new();
        private readonly TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _underWay;

        public int MostAtOnce { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (_gate) MostAtOnce = Math.Max(MostAtOnce, ++_underWay);
            try
            {
                if (MostAtOnce == expected) _met.TrySetResult();
                if (request.Method == HttpMethod.Delete) await _met.Task.WaitAsync(cancellationToken);
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                lock (_gate) _underWay--;
            }
        }
    }
}
