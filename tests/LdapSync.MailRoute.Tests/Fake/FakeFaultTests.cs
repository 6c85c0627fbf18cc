using System.Diagnostics;
using System.Text.Json;
using LdapSync.MailRoute.FakeServer;

namespace LdapSync.MailRoute.Fake;

/// <summary>Whatever a network and a service can do to a request is done on demand, before or after the commit.</summary>
public sealed class FakeFaultTests : FakeTest
{
    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task The_next_requests_fail_with_a_status_and_nothing_is_committed(int status)
    {
        Fake.Faults.Next(Fault.Error(status), times: 2);

        (await PostAccount("a")).Status.Should().Be(status);
        (await PostAccount("b")).Status.Should().Be(status);
        (await PostAccount("c")).Status.Should().Be(201);

        Fake.Accounts.Select(account => $"{account}").Should().Equal("c@example.com");
        Fake.Faults.Count.Should().Be(2);
    }

    [Fact]
    public async Task A_status_can_come_after_the_commit()
    {
        Fake.Faults.Next(Fault.Error(500).AfterCommit());

        (await PostAccount("a")).Status.Should().Be(500);

        Fake.Accounts.Should().ContainSingle();
    }

    [Fact]
    public async Task Retry_after_comes_in_seconds_and_as_a_date()
    {
        var date = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
        Fake.Faults.Next(Fault.Error(429).WithRetryAfter(7));
        Fake.Faults.Next(Fault.Error(503).WithRetryAfter(date));

        (await Get("domain/")).Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(7));
        (await Get("domain/")).Headers.RetryAfter!.Date.Should().Be(date);
        (await Get("domain/")).Headers.RetryAfter.Should().BeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_drops_before_or_after_the_commit(bool committed)
    {
        Fake.Faults.Next(committed ? Fault.Drop.AfterCommit() : Fault.Drop);

        await FluentActions.Awaiting(() => PostAccount("a")).Should().ThrowAsync<HttpRequestException>();

        Fake.Accounts.Should().HaveCount(committed ? 1 : 0);
    }

    [Fact]
    public async Task A_connection_drops_within_the_answer()
    {
        Fake.Faults.Next(Fault.CutBody);
        Fake.Faults.Next(Fault.CutBody);
        await FluentActions.Awaiting(() => PostAccount("a")).Should().ThrowAsync<HttpRequestException>();
        await FluentActions.Awaiting(() => Send("DELETE", "email_account/a@example.com/")).Should().ThrowAsync<HttpRequestException>();

        Fake.Accounts.Should().BeEmpty("both were committed");
    }

    [Fact]
    public async Task An_answer_ends_in_the_middle_of_its_json()
    {
        Fake.Faults.Next(Fault.Truncated);

        var answer = await Get("domain/");

        answer.Status.Should().Be(200);
        answer.Invoking(it => it.Json).Should().Throw<JsonException>();
    }

    [Fact]
    public async Task A_page_for_people_comes_instead_of_json()
    {
        Fake.Faults.Next(Fault.Html());

        var answer = await Get("domain/");

        answer.ContentType.Should().StartWith("text/html");
        answer.Body.Should().StartWith("<!DOCTYPE html>");
    }

    [Fact]
    public async Task A_body_is_as_long_as_is_asked_for()
    {
        Fake.Faults.Next(Fault.Huge(3 << 20));

        (await Get("domain/")).Body.Length.Should().BeGreaterThan(3 << 20);
    }

    [Fact]
    public async Task A_stalled_request_is_answered_never_and_can_have_been_committed()
    {
        Fake.Faults.Next(Fault.Stall.AfterCommit(), method: "POST");
        var posting = PostAccount("a");

        while (Fake.Accounts.Count == 0) await Task.Yield();

        posting.IsCompleted.Should().BeFalse();
        await Fake.DisposeAsync();
        await FluentActions.Awaiting(() => posting).Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task A_service_that_has_ended_changes_nothing_for_whoever_is_still_connected()
    {
        var ended = Task.CompletedTask;
        Fake.Faults.Next(Fault.Meanwhile(() => { ended = Fake.DisposeAsync().AsTask(); }), method: "POST");

        await FluentActions.Awaiting(() => PostAccount("a")).Should().ThrowAsync<HttpRequestException>();

        await ended;
        Fake.Accounts.Should().BeEmpty();
    }

    [Fact]
    public async Task Something_else_happens_before_a_request_is_carried_out()
    {
        Fake.Faults.Next(Fault.Meanwhile(() => Fake.AddAccount("a@example.com")), method: "POST");

        (await PostAccount("a")).Status.Should().Be(400);
        (await PostAccount("b")).Status.Should().Be(201);
    }

    [Fact]
    public async Task A_request_waits_for_what_the_test_says()
    {
        var end = new TaskCompletionSource();
        Fake.Faults.Next(Fault.Meanwhile(() => end.Task), method: "POST");
        var waiting = PostAccount("a");

        (await Get("domain/")).Status.Should().Be(200);
        waiting.IsCompleted.Should().BeFalse();
        Fake.Accounts.Should().BeEmpty();
        end.SetResult();

        (await waiting).Status.Should().Be(201);
    }

    [Fact]
    public async Task Slow_answers_take_their_time()
    {
        Fake.Faults.Next(Fault.Slow(TimeSpan.FromMilliseconds(30)));
        var start = Stopwatch.GetTimestamp();

        await Get("domain/");

        Stopwatch.GetElapsedTime(start).Should().BeGreaterThan(TimeSpan.FromMilliseconds(29));
    }

    [Fact]
    public async Task A_fault_can_be_for_some_requests_only_and_for_later_ones()
    {
        Fake.Faults.Next(Fault.Error(500), method: "POST", path: "*/mass_add_aliases/", after: 1);
        Fake.AddAccount("ann@example.com");

        (await Get("domain/")).Status.Should().Be(200);
        (await Post("email_account/ann@example.com/mass_add_aliases/", """{"aliases": ["a"]}""")).Status.Should().Be(202);
        (await Get("domain/")).Status.Should().Be(200);
        (await Post("email_account/ann@example.com/mass_add_aliases/", """{"aliases": ["b"]}""")).Status.Should().Be(500);
        (await Post("email_account/ann@example.com/mass_add_aliases/", """{"aliases": ["c"]}""")).Status.Should().Be(202);
    }

    [Fact]
    public async Task A_bulk_call_is_done_by_halves()
    {
        Fake.Faults.Next(Fault.HalfOfBulk, times: 2);

        (await Post("email_account/mass_add/", $$"""{"localparts": ["a", "b", "c", "d"], "domain": "{{DomainUri}}"}""")).Status.Should().Be(500);
        (await PostAccount("e")).Status.Should().Be(500);

        Fake.Accounts.Select(account => $"{account}").Should().Equal("a@example.com", "b@example.com");
    }

    [Fact]
    public async Task Pages_do_not_fit_together()
    {
        for (var name = 'a'; name <= 'f'; name++) Fake.AddAccount($"{name}@example.com");
        var (first, second) = ($"email_account/?domain={DomainId}&order_by=localpart&limit=2", $"email_account/?domain={DomainId}&order_by=localpart&limit=2&offset=2");
        foreach (var fault in new[] { Fault.RepeatedObject, Fault.RepeatedObject, Fault.OtherTotal, Fault.NoNext, Fault.IgnoredFilters }) Fake.Faults.Next(fault);

        (await Get(first)).Each("localpart").Should().Equal("a", "b");
        (await Get(second)).Each("localpart").Should().Equal("b", "c");
        (await Get(second)).Meta.GetProperty("total_count").GetInt32().Should().Be(7);
        (await Get(second)).Meta.TryGetProperty("next", out _).Should().BeFalse();
        (await Get(first)).Meta.GetProperty("total_count").GetInt32().Should().BeGreaterThan(6);
        (await Get(second)).Each("localpart").Should().Equal("c", "d");
    }

    [Fact]
    public async Task At_random_about_as_many_requests_fail_as_is_said_and_the_same_ones_again()
    {
        var first = await FailuresAsync();
        var second = await FailuresAsync();

        second.Should().Equal(first);
        first.Count(failed => failed).Should().BeInRange(40, 160);

        async Task<List<bool>> FailuresAsync()
        {
            Fake.Faults.AtRandom(0.25, seed: 5, [Fault.Error(500), Fault.Drop]);
            var failures = new List<bool>();
            for (var i = 0; i < 400; i++)
            {
                try
                {
                    failures.Add((await Post("email_account/mass_add/", "{}")).Status == 500);
                }
                catch (HttpRequestException)
                {
                    failures.Add(true);
                }
            }
            return failures;
        }
    }

    [Fact]
    public async Task When_the_faults_are_cleared_all_is_well()
    {
        Fake.Faults.AtRandom(1, seed: 1);
        Fake.Faults.Next(Fault.Drop, times: 1000);

        Fake.Faults.Clear();

        (await PostAccount("a")).Status.Should().Be(201);
    }
}
