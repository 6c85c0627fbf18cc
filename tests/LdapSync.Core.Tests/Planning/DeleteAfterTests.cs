using LdapSync.Directories;
using LdapSync.Reporting;
using LdapSync.Targets;

namespace LdapSync.Planning;

/// <summary>The waiting room before deletion, through runs that remember.</summary>
public class DeleteAfterTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly InMemoryHistory _history = new();
    private readonly MovingClock _clock = new(Start);
    private readonly SyncOptions _options = new() { SearchFilter = "AnyMail", DeleteAfter = { Runs = 3 } };
    private InMemoryTarget _target = new([Given.Account("ann"), Given.Account("bob", "b1")]);

    private async Task<SyncReport> SyncAsync(params LdapEntry[] entries) => await Runner(new InMemoryDirectorySource(entries)).RunAsync();

    private SyncRunner Runner(ILdapDirectorySource source) => new(source, _target, _options) { History = _history, Clock = _clock };

    private IEnumerable<string> Accounts => _target.Accounts.Select(account => account.Primary.LocalPart);

    [Fact]
    public async Task An_account_is_deleted_by_the_sync_that_finds_it_absent_for_the_last_time_asked_for()
    {
        var first = await SyncAsync(Given.Entry("ann"));
        _clock.Now = Start.AddDays(1);
        var second = await SyncAsync(Given.Entry("ann"));
        var third = await SyncAsync(Given.Entry("ann"));

        first.Plan.Waiting.Should().Equal(new WaitingAccount(Given.Address("bob"), Start, 1, 2, null));
        second.Plan.Waiting.Should().Equal(new WaitingAccount(Given.Address("bob"), Start, 2, 1, null));
        second.Summary.Should().Be("Nothing to do now: 1 account waiting to be deleted.");
        third.Plan.Waiting.Should().BeEmpty();
        third.Plan.Changes.Should().Equal(AccountChange.DeleteAccount(Given.Address("bob")));
        Accounts.Should().Equal("ann");
    }

    [Fact]
    public async Task R7_an_account_that_waits_is_named_as_the_target_names_it()
    {
        _options.DomainAliases["alias.example"] = "example.com";
        _target = new([Given.Account("ann"), Given.Account("zoe@alias.example")]);

        await SyncAsync(Given.Entry("ann"));

        (await SyncAsync(Given.Entry("ann"))).Plan.Waiting.Should().Equal(new WaitingAccount(Given.Address("zoe@alias.example"), Start, 2, 1, null));
    }

    [Fact]
    public async Task Accounts_that_wait_are_listed_in_order()
    {
        _target = new([Given.Account("ann"), Given.Account("zoe"), Given.Account("bob")]);

        (await SyncAsync(Given.Entry("ann"))).Plan.Waiting.Select(waiting => waiting.Account).Should().Equal(Given.Address("bob"), Given.Address("zoe"));
    }

    [Fact]
    public async Task Time_counts_from_the_first_sync_that_found_it_absent()
    {
        _options.DeleteAfter = new() { Time = TimeSpan.FromDays(7) };
        (await SyncAsync(Given.Entry("ann"))).Plan.Waiting.Should().Equal(new WaitingAccount(Given.Address("bob"), Start, 1, 0, Start.AddDays(7)));
        _clock.Now = Start.AddDays(7).AddTicks(-1);
        (await SyncAsync(Given.Entry("ann"))).Plan.Changes.Should().BeEmpty();
        _clock.Now = Start.AddDays(7);

        await SyncAsync(Given.Entry("ann"));

        Accounts.Should().Equal("ann");
    }

    [Fact]
    public async Task Where_both_are_set_both_must_be_met()
    {
        _options.DeleteAfter.Time = TimeSpan.FromDays(7);
        for (var run = 0; run < 5; run++) await SyncAsync(Given.Entry("ann"));
        Accounts.Should().Equal("ann", "bob");
        _clock.Now = Start.AddDays(8);

        (await SyncAsync(Given.Entry("ann"))).Plan.Counts.AccountDeletes.Should().Be(1);
    }

    [Fact]
    public async Task Reappearing_clears_the_count()
    {
        await SyncAsync(Given.Entry("ann"));
        await SyncAsync(Given.Entry("ann"));
        await SyncAsync(Given.Entry("ann"), Given.Entry("bob", "b1"));
        _clock.Now = Start.AddDays(30);

        (await SyncAsync(Given.Entry("ann"))).Plan.Waiting.Should().Equal(new WaitingAccount(Given.Address("bob"), Start.AddDays(30), 1, 2, null));
    }

    [Fact]
    public async Task An_entry_that_only_carries_the_address_clears_the_count_too()
    {
        await SyncAsync(Given.Entry("ann"));
        await SyncAsync(Given.Entry("ann"));
        await SyncAsync(Given.Entry("ann"), new LdapEntry("cn=bob", ("mail", "bob@@example.com"), ("proxyAddresses", "bob@example.com")));

        (await SyncAsync(Given.Entry("ann"))).Plan.Waiting.Should().ContainSingle().Which.Runs.Should().Be(1);
    }

    [Fact]
    public async Task R1_only_complete_reads_count()
    {
        await SyncAsync(Given.Entry("ann"));
        await FluentActions.Awaiting(() => Runner(new BreakingSource()).RunAsync()).Should().ThrowAsync<SourceException>();

        (await SyncAsync(Given.Entry("ann"))).Plan.Waiting.Should().ContainSingle().Which.Runs.Should().Be(2);
    }

    [Fact]
    public async Task Plans_tests_and_refused_syncs_do_not_count()
    {
        await SyncAsync(Given.Entry("ann"));
        var runner = Runner(new InMemoryDirectorySource([Given.Entry("ann")]));
        await runner.KeepTestAsync(await runner.PlanAsync());
        await FluentActions.Awaiting(() => SyncAsync()).Should().ThrowAsync<LimitsException>("nobody is left in the directory");
        _options.Limits.AccountAdds = 0;
        await FluentActions.Awaiting(() => SyncAsync(Given.Entry("ann"), Given.Entry("new"))).Should().ThrowAsync<LimitsException>();

        (await SyncAsync(Given.Entry("ann"))).Plan.Waiting.Should().ContainSingle().Which.Runs.Should().Be(2);
    }

    [Fact]
    public async Task R19_syncs_that_only_add_because_a_guard_is_broken_do_not_count_but_reappearing_still_clears()
    {
        _options.OnViolation = OnViolation.AddsOnly;
        await SyncAsync(); // nobody, say because of a wrong filter: not refused, but not believed
        await SyncAsync();
        (await SyncAsync(Given.Entry("ann"))).Plan.Waiting.Should().ContainSingle().Which.Runs.Should().Be(1, "one sync has really found bob absent");
        _options.Limits.AliasDeletes = 0;
        _target = new InMemoryTarget([Given.Account("ann", "a1"), Given.Account("bob")]);
        await SyncAsync(Given.Entry("ann"), Given.Entry("bob"));
        _options.Limits.AliasDeletes = null;

        (await SyncAsync(Given.Entry("ann"))).Plan.Waiting.Should().ContainSingle().Which.Runs.Should().Be(1, "bob was there meanwhile");
    }

    [Fact]
    public async Task An_account_that_is_made_anew_starts_to_count_anew()
    {
        await SyncAsync(Given.Entry("ann"));
        await SyncAsync(Given.Entry("ann"));
        _target = new InMemoryTarget([Given.Account("ann")]);
        await SyncAsync(Given.Entry("ann"));
        _target = new InMemoryTarget([Given.Account("ann"), Given.Account("bob")]);

        (await SyncAsync(Given.Entry("ann"))).Plan.Waiting.Should().ContainSingle().Which.Runs.Should().Be(1);
    }

    [Fact]
    public async Task Who_is_deleted_and_made_again_by_hand_before_the_next_sync_counts_anew()
    {
        for (var run = 0; run < 3; run++) await SyncAsync(Given.Entry("ann"));
        _target = new InMemoryTarget([Given.Account("ann"), Given.Account("bob")]);

        (await SyncAsync(Given.Entry("ann"))).Plan.Waiting.Should().ContainSingle().Which.Runs.Should().Be(1);
    }

    [Fact]
    public async Task Switching_it_off_forgets_so_that_switching_it_on_again_starts_anew()
    {
        _options.Owns = Ownership.CreatedOrAdopted;
        _target = new InMemoryTarget([Given.Account("ann"), Given.Account("bob")]);
        await SyncAsync(Given.Entry("ann"), Given.Entry("bob"));
        await SyncAsync(Given.Entry("ann"));
        (await _history.RecallAsync(TestContext.Current.CancellationToken)).Absences.Should().HaveCount(1);
        (_options.Owns, _options.DeleteAfter) = (Ownership.Everything, new() { Runs = 1 });
        _options.Limits.AccountDeletes = 0;
        _options.Exclusions.Add("bob@*");
        await SyncAsync(Given.Entry("ann"));

        var memory = await _history.RecallAsync(TestContext.Current.CancellationToken);
        (memory.Absences.Count, memory.Owned.Count).Should().Be((0, 0));
    }

    [Fact]
    public async Task A_mailbox_that_waits_keeps_its_address_and_whoever_claims_it_is_told()
    {
        var report = await SyncAsync(Given.Entry("ann", "bob"));

        report.Plan.Changes.Should().BeEmpty("bob's mailbox must not be deleted for an alias");
        report.Plan.Conflicts.Should().ContainSingle().Which.Should().Match<Conflict>(c => c.Reason == ConflictReason.HeldByKeptAccount && c.Winner == Given.Address("bob") && !c.LosesAccount);
        await SyncAsync(Given.Entry("ann", "bob"));
        await SyncAsync(Given.Entry("ann", "bob"));
        _target.Accounts.Should().ContainSingle().Which.Aliases.Should().Equal(Given.Address("bob"));
    }

    [Fact]
    public async Task An_alias_of_a_mailbox_that_waits_goes_to_whoever_claims_it()
    {
        var report = await SyncAsync(Given.Entry("ann", "b1"));

        report.Plan.Changes.Should().Equal(AccountChange.MoveAlias(Given.Address("bob"), Given.Address("ann"), Given.Address("b1")));
        report.Plan.Waiting.Should().ContainSingle();
    }

    [Fact]
    public async Task Who_is_to_be_renamed_to_the_address_of_a_mailbox_that_waits_keeps_the_own_mailbox_until_then()
    {
        const string Id = "11111111-0000-0000-0000-000000000000";
        _target = new InMemoryTarget([new MailAccount(Given.Address("ann")) { SourceId = Id }, Given.Account("bob")]);
        LdapEntry renamed = new("cn=ann", ("mail", "bob@example.com"), ("entryUUID", Id)), other = Given.Entry("cid");

        var first = await SyncAsync(renamed, other);
        await SyncAsync(renamed, other);
        var third = await SyncAsync(renamed, other);

        first.Plan.Changes.Should().Equal(AccountChange.AddAccount(Given.Address("cid"), AccountKind.Mailbox));
        first.Plan.Kept.Should().Equal(new KeptAccount(Given.Address("ann"), "cn=ann"));
        third.Plan.Changes.Should().Equal(AccountChange.DeleteAccount(Given.Address("bob")), AccountChange.RenameAccount(Given.Address("ann"), Given.Address("bob"), Id));
    }

    [Fact]
    public async Task R12_who_must_wait_for_a_new_address_does_not_lose_the_mailbox_to_whoever_asks_for_the_old_one()
    {
        const string Id = "11111111-0000-0000-0000-000000000000", OtherId = "22222222-0000-0000-0000-000000000000";
        _target = new InMemoryTarget([new MailAccount(Given.Address("ann")) { SourceId = Id }, Given.Account("bob"), Given.Account("cid")]);
        LdapEntry other = Given.Entry("cid"), renamed = new("cn=ann", ("mail", "bob@example.com"), ("entryUUID", Id)), successor = new("cn=zoe", ("mail", "ann@example.com"), ("entryUUID", OtherId));

        var first = await SyncAsync(renamed, successor, other);
        await SyncAsync(renamed, successor, other);
        await SyncAsync(renamed, successor, other);

        first.Plan.Changes.Should().BeEmpty();
        first.Plan.Kept.Should().Equal(new KeptAccount(Given.Address("ann"), "cn=ann"));
        first.Plan.Conflicts.Should().OnlyContain(c => c.Reason == ConflictReason.HeldByKeptAccount).And.HaveCount(2);
        _target.Accounts.Select(account => (account.Primary.LocalPart, account.SourceId)).Should().Equal(("ann", OtherId), ("bob", Id), ("cid", null));
    }

    [Fact]
    public async Task Entries_that_all_wait_for_an_address_are_no_empty_directory()
    {
        const string Id = "11111111-0000-0000-0000-000000000000";
        _target = new InMemoryTarget([new MailAccount(Given.Address("ann")) { SourceId = Id }, Given.Account("bob")]);
        for (var run = 0; run < 3; run++) await SyncAsync(new LdapEntry("cn=ann", ("mail", "bob@example.com"), ("entryUUID", Id)));

        Accounts.Should().Equal("bob");
        _target.Accounts.Single().SourceId.Should().Be(Id);
    }

    [Fact]
    public async Task R16_a_limit_counts_a_deletion_when_it_is_due()
    {
        _options.Limits.AccountDeletes = 0;
        await SyncAsync(Given.Entry("ann"));
        await SyncAsync(Given.Entry("ann"));

        await FluentActions.Awaiting(() => SyncAsync(Given.Entry("ann"))).Should().ThrowAsync<LimitsException>();
        await FluentActions.Awaiting(() => SyncAsync(Given.Entry("ann"))).Should().ThrowAsync<LimitsException>("it stays due");
    }

    [Fact]
    public async Task R24_verifying_takes_the_moment_of_the_plan()
    {
        _options.Verify = true;
        _options.DeleteAfter = new() { Time = TimeSpan.FromDays(7) };
        _clock.Step = TimeSpan.FromDays(5); // whatever the run does takes days

        (await SyncAsync(Given.Entry("ann"), Given.Entry("new"))).LeftToDo.Should().Be(0);
    }

    [Fact]
    public async Task Without_a_history_the_settings_are_refused_before_anything_is_read()
    {
        var refusal = await FluentActions.Awaiting(() => new SyncRunner(new BreakingSource(), _target, _options).RunAsync()).Should().ThrowAsync<SettingsException>();

        refusal.Which.Faults.Should().ContainSingle().Which.Should().Contain("DeleteAfter").And.Contain("Owns").And.Contain("Give the runner one");
    }

    private sealed class BreakingSource : ILdapDirectorySource
    {
        public string Name => "breaking";

        public async IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            yield return Given.Entry("ann");
            throw new SourceException("The connection was lost.");
        }
    }

    private sealed class MovingClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public TimeSpan Step { get; set; }

        public override DateTimeOffset GetUtcNow() => Now += Step;
    }
}
