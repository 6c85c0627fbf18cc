using LdapSync.MailRoute.FakeServer;
using LdapSync.Targets;

namespace LdapSync.MailRoute;

/// <summary>What is asked again, when, and when nothing further is asked.</summary>
public sealed class RetryTests : MailRouteTest
{
    private const string Accounts = "email_account/";

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_read_goes_on_when_the_service_cannot_answer_for_a_while(int status)
    {
        Fake.AddAccount("ann@example.com");
        Fake.Faults.Next(Fault.Error(status), times: 4, path: Accounts);

        (await ReadAsync()).Should().HaveCount(1);
        Clock.Waits.Should().HaveCount(4).And.OnlyContain(wait => wait < TimeSpan.FromSeconds(31));
    }

    [Fact]
    public async Task A_lost_connection_is_made_anew()
    {
        Fake.AddAccount("ann@example.com");
        Fake.Faults.Next(Fault.Drop, times: 3, path: Accounts);

        (await ReadAsync()).Should().HaveCount(1);
    }

    [Fact]
    public async Task Waits_grow_and_differ_so_that_not_all_come_back_at_once()
    {
        Options.MaxAttempts = 20;
        Options.MaxRetryDelay = TimeSpan.FromSeconds(8);
        Fake.Faults.Next(Fault.Error(503), times: 19, path: Accounts);

        await ReadAsync();

        Clock.Waits.Distinct().Should().HaveCountGreaterThan(3);
        Clock.Waits.Should().OnlyContain(wait => wait <= TimeSpan.FromSeconds(8));
        Clock.Waits[^1].Should().BeGreaterThan(Clock.Waits[0]);
        Clock.Waits.Take(4).Select(wait => wait.TotalSeconds).Should().NotEqual([0.5, 1, 2, 4]);
    }

    [Fact]
    public async Task The_service_says_how_long_to_wait_in_seconds()
    {
        Fake.Faults.Next(Fault.Error(503).WithRetryAfter(17), path: Accounts);
        Fake.Faults.Next(Fault.Error(429).WithRetryAfter(0), path: Accounts);

        await ReadAsync();

        Clock.Waits.Should().StartWith(TimeSpan.FromSeconds(17));
        Clock.Waits.Sum(wait => wait.TotalSeconds).Should().Be(17);
    }

    [Fact]
    public async Task The_service_says_how_long_to_wait_by_a_date()
    {
        Fake.Faults.Next(Fault.Error(503).WithRetryAfter(Clock.GetUtcNow().AddSeconds(12)), path: Accounts);
        Fake.Faults.Next(Fault.Error(503).WithRetryAfter(Clock.GetUtcNow().AddYears(-1)), path: Accounts);

        await ReadAsync();

        Clock.Waits.Sum(wait => wait.TotalSeconds).Should().Be(12, "a date that has passed means now");
    }

    [Fact]
    public async Task A_service_that_asks_for_more_patience_than_there_is_is_down()
    {
        Fake.Faults.Next(Fault.Error(503).WithRetryAfter(3600), path: Accounts);

        (await ReadingFailsAsync()).Message.Should().Contain("127.0.0.1 is down").And.Contain("3600 seconds").And.Contain("MaxRetryDelay (120 seconds)").And.Contain("Error 503 on demand.");
        Clock.Waits.Should().BeEmpty();
        Fake.Requests.Count("GET", Accounts).Should().Be(1);
    }

    [Fact]
    public async Task A_request_is_sent_as_often_as_the_settings_say_and_the_last_failure_is_told()
    {
        Options.MaxAttempts = 3;
        Fake.Faults.Next(Fault.Error(500), times: 2, path: Accounts);
        Fake.Faults.Next(Fault.Drop, times: 10, path: Accounts);

        (await ReadingFailsAsync()).Message.Should().Contain("no result in 3 attempts, the last: the connection was lost");
    }

    [Fact]
    public async Task One_attempt_means_one()
    {
        Options.MaxAttempts = 1;
        Fake.Faults.Next(Fault.Error(503), path: Accounts);

        (await ReadingFailsAsync()).Message.Should().Contain("no result in one attempt").And.Contain("503 ServiceUnavailable");
        Fake.Requests.Count("GET", Accounts).Should().Be(1);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_waited_for_as_long_as_the_settings_say()
    {
        Options.MaxAttempts = 2;
        Fake.Faults.Next(Fault.Meanwhile(Stall), times: 2, path: Accounts);

        (await ReadingFailsAsync()).Message.Should().Contain("no answer within 3600 seconds").And.Contain("RequestTimeout");
        Fake.Requests.Count("GET", Accounts).Should().Be(2);
    }

    [Fact]
    public async Task The_service_may_be_late_once()
    {
        Fake.AddAccount("ann@example.com");
        Fake.Faults.Next(Fault.Meanwhile(Stall), path: Accounts);

        (await ReadAsync()).Should().HaveCount(1);
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_an_error_that_says_what_to_check()
    {
        await Fake.DisposeAsync();

        (await ReadingFailsAsync()).Message.Should().Contain("the connection could not be made").And.Contain("firewall");
    }

    [Theory]
    [InlineData(401, "LdapSync:MailRoute:Login and ApiKey")]
    [InlineData(403, "may administer the domain")]
    public async Task A_key_that_is_refused_ends_the_read_at_once_and_says_what_to_check(int status, string hint)
    {
        Fake.Faults.Next(Fault.Answer(status, $$"""{"error": "No, not with {{Options.ApiKey}}"}"""), path: Accounts);

        (await ReadingFailsAsync()).Message.Should().Contain($"{status}").And.Contain(hint).And.NotContain(Options.ApiKey);
        Fake.Requests.Count("GET", Accounts).Should().Be(1);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_by_the_service()
    {
        Options.ApiKey = "wrong";

        (await ReadingFailsAsync()).Message.Should().Contain("does not know the key (401)");
    }

    [Fact]
    public async Task A_key_that_is_refused_in_the_midst_of_a_batch_ends_the_run_and_what_was_applied_is_told()
    {
        Options.Parallelism = 1;
        for (var i = 0; i < 5; i++) Fake.AddAccount($"user{i}@example.com");
        Fake.Faults.Next(Fault.Error(401), method: "DELETE", times: 9, path: "*/", after: 2);
        var batch = Enumerable.Range(0, 5).Select(i => Delete($"user{i}")).ToArray();

        var outcomes = await ApplyAsync(batch);

        outcomes.Select(outcome => outcome.Status).Should().Equal(OutcomeStatus.Applied, OutcomeStatus.Applied, OutcomeStatus.Failed, OutcomeStatus.Withheld, OutcomeStatus.Withheld);
        outcomes.Skip(2).Should().OnlyContain(outcome => outcome.Reason!.Contains("does not know the key", StringComparison.Ordinal));
        Had.Should().Equal("user2", "user3", "user4");
        var sent = Fake.Requests.Count();
        var next = async () => await ApplyAsync(Delete("user4"));
        (await next.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain("does not know the key");
        Fake.Requests.Count().Should().Be(sent, "nothing further is sent");
    }

    [Fact]
    public async Task A_change_that_is_under_way_sends_nothing_further_when_the_key_is_refused()
    {
        Options.Parallelism = 2;
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Logger.Logged = message =>
        {
            if (message.Contains("Nothing further is sent", StringComparison.Ordinal)) refused.TrySetResult();
        };
        Fake.Faults.Next(Fault.Meanwhile(() => refused.Task), method: "POST");
        Fake.Faults.Next(Fault.Error(401), method: "POST");

        var applying = async () => await ApplyAsync(Add("team", AccountKind.DistributionList), Add("all", AccountKind.DistributionList));

        await applying.Should().ThrowAsync<TargetException>();
        Fake.Requests.Count("PATCH").Should().Be(0);
        Had.Should().ContainSingle("one was created, and did not become a list");
    }

    [Fact]
    public async Task A_batch_of_which_nothing_was_applied_throws_when_the_key_is_refused()
    {
        Fake.AddAccount("ann@example.com");
        Fake.Faults.Next(Fault.Error(403), method: "DELETE");

        var applying = async () => await ApplyAsync(Delete("ann"));

        (await applying.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain("403");
        await ShouldApplyAsync(Delete("ann")); // it was told once
    }

    [Fact]
    public async Task A_service_that_goes_down_in_the_midst_of_a_batch_ends_the_run_after_five_requests_in_a_row()
    {
        Options.Parallelism = 1;
        Options.MaxAttempts = 2;
        for (var i = 0; i < 10; i++) Fake.AddAccount($"user{i}@example.com");
        // Deletes are dropped, and so is the look that follows each.
        Fake.Faults.Next(Fault.Drop, times: 1000, after: 4);
        var batch = Enumerable.Range(0, 10).Select(i => Delete($"user{i}")).ToArray();

        var outcomes = await ApplyAsync(batch);

        outcomes.Count(outcome => outcome.Status == OutcomeStatus.Applied).Should().Be(2, "the domain and the accounts were looked up before");
        outcomes[^1].Status.Should().Be(OutcomeStatus.Withheld);
        outcomes[^1].Reason.Should().Contain("127.0.0.1 is down: 5 requests in a row failed with all their attempts");
        Had.Should().HaveCount(8);
        var next = async () => await ApplyAsync(Delete("user9"));
        await next.Should().ThrowAsync<TargetException>();
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task A_service_that_takes_no_changes_is_down_although_it_can_be_read(string method)
    {
        Options.Parallelism = 1;
        for (var i = 0; i < 50; i++) Fake.AddAccount($"old{i:d2}@example.com");
        Fake.Faults.Next(Fault.Error(503), method: method, times: 1_000_000);

        var outcomes = await ApplyAsync([.. Enumerable.Range(0, 50).Select(i => method switch
        {
            "POST" => AddAlias($"old{i:d2}", $"a{i}"),
            "PATCH" => SetKind($"old{i:d2}", AccountKind.DistributionList),
            _ => Delete($"old{i:d2}"),
        })]);

        outcomes.Count(outcome => outcome.Status == OutcomeStatus.Failed).Should().Be(5);
        outcomes.Skip(5).Should().OnlyContain(outcome => outcome.Status == OutcomeStatus.Withheld && outcome.Reason!.StartsWith("127.0.0.1 is down for writing: 5 requests in a row", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Writes_whose_answers_are_lost_but_which_are_seen_to_be_done_do_not_make_the_service_down()
    {
        Options.Parallelism = 1;
        Options.MaxAttempts = 1;
        for (var i = 0; i < 20; i++) Fake.AddAccount($"old{i:d2}@example.com");
        Fake.Faults.Next(Fault.Error(503).AfterCommit(), method: "DELETE", times: 1_000_000);

        await ShouldApplyAsync([.. Enumerable.Range(0, 20).Select(i => Delete($"old{i:d2}"))]);
    }

    [Fact]
    public async Task Requests_for_many_that_take_too_long_do_not_make_the_service_down()
    {
        Fake.Faults.Next(Fault.Error(504).AfterCommit(), path: "email_account/mass_add/", times: 1_000_000);

        for (var batch = 0; batch < 8; batch++) await ShouldApplyAsync([.. Enumerable.Range(0, 20).Select(i => Add($"user{batch}-{i}"))]);

        Had.Should().HaveCount(160);
    }

    [Fact]
    public async Task The_service_gets_another_chance_with_the_next_run()
    {
        Fake.Faults.Next(Fault.Error(401), path: Accounts);
        await ReadingFailsAsync();

        (await ReadAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Requests_that_fail_now_and_then_do_not_make_the_service_down()
    {
        Options.MaxAttempts = 1;
        Options.Parallelism = 1;
        for (var i = 0; i < 40; i++) Fake.AddAccount($"user{i:d2}@example.com");
        for (var i = 0; i < 20; i++) Fake.Faults.Next(Fault.Error(500), method: "DELETE", after: i == 0 ? 0 : 1);

        var outcomes = await ApplyAsync([.. Enumerable.Range(0, 40).Select(i => Delete($"user{i:d2}"))]);

        outcomes.Should().NotContain(outcome => outcome.Status == OutcomeStatus.Withheld);
        outcomes.Count(outcome => outcome.Status == OutcomeStatus.Failed).Should().Be(20);
        Had.Should().HaveCount(20);
    }

    private Task Stall()
    {
        Clock.TimeOut();
        return Task.Delay(Timeout.Infinite, Token);
    }
}
