using LdapSync.Directories;
using LdapSync.Planning;
using LdapSync.Reporting;
using LdapSync.Targets;

namespace LdapSync;

/// <summary>The library with one rule broken, at one of its seams: what it reads, what it writes to, its settings, or the call that applies.</summary>
internal sealed record Mutant
{
    public static Mutant None { get; } = new();

    public Func<ILdapDirectorySource, Rules, ILdapDirectorySource> Source { get; init; } = (source, _) => source;

    public Func<SimulatedTarget, Rules, ISyncTarget> Target { get; init; } = (target, _) => target;

    public Func<SyncOptions, SyncOptions> Options { get; init; } = options => options;

    /// <summary>How a plan is applied that nobody approved.</summary>
    public Func<SyncRunner, SyncPlan, SimulatedTarget, Task<SyncReport>>? Apply { get; init; }
}
