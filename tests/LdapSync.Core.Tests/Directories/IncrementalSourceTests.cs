using System.Runtime.CompilerServices;
using LdapSync.Directories.Snapshots;
using LdapSync.Mapping;
using LdapSync.Targets;

namespace LdapSync.Directories;

public class IncrementalSourceTests : IncrementalTest
{
    [Theory]
    [InlineData(1, "CCCCCC")]
    [InlineData(2, "CICICI")]
    [InlineData(3, "CIICII")]
    [InlineData(10, "CIIIII")]
    public async Task The_first_of_so_many_reads_is_complete(int fullReadEvery, string expected)
    {
        var reads = "";
        for (var i = 0; i < expected.Length; i++)
        {
            Directory.SetMail(Ann, $"ann{i}@example.com");
            Source = Open(fullReadEvery); // as another process would
            reads += await IsReadCompletelyAsync() ? "C" : "I";
        }
        reads.Should().Be(expected);
    }

    [Theory]
    [InlineData(29, false)]
    [InlineData(31, true)]
    [InlineData(-1, true)]
    public async Task R1_changes_since_a_complete_read_of_long_ago_or_of_another_clock_are_not_asked_for(int days, bool isComplete)
    {
        await IsReadCompletelyAsync();
        Source = new IncrementalSource(Directory, Snapshot, ChangingDirectory.Query, 100, Log) { Clock = new LaterClock(TimeSpan.FromDays(days)) };

        (await IsReadCompletelyAsync()).Should().Be(isComplete, "a directory forgets whom it deleted");
        (await IsReadCompletelyAsync()).Should().BeFalse("it was recorded anew");
    }

    [Fact]
    public async Task A_directory_that_is_always_read_completely_is_not_recorded()
    {
        Source = Open(fullReadEvery: 1);
        await IsReadCompletelyAsync();

        (await HeaderAsync()).Should().BeNull();
    }

    [Fact]
    public async Task What_is_gone_new_and_changed_is_merged()
    {
        await IsReadCompletelyAsync();
        Directory.Remove(Ann);
        Directory.SetMail(Bob, "robert@example.com");
        Directory.Rename(Carla, "cn=Carla,dc=example");
        Directory.Add("cn=dora,dc=example", "dora@example.com");

        (await IsReadCompletelyAsync()).Should().BeFalse();
        (await IsReadCompletelyAsync()).Should().BeFalse("it goes on from there");
    }

    [Fact]
    public async Task Another_query_is_passed_on_and_leaves_the_recording_alone()
    {
        await IsReadCompletelyAsync();
        var header = await HeaderAsync();

        (await IsReadCompletelyAsync(ChangingDirectory.Query with { Attributes = ["mail"] })).Should().BeTrue();
        await foreach (var _ in Source.ReadAsync(ChangingDirectory.Query with { Filter = LdapFilter.Parse("(mail=a*)") }, Cancellation)) break;
        await foreach (var _ in Source.ReadAsync(ChangingDirectory.Query with { BaseDns = [] }, Cancellation)) break;

        (await HeaderAsync()).Should().Be(header);
        (await IsReadCompletelyAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task A_second_read_at_the_same_time_is_complete_and_neither_waits_nor_disturbs()
    {
        await IsReadCompletelyAsync();
        await using (var first = Source.ReadAsync(ChangingDirectory.Query, Cancellation).GetAsyncEnumerator(Cancellation))
        {
            await first.MoveNextAsync();
            (await IsReadCompletelyAsync()).Should().BeTrue();
            while (await first.MoveNextAsync()) await Task.Yield();
        }

        (await IsReadCompletelyAsync()).Should().BeFalse();
        (await HeaderAsync()).Should().Contain("\"Increments\":2");
    }

    [Fact]
    public async Task R1_a_read_that_fails_is_cancelled_or_not_taken_to_its_end_leaves_the_recording_before()
    {
        await IsReadCompletelyAsync();
        var header = await HeaderAsync();
        var complete = ChangingDirectory.Query with { MustBeComplete = true };

        Directory.BeforeEntry = position => _ = position == 3 ? throw new SourceException("The connection was lost.") : 0;
        await FluentActions.Awaiting(() => IsReadCompletelyAsync(complete)).Should().ThrowAsync<SourceException>();
        using var cancellation = new CancellationTokenSource();
        Directory.BeforeEntry = position => _ = position == 3 && cancellation.IsCancellationRequested ? 0 : position == 3 ? Cancel(cancellation) : 0;
        await FluentActions.Awaiting(() => Source.ReadAsync(complete, cancellation.Token).ToListAsync(Cancellation).AsTask()).Should().ThrowAsync<OperationCanceledException>();
        Directory.BeforeEntry = null;
        await foreach (var _ in Source.ReadAsync(complete, Cancellation)) break;
        await foreach (var _ in Source.ReadAsync(ChangingDirectory.Query, Cancellation)) break;

        (await HeaderAsync()).Should().Be(header);
        (await IsReadCompletelyAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task Whoever_listens_is_told_token_and_evidence_as_from_the_directory()
    {
        var (tokens, evidence) = (new Told<ChangeToken>(), new Told<ReadEvidence>());
        var query = ChangingDirectory.Query with { Token = tokens, Evidence = evidence };

        await IsReadCompletelyAsync(query);
        Directory.SetMail(Ann, "a@example.com");
        Directory.Remove(Bob);
        await IsReadCompletelyAsync(query);

        tokens.Select(token => token.Value).Should().OnlyHaveUniqueItems().And.HaveCount(2);
        evidence.Should().HaveCount(2);
        evidence[0].Increment.Should().BeNull();
        (evidence[1].Entries, evidence[1].State, evidence[1].Increment!.Changed, evidence[1].Increment!.Gone).Should().Be((2L, $"state {tokens[1].Value}", 1, 1));
    }

    [Fact]
    public async Task R1_a_token_that_is_told_after_the_first_entry_is_not_believed()
    {
        var late = new LateToken();
        var source = new IncrementalSource(late, Snapshot, ChangingDirectory.Query, 10);

        await source.ReadAsync(ChangingDirectory.Query, Cancellation).ToListAsync(Cancellation);
        (await HeaderAsync()).Should().Contain("\"Token\":\"first\"");
    }

    [Fact]
    public async Task A_directory_that_tells_no_token_is_read_completely_every_time()
    {
        Directory.TellsTokens = false;

        (await IsReadCompletelyAsync(), await IsReadCompletelyAsync()).Should().Be((true, true));
        (await HeaderAsync()).Should().BeNull();
        Log.Should().ContainMatch("Warning: This read of fake is not recorded*moment*");
    }

    [Fact]
    public async Task A_broken_read_is_started_anew_and_recorded()
    {
        var runner = new SyncRunner(Open(query: DirectoryQueries.Sync(Options)), new InMemoryTarget(), Options);
        var broken = false;
        Directory.BeforeEntry = position =>
        {
            if (position != 2 || broken) return;
            broken = true;
            throw new SourceException("The connection was lost.") { IsBrokenOff = true };
        };
        (await runner.PlanAsync(Cancellation)).Changes.Should().HaveCount(3);

        (await runner.PlanAsync(Cancellation)).Evidence!.Increment.Should().NotBeNull();
        Directory.CompleteReads.Should().Be(2);
    }

    [Fact]
    public async Task R1_a_plan_that_breaks_a_limit_is_believed_of_the_directory_itself_only()
    {
        var target = new InMemoryTarget();
        var runner = new SyncRunner(Open(query: DirectoryQueries.Sync(Options)), target, Options);
        await runner.RunAsync(Cancellation);
        var reads = Directory.CompleteReads;

        Directory.SetMail(Bob, "b@example.com");
        (await runner.PlanAsync(Cancellation)).Evidence!.Increment.Should().NotBeNull();
        Directory.CompleteReads.Should().Be(reads);

        Directory.Distort = changes => changes with { Gone = [.. Directory.Ids.Except(changes.Changed.Select(StableId.Find).OfType<Guid>()).Select(id => $"{id}")] };
        var plan = await runner.PlanAsync(Cancellation);

        plan.Violations.Should().BeEmpty("nobody has really left");
        plan.Evidence!.Increment.Should().BeNull();
        Directory.CompleteReads.Should().Be(reads + 1);
    }

    [Fact]
    public async Task Asking_for_an_address_leaves_the_recording_alone()
    {
        var runner = new SyncRunner(Open(query: DirectoryQueries.Sync(Options)), new InMemoryTarget(), Options);
        var plan = await runner.PlanAsync(Cancellation);
        var header = await HeaderAsync();

        (await runner.ExplainAsync(plan, EmailAddress.Parse("ann@example.com"), Cancellation)).Decisions.Should().Contain(line => line.Contains("1 entry found"));

        (await HeaderAsync()).Should().Be(header);
    }

    private static SyncOptions Options => new() { BaseDns = ["dc=example"], SearchFilter = "(mail=*)", Limits = new() { AccountDeletes = 1 } };

    private static int Cancel(CancellationTokenSource cancellation)
    {
        cancellation.Cancel();
        return 0;
    }

    private sealed class LaterClock(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + later;
    }

    private sealed class LateToken : ILdapChangeSource
    {
        public string Name => "fake";

        public async IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            query.Token!.Report(new ChangeToken("first"));
            await Task.Yield();
            yield return new LdapEntry("cn=ann,dc=example", ("mail", "ann@example.com"), ("entryUUID", $"{Guid.NewGuid()}"));
            query.Token!.Report(new ChangeToken("late"));
        }

        public Task<DirectoryChanges?> ReadChangesAsync(DirectoryQuery query, ChangeToken since, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
