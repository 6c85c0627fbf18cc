using LdapSync.Directories;
using LdapSync.Planning;
using LdapSync.Reporting;
using LdapSync.Targets;

namespace LdapSync;

public class ApprovedSyncTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly List<LdapEntry> _directory = [Given.Entry("ann"), Given.Entry("new", "n1")];
    private readonly InMemoryTarget _target = new([Given.Account("ann", "a1"), Given.Account("gone")]);
    private readonly SyncOptions _options = new() { SearchFilter = "AnyMail", Limits = new() { AccountDeletes = 0, AliasAdds = 0 } };
    private readonly FixedClock _clock = new(Noon);
    private readonly ApprovalHistory _history = new();

    private SyncRunner Runner() => new(new InMemoryDirectorySource(_directory), _target, _options) { Clock = _clock, History = _history };

    private async Task<PlanApproval> Approve(params ViolationKind[] lifts) => PlanApproval.Of(await Runner().PlanAsync(), lifts, "ann", Noon.AddHours(1));

    private Task<PlanApproval> ApproveAll() => Approve(ViolationKind.AccountDeletes, ViolationKind.AliasAdds);

    private async Task<TException> ShouldRefuse<TException>(PlanApproval approval)
        where TException : SyncException
    {
        var before = Accounts();
        var refusal = await FluentActions.Awaiting(() => Runner().ApplyApprovedAsync(approval)).Should().ThrowAsync<TException>();
        refusal.Which.Message.Should().Contain("Nothing was applied");
        Accounts().Should().Equal(before);
        return refusal.Which;
    }

    private string[] Accounts() => [.. _target.Accounts.Select(a => string.Join(' ', a.Aliases.Prepend(a.Primary)))];

    [Theory]
    [InlineData(OnViolation.ApplyNothing)]
    [InlineData(OnViolation.AddsOnly)]
    public async Task R21_an_approved_plan_is_applied_as_a_whole(OnViolation mode)
    {
        _options.OnViolation = mode;

        var report = await Runner().ApplyApprovedAsync(PlanApproval.Parse((await ApproveAll()).ToJson()));

        (report.IsComplete, report.IsRefused).Should().Be((true, false));
        report.Summary.Should().EndWith("Approved by ann.");
        (await Runner().PlanAsync()).IsEmpty.Should().BeTrue();
        _history.Records.Should().ContainSingle().Which.Report.Should().Contain("\"approval\":{").And.Contain("\"lifts\":[\"AccountDeletes\",\"AliasAdds\"]");
    }

    [Fact]
    public async Task R21_what_AddsOnly_withholds_is_applied_once_it_is_approved()
    {
        (_options.OnViolation, _options.Limits.AliasAdds) = (OnViolation.AddsOnly, null);
        var approval = await Approve(ViolationKind.AccountDeletes);
        (await Runner().PlanAsync()).Withheld.Should().NotBeEmpty();

        (await Runner().ApplyApprovedAsync(approval)).IsComplete.Should().BeTrue();
    }

    [Fact]
    public async Task R21_a_plan_that_breaks_nothing_can_be_approved_too()
    {
        _options.Limits = new();

        (await Runner().ApplyApprovedAsync(await Approve())).IsComplete.Should().BeTrue();
    }

    [Theory]
    [InlineData(OnViolation.ApplyNothing)]
    [InlineData(OnViolation.AddsOnly)]
    public async Task R21_a_violation_that_is_not_named_still_refuses_everything(OnViolation mode)
    {
        _options.OnViolation = mode;

        var refusal = await ShouldRefuse<LimitsException>(await Approve(ViolationKind.AliasAdds));

        refusal.Message.Should().Contain("1 account to delete, 0 allowed").And.NotContain("alias to add");
        refusal.Report.IsRefused.Should().BeTrue();
        _history.Records.Should().ContainSingle().Which.Summary.Should().StartWith("Refused although ann approves plan");
        _history.Used.Should().BeEmpty("a refusal does not use it up");
    }

    [Fact]
    public async Task R21_a_plan_that_changed_since_is_refused_and_says_what_is_different()
    {
        var approval = await ApproveAll();
        _directory.Add(Given.Entry("newer"));

        var stale = await ShouldRefuse<StalePlanException>(approval);

        stale.Message.Should().Contain("Approved: 1 account to add, 1 account to delete, 1 alias to add, 1 alias to delete.").And.Contain("Planned now: 2 accounts to add, 1 account to delete, 1 alias to add");
        stale.Plan.Counts.AccountAdds.Should().Be(2);
        _history.Used.Should().BeEmpty();
    }

    [Fact]
    public async Task R21_a_plan_of_as_many_other_changes_is_refused()
    {
        var approval = await ApproveAll();
        _directory[1] = Given.Entry("other", "n1");

        (await ShouldRefuse<StalePlanException>(approval)).Message.Should().Contain("but others, or under other settings");
    }

    [Fact]
    public async Task R21_other_settings_make_an_approval_stale()
    {
        var approval = await ApproveAll();
        _options.OnViolation = OnViolation.AddsOnly;

        await ShouldRefuse<StalePlanException>(approval);
    }

    [Fact]
    public async Task R21_a_plan_whose_changes_are_not_known_is_named_by_its_fingerprint() =>
        (await ShouldRefuse<StalePlanException>(PlanApproval.Of("abc", [], "ann", Noon.AddHours(1)))).Message.Should().Contain("Approved: abc.");

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public async Task R21_an_approval_is_void_from_its_expiry_on(int secondsLater, bool isValid)
    {
        var approval = await ApproveAll();
        _clock.Now = approval.Expires.AddSeconds(secondsLater);

        if (isValid) (await Runner().ApplyApprovedAsync(approval)).IsComplete.Should().BeTrue();
        else (await ShouldRefuse<ApprovalException>(approval)).Message.Should().Contain("expired at 2026-11-22 13:00:00Z");
    }

    [Fact]
    public async Task R21_an_approval_that_expires_while_both_sides_are_read_is_void()
    {
        var approval = await ApproveAll();
        var runner = new SyncRunner(new InMemoryDirectorySource(_directory), _target, _options) { Clock = _clock, Progress = new Listener(() => _clock.Now = approval.Expires) };

        await FluentActions.Awaiting(() => runner.ApplyApprovedAsync(approval)).Should().ThrowAsync<ApprovalException>();
    }

    [Fact]
    public async Task R21_an_approval_is_good_for_one_use_even_when_the_same_plan_comes_up_again()
    {
        var approval = await ApproveAll();
        var refusing = ScriptedTarget.Refusing(Given.Address("nobody")); // takes everything and has nothing afterwards
        _options.AllowEmptyDirectory = true;
        var runner = new SyncRunner(new InMemoryDirectorySource(_directory), refusing, _options) { Clock = _clock, History = _history };
        approval = PlanApproval.Of(await runner.PlanAsync(), [ViolationKind.AliasAdds], "ann", Noon.AddHours(1));

        await runner.ApplyApprovedAsync(approval);
        var again = await FluentActions.Awaiting(() => runner.ApplyApprovedAsync(PlanApproval.Parse(approval.ToJson()))).Should().ThrowAsync<ApprovalException>();

        again.Which.Message.Should().Contain("used before");
        refusing.Batches.SelectMany(batch => batch).Should().OnlyHaveUniqueItems("nothing was asked of it a second time");
    }

    [Fact]
    public async Task R21_an_approval_whose_use_cannot_be_noted_applies_nothing()
    {
        _history.Failure = new TargetException("Nothing was applied: the disk is full.");

        await ShouldRefuse<TargetException>(await ApproveAll());
    }

    [Fact]
    public async Task R21_without_a_history_an_approved_plan_is_applied()
    {
        var runner = new SyncRunner(new InMemoryDirectorySource(_directory), _target, _options) { Clock = _clock };

        (await runner.ApplyApprovedAsync(await ApproveAll())).IsComplete.Should().BeTrue();
    }

    [Fact]
    public async Task An_approved_run_says_so_in_its_report()
    {
        var approval = await ApproveAll();
        using var text = new StringWriter();
        ReportText.Write(await Runner().ApplyApprovedAsync(approval), text);

        text.ToString().Should().Contain($"  {approval}");
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Listener(Action heard) : IProgress<SyncProgress>
    {
        public void Report(SyncProgress value) => heard();
    }

    private sealed class ApprovalHistory : ISyncHistory
    {
        public Task<SyncMemory> RecallAsync(CancellationToken cancellationToken = default) => Task.FromResult(SyncMemory.Empty);

        public Task RememberAsync(SyncMemory memory, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public List<SyncRecord> Records { get; } = [];

        public HashSet<string> Used { get; } = [];

        public Exception? Failure { get; set; }

        public Task AppendAsync(SyncRecord record, CancellationToken cancellationToken = default)
        {
            Records.Add(record);
            return Task.CompletedTask;
        }

        public IAsyncEnumerable<SyncRecord> ListAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<bool> TryUseApprovalAsync(PlanApproval approval, CancellationToken cancellationToken = default) =>
            Failure is null ? Task.FromResult(Used.Add(approval.Checksum)) : throw Failure;
    }
}
