using LdapSync.Planning;

namespace LdapSync.Reporting;

/// <summary>A history that ends with the process: for tests of sync rules, and the model of how a history answers. Safe for use from several threads.</summary>
public sealed class InMemoryHistory : ISyncHistory
{
    private readonly Lock _gate = new();
    private readonly List<SyncRecord> _records = [];
    private readonly HashSet<string> _usedApprovals = new(StringComparer.Ordinal);
    private SyncMemory _memory = SyncMemory.Empty;

    /// <inheritdoc/>
    public Task AppendAsync(SyncRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (_gate) _records.Add(record);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<SyncMemory> RecallAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate) return Task.FromResult(_memory);
    }

    /// <inheritdoc/>
    public Task RememberAsync(SyncMemory memory, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(memory);
        lock (_gate) _memory = memory;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<SyncRecord> ListAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate) return _records.AsEnumerable().Reverse().OrderByDescending(record => record.When).ToArray().ToAsyncEnumerable();
    }

    /// <inheritdoc/>
    public Task<bool> TryUseApprovalAsync(PlanApproval approval, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(approval);
        lock (_gate) return Task.FromResult(_usedApprovals.Add(approval.Checksum));
    }
}
