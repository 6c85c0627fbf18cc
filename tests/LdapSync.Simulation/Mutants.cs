using System.Runtime.CompilerServices;
using LdapSync.Directories;
using LdapSync.Planning;
using LdapSync.Reporting;
using LdapSync.Targets;

namespace LdapSync;

/// <summary>Libraries with one rule broken each. A simulation that lets one of them pass proves nothing.</summary>
internal static class Mutants
{
    /// <summary>The library does not know that the target can rename.</summary>
    public static Mutant Rename_is_delete_and_create { get; } = new() { Target = (target, _) => new Told(target, target.Capabilities & ~TargetCapabilities.Rename) };

    /// <summary>What takes away goes before what gives.</summary>
    public static Mutant Deletes_come_first { get; } = new()
    {
        Apply = (runner, plan, target) => plan.Violations.Count > 0
            ? runner.ApplyAsync(plan)
            : ApplyInOrderAsync(plan, target, change => change.Kind is ChangeKind.DeleteAccount or ChangeKind.RemoveAlias ? 0 : 1),
    };

    /// <summary>The directory is asked without what is excluded, the target with it.</summary>
    public static Mutant Exclusions_hide_entries_only { get; } = new()
    {
        Source = (source, rules) => new Filtered(source, entry => !rules.IsExcluded(AddressOf(entry))),
        Options = options => With(options, copy => copy.Exclusions = []),
    };

    /// <summary>What was read before the directory went away is taken for all.</summary>
    public static Mutant Truncated_read_is_complete { get; } = new() { Source = (source, _) => new Swallowing(source) };

    public static Mutant Limits_are_not_looked_at { get; } = new()
    {
        Options = options => With(options, copy => (copy.Limits, copy.Guards, copy.AllowEmptyDirectory) = (new(), new() { MaxDeletePercent = null }, true)),
    };

    /// <summary>Nobody waits for anything.</summary>
    public static Mutant Accounts_are_deleted_at_once { get; } = new() { Options = options => With(options, copy => copy.DeleteAfter = new()) };

    /// <summary>What others have made is taken for the sync's own.</summary>
    public static Mutant Everything_is_owned { get; } = new() { Options = options => With(options, copy => copy.Owns = Ownership.Everything) };

    /// <summary>The library believes in moves in one step, and the target does them in two.</summary>
    public static Mutant Alias_moves_without_a_stated_window { get; } = new() { Target = (target, _) => new MovingInTwoSteps(target) };

    /// <summary>A plan that is refused is applied all the same.</summary>
    public static Mutant Refused_plan_is_applied { get; } = new()
    {
        Apply = (runner, plan, _) => runner.ApplyApprovedAsync(PlanApproval.Of(plan, plan.Violations.Select(violation => violation.Kind), "nobody", DateTimeOffset.MaxValue)),
    };

    /// <summary>Who comes first has the address.</summary>
    public static Mutant Order_of_entries_settles_conflicts { get; } = new() { Source = (source, _) => new FirstComeFirstServed(source) };

    /// <summary>The target is believed to have done what it was asked.</summary>
    public static Mutant Failures_are_reported_as_applied { get; } = new() { Target = (target, _) => new Optimistic(target) };

    private static SyncOptions With(SyncOptions options, Action<SyncOptions> change)
    {
        var copy = options.Copy();
        change(copy);
        return copy;
    }

    private static string AddressOf(LdapEntry entry) =>
        entry.Find("mail").SelectMany(attribute => attribute.Values).Select(value => Person.Address(System.Text.Encoding.UTF8.GetString(value.Span))).FirstOrDefault() ?? "";

    private static async Task<SyncReport> ApplyInOrderAsync(SyncPlan plan, SimulatedTarget target, Func<AccountChange, int> rank)
    {
        var outcomes = new ChangeOutcome[plan.Changes.Count];
        foreach (var (position, change) in plan.Changes.Index().OrderBy(change => rank(change.Item))) outcomes[position] = (await target.ApplyAsync([change]))[0];
        return new SyncReport { Plan = plan, Outcomes = outcomes, Source = "", Target = "", By = "", Started = default, Duration = default };
    }

    private class Told(SimulatedTarget target, TargetCapabilities capabilities) : ISyncTarget
    {
        public string Name => target.Name;

        public TargetCapabilities Capabilities => capabilities;

        public IAsyncEnumerable<MailAccount> ReadAccountsAsync(CancellationToken cancellationToken = default) => target.ReadAccountsAsync(cancellationToken);

        public virtual Task<IReadOnlyList<ChangeOutcome>> ApplyAsync(IReadOnlyList<AccountChange> batch, CancellationToken cancellationToken = default) => target.ApplyAsync(batch, cancellationToken);
    }

    private sealed class MovingInTwoSteps(SimulatedTarget target) : Told(target, target.Capabilities | TargetCapabilities.AtomicMove)
    {
        public override async Task<IReadOnlyList<ChangeOutcome>> ApplyAsync(IReadOnlyList<AccountChange> batch, CancellationToken cancellationToken = default)
        {
            var outcomes = new List<ChangeOutcome>();
            foreach (var change in batch)
            {
                if (change.Kind == ChangeKind.MoveAlias) await base.ApplyAsync([AccountChange.RemoveAlias(change.From!.Value, change.Alias!.Value)], cancellationToken);
                var step = change.Kind == ChangeKind.MoveAlias ? AccountChange.AddAlias(change.Account, change.Alias!.Value) : change;
                outcomes.AddRange((await base.ApplyAsync([step], cancellationToken)).Select(outcome => outcome with { Change = change }));
            }
            return outcomes;
        }
    }

    private sealed class Optimistic(SimulatedTarget target) : Told(target, target.Capabilities)
    {
        public override async Task<IReadOnlyList<ChangeOutcome>> ApplyAsync(IReadOnlyList<AccountChange> batch, CancellationToken cancellationToken = default)
        {
            await base.ApplyAsync(batch, cancellationToken);
            return [.. batch.Select(ChangeOutcome.Applied)];
        }
    }

    private sealed class Filtered(ILdapDirectorySource source, Func<LdapEntry, bool> isSeen) : ILdapDirectorySource
    {
        public string Name => source.Name;

        public IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, CancellationToken cancellationToken = default) => source.ReadAsync(query, cancellationToken).Where(isSeen);
    }

    private sealed class FirstComeFirstServed(ILdapDirectorySource source) : ILdapDirectorySource
    {
        public string Name => source.Name;

        public IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, CancellationToken cancellationToken = default)
        {
            var taken = new HashSet<string>();
            return source.ReadAsync(query, cancellationToken).Where(entry => taken.Add(AddressOf(entry)));
        }
    }

    private sealed class Swallowing(ILdapDirectorySource source) : ILdapDirectorySource
    {
        public string Name => source.Name;

        public async IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await using var entries = source.ReadAsync(query, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await HasNextAsync(entries)) yield return entries.Current;
        }

        private static async Task<bool> HasNextAsync(IAsyncEnumerator<LdapEntry> entries)
        {
            try
            {
                return await entries.MoveNextAsync();
            }
            catch (SourceException)
            {
                return false;
            }
        }
    }
}
