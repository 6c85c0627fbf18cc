using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync;

/// <summary>A target that is looked into: what it has, what was really done to it and what it says of that.</summary>
internal abstract class SimulatedTarget(TargetCapabilities capabilities) : ISyncTarget, IAsyncDisposable
{
    public abstract string Name { get; }

    public TargetCapabilities Capabilities => capabilities;

    /// <summary>What the target has, at every moment. An administrator may change it between two syncs.</summary>
    public Mailboxes Mailboxes { get; } = new(capabilities);

    /// <summary>Whether batches are done in any order, as their changes do not depend on each other.</summary>
    public abstract bool ShufflesBatches { get; }

    /// <summary>Every change that was really made since the last sync began.</summary>
    public List<AccountChange> Done { get; } = [];

    /// <summary>Every change that was said to be applied.</summary>
    public List<AccountChange> SaidToBeApplied { get; } = [];

    /// <summary>How often somebody wanted to change something, in vain or not.</summary>
    public int Calls { get; protected set; }

    /// <summary>Who looks at every step.</summary>
    public DeliveryWatch? Watch { get; set; }

    /// <summary>What may go wrong in a sync, here or in the directory.</summary>
    public abstract Faults AnyFaults(Random random);

    /// <summary>The settings as an operator writes them, who leaves to the target what it tells by itself.</summary>
    public virtual SyncOptions SettingsFor(SyncOptions options) => options;

    /// <summary>Another sync begins; whatever went wrong in the last one is over.</summary>
    public virtual void Begin(Faults faults, CancellationTokenSource cancellation)
    {
        (Watch, Calls) = (null, 0);
        Done.Clear();
        SaidToBeApplied.Clear();
    }

    /// <summary>What disturbed reading is over.</summary>
    public virtual void CalmDown()
    {
    }

    public virtual Task<TargetDomains> ReadDomainsAsync(CancellationToken cancellationToken = default) => Task.FromResult(TargetDomains.Any);

    public abstract IAsyncEnumerable<MailAccount> ReadAccountsAsync(CancellationToken cancellationToken = default);

    public abstract Task<IReadOnlyList<ChangeOutcome>> ApplyAsync(IReadOnlyList<AccountChange> batch, CancellationToken cancellationToken = default);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
