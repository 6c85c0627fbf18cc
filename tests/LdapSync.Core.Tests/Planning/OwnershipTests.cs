using LdapSync.Directories;
using LdapSync.Reporting;
using LdapSync.Targets;

namespace LdapSync.Planning;

/// <summary>A sync that deletes only what it has made or found an entry for.</summary>
public class OwnershipTests
{
    private readonly InMemoryHistory _history = new();
    private readonly SyncOptions _options = new() { SearchFilter = "AnyMail", Owns = Ownership.CreatedOrAdopted, AllowEmptyDirectory = true };
    private readonly InMemoryTarget _target = new([Given.Account("ann"), Given.Account("manual", "sales")]);

    private async Task<SyncReport> SyncAsync(params LdapEntry[] entries) =>
        await new SyncRunner(new InMemoryDirectorySource(entries), _target, _options) { History = _history }.RunAsync();

    private IEnumerable<string> Accounts => _target.Accounts.Select(account => account.Primary.LocalPart);

    [Fact]
    public async Task An_account_that_no_entry_ever_asked_for_is_left_alone_and_listed()
    {
        var report = await SyncAsync(Given.Entry("ann"));

        report.Plan.Changes.Should().BeEmpty();
        report.Plan.NotOwned.Should().Equal(Given.Address("manual"));
    }

    [Fact]
    public async Task What_a_sync_has_made_it_deletes()
    {
        await SyncAsync(Given.Entry("ann"), Given.Entry("new", "n1"));
        await SyncAsync(Given.Entry("ann"));

        Accounts.Should().Equal("ann", "manual");
    }

    [Fact]
    public async Task What_an_entry_asked_for_once_is_adopted_and_deleted_when_none_does_any_more()
    {
        await SyncAsync(Given.Entry("ann"));
        await SyncAsync();

        Accounts.Should().Equal("manual");
    }

    [Fact]
    public async Task What_somebody_makes_anew_after_the_sync_has_deleted_it_is_not_the_syncs_own()
    {
        await SyncAsync(Given.Entry("ann"), Given.Entry("new"));
        await SyncAsync(Given.Entry("ann"));
        await _target.ApplyAsync([AccountChange.AddAccount(Given.Address("new"), AccountKind.Mailbox)], TestContext.Current.CancellationToken);
        await SyncAsync(Given.Entry("ann"));

        Accounts.Should().Equal("ann", "manual", "new");
    }

    [Fact]
    public async Task R7_accounts_that_are_not_the_syncs_own_are_listed_as_the_target_names_them()
    {
        _options.DomainAliases["alias.example"] = "example.com";
        await _target.ApplyAsync([AccountChange.AddAccount(Given.Address("zoe@alias.example"), AccountKind.Mailbox)], TestContext.Current.CancellationToken);

        (await SyncAsync(Given.Entry("ann"))).Plan.NotOwned.Should().Equal(Given.Address("manual"), Given.Address("zoe@alias.example"));
    }

    [Fact]
    public async Task A_renamed_account_stays_the_syncs_own()
    {
        await SyncAsync(Given.Entry("ann"));
        await SyncAsync(Given.Entry("ann.jones", "ann"));
        Accounts.Should().Equal("ann.jones", "manual");
        await SyncAsync();

        Accounts.Should().Equal("manual");
    }

    [Fact]
    public async Task What_exclusions_hide_for_a_while_stays_the_syncs_own()
    {
        await SyncAsync(Given.Entry("ann"));
        _options.Exclusions.Add("ann@*");
        await SyncAsync();
        _options.Exclusions.Clear();
        await SyncAsync();

        Accounts.Should().Equal("manual");
    }

    [Fact]
    public async Task An_account_that_could_not_be_made_is_not_owned()
    {
        var target = new RefusingTarget(_target);
        await new SyncRunner(new InMemoryDirectorySource([Given.Entry("ann"), Given.Entry("new")]), target, _options) { History = _history }.RunAsync();

        (await _history.RecallAsync(TestContext.Current.CancellationToken)).Owned.Should().BeEquivalentTo([Given.Address("ann")]);
    }

    [Fact]
    public async Task An_address_of_somebody_elses_account_is_not_taken_from_it()
    {
        var report = await SyncAsync(Given.Entry("ann", "sales", "a1"), Given.Entry("bob", "manual"));

        report.Plan.Changes.Should().Equal(
            AccountChange.AddAccount(Given.Address("bob"), AccountKind.Mailbox),
            AccountChange.AddAlias(Given.Address("ann"), Given.Address("a1")));
        report.Plan.Conflicts.Select(c => (c.Address.LocalPart, c.Reason)).Should().Equal(("manual", ConflictReason.HeldByKeptAccount), ("sales", ConflictReason.HeldByKeptAccount));
        _target.Accounts.Single(account => account.Primary == Given.Address("manual")).Aliases.Should().Equal(Given.Address("sales"));
    }

    [Fact]
    public async Task Somebody_elses_account_keeps_its_aliases_also_while_an_entry_without_account_carries_its_address()
    {
        LdapEntry unreadable = new("cn=manual", ("mail", "manual@@example.com"), ("proxyAddresses", "manual@example.com"));

        var report = await SyncAsync(Given.Entry("ann", "sales"), unreadable);

        report.Plan.Changes.Should().BeEmpty();
        report.Plan.NotOwned.Should().Equal(Given.Address("manual"));
    }

    [Fact]
    public async Task An_account_does_not_change_between_kept_and_waiting_when_the_entry_that_claims_it_gets_no_account_itself()
    {
        _options.DeleteAfter.Runs = 2;
        await SyncAsync(Given.Entry("ann"), Given.Entry("old"));
        for (var run = 0; run < 3; run++)
        {
            var report = await SyncAsync(Given.Entry("ann"), Given.Entry("sales", "old")); // sales is an alias of somebody else's account

            report.Plan.Kept.Should().ContainSingle().Which.Account.Should().Be(Given.Address("old"), "in run {0}", run);
            report.Plan.Waiting.Should().BeEmpty();
        }
    }

    [Fact]
    public async Task R13_somebody_elses_account_is_not_taken_for_a_new_one_whose_address_it_has_as_an_alias()
    {
        var report = await SyncAsync(Given.Entry("ann"), Given.Entry("sales", "manual"));

        report.Plan.Changes.Should().BeEmpty();
        report.Plan.Conflicts.Should().Contain(c => c.LosesAccount && c.Loser == Given.Address("sales") && c.Winner == Given.Address("manual"));
    }

    [Fact]
    public async Task R18_shares_are_of_what_the_sync_may_delete()
    {
        for (var i = 0; i < 30; i++) await _target.ApplyAsync([AccountChange.AddAccount(Given.Address($"manual{i}"), AccountKind.Mailbox)], TestContext.Current.CancellationToken);
        await SyncAsync([Given.Entry("ann"), .. Enumerable.Range(0, 24).Select(i => Given.Entry($"own{i}"))]);

        var refusal = await FluentActions.Awaiting(() => SyncAsync(Given.Entry("ann"))).Should().ThrowAsync<LimitsException>();

        refusal.Which.Plan.Violations.Should().ContainSingle().Which.Should().Match<LimitViolation>(v => v.Kind == ViolationKind.Shrink && v.Population == 25);
    }

    [Fact]
    public async Task The_waiting_room_holds_for_owned_accounts_and_others_do_not_wait()
    {
        _options.DeleteAfter.Runs = 2;
        await SyncAsync(Given.Entry("ann"));
        var second = await SyncAsync();
        await SyncAsync();

        second.Plan.Waiting.Should().ContainSingle().Which.Account.Should().Be(Given.Address("ann"));
        second.Plan.NotOwned.Should().Equal(Given.Address("manual"));
        Accounts.Should().Equal("manual");
    }

    private sealed class RefusingTarget(InMemoryTarget inner) : ISyncTarget
    {
        public string Name => "refusing";

        public IAsyncEnumerable<MailAccount> ReadAccountsAsync(CancellationToken cancellationToken = default) => inner.ReadAccountsAsync(cancellationToken);

        public Task<IReadOnlyList<ChangeOutcome>> ApplyAsync(IReadOnlyList<AccountChange> batch, CancellationToken cancellationToken = default) =>
            Task.FromResult<IReadOnlyList<ChangeOutcome>>([.. batch.Select(change => ChangeOutcome.Failed(change, "No."))]);
    }

    [Fact]
    public async Task An_alias_of_somebody_elses_account_is_not_given_away_while_an_entry_that_gets_none_carries_its_address()
    {
        var report = await SyncAsync(Given.Entry("ann"), Given.EntryNamed("cn=loser", "ann", "manual"), Given.Entry("sales"));

        report.Plan.Changes.Should().BeEmpty();
        report.Plan.NotOwned.Should().Equal(Given.Address("manual"));
    }
}
