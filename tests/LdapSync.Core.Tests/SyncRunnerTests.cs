using System.Runtime.CompilerServices;
using LdapSync.Directories;
using LdapSync.Planning;
using LdapSync.Reporting;
using LdapSync.Targets;
using Microsoft.Extensions.Logging;

namespace LdapSync;

public class SyncRunnerTests
{
    private static readonly LdapEntry[] Company = [Given.Entry("ann", "a1"), Given.Entry("bob")];

    [Fact]
    public async Task R24_after_a_run_that_applied_everything_planning_again_finds_nothing()
    {
        var target = new InMemoryTarget([Given.Account("old", "a1"), Given.Account("bob", "b1")]);
        var runner = new SyncRunner(new ListSource(Company), target, new SyncOptions { Verify = true, SearchFilter = "AnyMail" });

        var report = await runner.RunAsync();

        report.IsComplete.Should().BeTrue();
        report.LeftToDo.Should().Be(0);
        (await runner.PlanAsync()).IsEmpty.Should().BeTrue();
    }

    [Fact]
    public async Task R24_a_target_that_reports_success_without_doing_it_is_found_out()
    {
        var runner = new SyncRunner(new ListSource(Company), new ScriptedTarget(), new SyncOptions { Verify = true });

        (await runner.RunAsync()).LeftToDo.Should().Be(3);
    }

    [Fact]
    public async Task Planning_writes_nothing_at_all()
    {
        var target = new ScriptedTarget();
        var history = new ListHistory();
        var runner = new SyncRunner(new ListSource(Company), target, new SyncOptions()) { History = history };

        (await runner.PlanAsync()).Changes.Should().HaveCount(3);

        target.Batches.Should().BeEmpty();
        history.Records.Should().BeEmpty();
    }

    [Fact]
    public async Task R19_on_a_violation_nothing_is_applied_and_the_refusal_is_kept()
    {
        var target = new ScriptedTarget();
        var history = new ListHistory();
        var runner = new SyncRunner(new ListSource(Company), target, new SyncOptions { Limits = new() { AccountAdds = 1 } }) { History = history, By = "schedule" };

        var refusal = await FluentActions.Awaiting(() => runner.RunAsync()).Should().ThrowAsync<LimitsException>();

        refusal.Which.Plan.Violations.Should().ContainSingle();
        refusal.Which.Message.Should().Contain("Nothing was applied").And.Contain("1 allowed");
        target.Batches.Should().BeEmpty();
        history.Records.Should().ContainSingle().Which.Should().Match<SyncRecord>(r => r.By == "schedule" && !r.IsTest && r.Summary.StartsWith("Refused"));
    }

    [Fact]
    public async Task R1_a_read_that_breaks_off_changes_nothing()
    {
        var target = new InMemoryTarget([Given.Account("zoe")]);
        var runner = new SyncRunner(new ListSource(Company) { ThrowAtEnd = new SourceException("The connection was lost.") }, target, new SyncOptions { AllowEmptyDirectory = true });

        await FluentActions.Awaiting(() => runner.RunAsync()).Should().ThrowAsync<SourceException>();

        target.Accounts.Should().ContainSingle().Which.Primary.Should().Be(Given.Address("zoe"));
    }

    [Fact]
    public async Task R25_a_cancelled_run_reports_what_was_done_and_throws()
    {
        using var cancellation = new CancellationTokenSource();
        var history = new ListHistory();
        var progress = new Immediate(p =>
        {
            if (p is { Stage: SyncStage.Applying, Count: > 0 }) cancellation.Cancel();
        });
        var runner = new SyncRunner(new ListSource(Company), new InMemoryTarget(), new SyncOptions()) { History = history, Progress = progress };

        var cancelled = await FluentActions.Awaiting(() => runner.RunAsync(cancellation.Token)).Should().ThrowAsync<SyncCanceledException>();

        cancelled.Which.Report.Count(OutcomeStatus.Applied).Should().Be(2);
        cancelled.Which.Report.Count(OutcomeStatus.Withheld).Should().Be(1);
        history.Records.Should().ContainSingle("what was done is told even then");
    }

    [Fact]
    public async Task R24_a_verification_that_fails_loses_no_report()
    {
        var history = new ListHistory();
        var source = new ListSource(Company);
        var progress = new Immediate(p => source.ThrowAtEnd = p.Stage == SyncStage.Verifying ? new SourceException("The connection was lost.") : source.ThrowAtEnd);
        var runner = new SyncRunner(source, new InMemoryTarget(), new SyncOptions { Verify = true }) { History = history, Progress = progress };

        var report = await runner.RunAsync();

        (report.IsComplete, report.LeftToDo, report.NotVerifiedBecause).Should().Be((true, null, "The connection was lost."));
        history.Records.Should().ContainSingle();
    }

    [Fact]
    public async Task R25_cancelling_the_verification_tells_that_everything_was_applied()
    {
        using var cancellation = new CancellationTokenSource();
        var history = new ListHistory();
        var runner = new SyncRunner(new ListSource(Company), new InMemoryTarget(), new SyncOptions { Verify = true })
        {
            History = history,
            Progress = new Immediate(p =>
            {
                if (p.Stage == SyncStage.Verifying) cancellation.Cancel();
            }),
        };

        var cancelled = await FluentActions.Awaiting(() => runner.RunAsync(cancellation.Token)).Should().ThrowAsync<SyncCanceledException>();

        cancelled.Which.Report.IsComplete.Should().BeTrue();
        history.Records.Should().ContainSingle();
    }

    [Fact]
    public async Task R25_a_target_that_fails_while_the_run_is_cancelled_loses_no_report()
    {
        using var cancellation = new CancellationTokenSource();
        var target = new ScriptedTarget
        {
            Answer = _ =>
            {
                cancellation.Cancel();
                throw new TargetException("The disk is full.");
            },
        };

        var report = await new SyncRunner(new ListSource(Company), target, new SyncOptions()).RunAsync(cancellation.Token);

        report.StoppedBecause.Should().Be("The disk is full.");
        report.Outcomes.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_history_that_fails_loses_no_report()
    {
        var runner = new SyncRunner(new ListSource(Company), new InMemoryTarget(), new SyncOptions()) { History = new ListHistory { Failure = new TargetException("The disk is full.") } };

        var report = await runner.RunAsync();

        report.IsComplete.Should().BeTrue();
        report.NotKeptBecause.Should().Be("The disk is full.");
    }

    [Fact]
    public async Task A_listener_that_fails_does_not_end_the_run()
    {
        var runner = new SyncRunner(new ListSource(Company), new InMemoryTarget(), new SyncOptions()) { Progress = new Immediate(_ => throw new ObjectDisposedException("window")) };

        (await runner.RunAsync()).IsComplete.Should().BeTrue();
    }

    [Fact]
    public async Task What_an_undocumented_exception_says_reaches_neither_report_nor_log()
    {
        var logger = new ListLogger();
        var target = new ScriptedTarget { Answer = _ => throw new InvalidOperationException("key=hunter2") };
        var runner = new SyncRunner(new ListSource(Company), target, new SyncOptions(), logger) { History = new ListHistory { Failure = new InvalidOperationException("key=hunter2") } };

        var report = await runner.RunAsync();

        report.NotKeptBecause.Should().Be("It failed with InvalidOperationException.");
        ReportJson.Write(report).Should().NotContain("hunter2");
        logger.Messages.Should().NotBeEmpty().And.OnlyContain(message => !message.Contains("hunter2"));
    }

    [Fact]
    public async Task A_test_is_kept_as_one()
    {
        var history = new ListHistory();
        var runner = new SyncRunner(new ListSource(Company), new InMemoryTarget(), new SyncOptions()) { History = history };

        await runner.KeepTestAsync(await runner.PlanAsync());

        history.Records.Should().ContainSingle().Which.Should().Match<SyncRecord>(r => r.IsTest && r.Summary.StartsWith("3 changes planned"));
    }

    [Fact]
    public void Faulty_settings_are_refused_before_anything_is_read() =>
        FluentActions.Invoking(() => new SyncRunner(new ListSource([]), new InMemoryTarget(), new SyncOptions { Port = 0, Limits = new() { Total = -1 } }))
            .Should().Throw<SettingsException>().Which.Faults.Should().HaveCount(2);

    [Fact]
    public async Task Progress_tells_the_stages_in_their_order()
    {
        var stages = new List<SyncProgress>();
        var runner = new SyncRunner(new ListSource(Company), new InMemoryTarget(), new SyncOptions()) { Progress = new Immediate(stages.Add) };

        await runner.RunAsync();

        stages.Should().Equal(
            new SyncProgress(SyncStage.ReadingTarget, 0),
            new SyncProgress(SyncStage.ReadingDirectory, 2),
            new SyncProgress(SyncStage.Planning, 2),
            new SyncProgress(SyncStage.Applying, 2, 3),
            new SyncProgress(SyncStage.Applying, 3, 3));
    }

    [Fact]
    public async Task The_source_is_asked_for_the_configured_bases_filter_and_attributes()
    {
        var source = new ListSource(Company);
        var runner = new SyncRunner(source, new InMemoryTarget(), new SyncOptions
        {
            BaseDns = ["ou=a,dc=example,dc=com\nou=b,dc=example,dc=com"],
            SearchFilter = "(mail=*)",
            AliasAttributes = ["otherMailbox"],
        });

        await runner.PlanAsync();

        source.Asked!.BaseDns.Select(b => b.ToString()).Should().Equal("ou=a,dc=example,dc=com", "ou=b,dc=example,dc=com");
        source.Asked.Filter.ToString().Should().Be("(mail=*)");
        source.Asked.Attributes.Should().Equal("mail", "otherMailbox", "objectGUID", "entryUUID");
    }

    private sealed class ListSource(LdapEntry[] entries) : ILdapDirectorySource
    {
        public string Name => "list";

        public Exception? ThrowAtEnd { get; set; }

        public DirectoryQuery? Asked { get; private set; }

        public async IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Asked = query;
            await Task.CompletedTask;
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in entries) yield return entry;
            if (ThrowAtEnd is not null) throw ThrowAtEnd;
        }
    }

    private sealed class ListLogger : ILogger<SyncRunner>
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Add($"{eventId.Id} {formatter(state, exception)} {exception}");
    }

    private sealed class ListHistory : ISyncHistory
    {
        public Task<SyncMemory> RecallAsync(CancellationToken cancellationToken = default) => Task.FromResult(SyncMemory.Empty);

        public Task RememberAsync(SyncMemory memory, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public List<SyncRecord> Records { get; } = [];

        public Exception? Failure { get; init; }

        public Task AppendAsync(SyncRecord record, CancellationToken cancellationToken = default)
        {
            if (Failure is not null) throw Failure;
            Records.Add(record);
            return Task.CompletedTask;
        }

        public IAsyncEnumerable<SyncRecord> ListAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<bool> TryUseApprovalAsync(PlanApproval approval, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }

    // Progress<T> posts to another thread; a test wants to see each report when it is made.
    private sealed class Immediate(Action<SyncProgress> report) : IProgress<SyncProgress>
    {
        public void Report(SyncProgress value) => report(value);
    }
}
