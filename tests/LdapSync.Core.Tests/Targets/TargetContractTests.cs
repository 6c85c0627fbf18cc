namespace LdapSync.Targets;

/// <summary>The contract of targets, kept in memory with all that a target can do.</summary>
public class InMemoryTargetContractTests : SyncTargetContract
{
    private readonly Dictionary<string, InMemoryTarget> _stores = new(StringComparer.Ordinal);

    protected virtual TargetCapabilities Capabilities => new InMemoryTarget().Capabilities;

    protected override int Sequences => 3000;

    protected override Task<ISyncTarget> OpenAsync(string store)
    {
        if (!_stores.TryGetValue(store, out var target)) _stores.Add(store, target = new InMemoryTarget { Capabilities = Capabilities });
        return Task.FromResult<ISyncTarget>(target);
    }
}

/// <summary>The contract of targets, kept in memory with no more than every target can do.</summary>
public sealed class PlainTargetContractTests : InMemoryTargetContractTests
{
    protected override TargetCapabilities Capabilities => TargetCapabilities.None;
}
