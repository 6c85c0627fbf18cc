using LdapSync.Planning;
using LdapSync.Reporting;

namespace LdapSync;

/// <summary>A history that lives as long as its company.</summary>
internal sealed class RememberingHistory : ISyncHistory
{
    private readonly InMemoryHistory _inner = new();
    private bool _hasRemembered;

    /// <summary>Then it takes no more records, and of what a sync has to remember the first only: what is known before anything is applied.</summary>
    public bool IsFull { get; set; }

    /// <summary>A sync begins.</summary>
    public void Begin() => _hasRemembered = false;

    public Task AppendAsync(SyncRecord record, CancellationToken cancellationToken = default)
    {
        if (IsFull) throw new TargetException("The history is full.");
        return _inner.AppendAsync(record, cancellationToken);
    }

    public Task<SyncMemory> RecallAsync(CancellationToken cancellationToken = default) => _inner.RecallAsync(cancellationToken);

    public Task RememberAsync(SyncMemory memory, CancellationToken cancellationToken = default)
    {
        if (IsFull && _hasRemembered) throw new TargetException("The history is full.");
        _hasRemembered = true;
        return _inner.RememberAsync(memory, cancellationToken);
    }

    public IAsyncEnumerable<SyncRecord> ListAsync(CancellationToken cancellationToken = default) => _inner.ListAsync(cancellationToken);

    public Task<bool> TryUseApprovalAsync(PlanApproval approval, CancellationToken cancellationToken = default) => _inner.TryUseApprovalAsync(approval, cancellationToken);
}

/// <summary>A clock that goes when it is told to.</summary>
internal sealed class StandingClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
