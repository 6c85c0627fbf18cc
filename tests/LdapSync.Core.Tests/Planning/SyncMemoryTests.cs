using LdapSync.Directories;
using LdapSync.Reporting;
using LdapSync.Targets;

namespace LdapSync.Planning;

/// <summary>What later syncs know where the history fails: never more than is true.</summary>
public class SyncMemoryTests
{
    private static readonly SyncOptions Options = new() { SearchFilter = "AnyMail", DeleteAfter = { Runs = 3 }, Owns = Ownership.CreatedOrAdopted };

    private readonly FailingHistory _history = new();
    private readonly InMemoryTarget _target = new([Given.Account("ann"), Given.Account("bob")]);

    private Task<SyncReport> SyncAsync(params LdapEntry[] entries) => new SyncRunner(new InMemoryDirectorySource(entries), _target, Options) { History = _history }.RunAsync();

    [Fact]
    public async Task Nothing_is_applied_when_it_cannot_be_noted_what_later_syncs_have_to_know()
    {
        _history.Failing = 1;

        await FluentActions.Awaiting(() => SyncAsync(Given.Entry("ann"), Given.Entry("new"))).Should().ThrowAsync<TargetException>();

        _target.Accounts.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_sync_that_found_an_account_again_is_not_forgotten_when_its_record_is_lost()
    {
        await SyncAsync(Given.Entry("ann"), Given.Entry("bob"));
        await SyncAsync(Given.Entry("ann"));
        await SyncAsync(Given.Entry("ann"));
        _history.Failing = 2;
        var again = await SyncAsync(Given.Entry("ann"), Given.Entry("bob"));
        _history.Failing = 0;

        again.NotKeptBecause.Should().Be("The disk is full.");
        (await SyncAsync(Given.Entry("ann"))).Plan.Waiting.Should().ContainSingle().Which.Runs.Should().Be(1);
    }

    [Fact]
    public async Task A_deletion_whose_record_is_lost_does_not_delete_the_account_that_is_made_anew()
    {
        await SyncAsync(Given.Entry("ann"), Given.Entry("bob"));
        await SyncAsync(Given.Entry("ann"));
        await SyncAsync(Given.Entry("ann"));
        _history.Failing = 2;
        await SyncAsync(Given.Entry("ann"));
        _history.Failing = 0;
        _target.Accounts.Should().ContainSingle();
        await _target.ApplyAsync([AccountChange.AddAccount(Given.Address("bob"), AccountKind.Mailbox)], TestContext.Current.CancellationToken);

        (await SyncAsync(Given.Entry("ann"))).Plan.Changes.Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_sync_made_without_being_able_to_note_it_is_adopted_by_the_next()
    {
        _history.Failing = 2;
        await SyncAsync(Given.Entry("ann"), Given.Entry("new"));
        _history.Failing = 0;
        await SyncAsync(Given.Entry("ann"), Given.Entry("new"));

        (await _history.RecallAsync(TestContext.Current.CancellationToken)).Owned.Should().BeEquivalentTo([Given.Address("ann"), Given.Address("new")]);
    }

    /// <summary>Fails to remember: from the first time of a sync on (1), or the second time only (2).</summary>
    private sealed class FailingHistory : ISyncHistory
    {
        private readonly InMemoryHistory _inner = new();
        private int _times;

        public int Failing
        {
            get;
            set
            {
                field = value;
                _times = 0;
            }
        }

        public Task AppendAsync(SyncRecord record, CancellationToken cancellationToken = default) => _inner.AppendAsync(record, cancellationToken);

        public Task<SyncMemory> RecallAsync(CancellationToken cancellationToken = default) => _inner.RecallAsync(cancellationToken);

        public Task RememberAsync(SyncMemory memory, CancellationToken cancellationToken = default) =>
            Failing > 0 && ++_times >= Failing ? throw new TargetException("The disk is full.") : _inner.RememberAsync(memory, cancellationToken);

        public IAsyncEnumerable<SyncRecord> ListAsync(CancellationToken cancellationToken = default) => _inner.ListAsync(cancellationToken);

        public Task<bool> TryUseApprovalAsync(PlanApproval approval, CancellationToken cancellationToken = default) => _inner.TryUseApprovalAsync(approval, cancellationToken);
    }
}
