using LdapSync.Planning;
using LdapSync.Reporting;
using LdapSync.Targets;

namespace LdapSync;

/// <summary>What has to hold after a sync, by a look at the model; what has to hold at every step is <see cref="DeliveryWatch"/>'s.</summary>
internal static class Invariants
{
    public static void NothingWasTouched(SyncRun run, Rule rule, string why)
    {
        Hold(run.Target.Calls == 0 && run.After.IsSameAs(run.Before), rule, $"{why}, and yet {run.Target.Calls} batches arrived");
    }

    /// <summary>Both plans come from reads in different orders.</summary>
    public static void SamePlan(SyncPlan one, SyncPlan other)
    {
        Hold(one.Fingerprint == other.Fingerprint, Rule.SamePlan, $"the same read in another order gives '{string.Join("; ", other.Changes)}'");
        Hold(ReportJson.Write(one) == ReportJson.Write(other), Rule.SamePlan, $"the same read in another order gives another report: {Difference(ReportJson.Write(one), ReportJson.Write(other))}");
    }

    public static void LimitsAreSeen(SyncRun run)
    {
        var found = run.Plan!.Violations.Select(violation => violation.Kind).Order().ToArray();
        var expected = run.Violations.Order().ToArray();
        Hold(found.SequenceEqual(expected), Rule.Limits, $"the plan breaks [{string.Join(", ", expected)}], and says [{string.Join(", ", found)}]");
    }

    /// <summary>All that has to hold after a sync of a complete read, whatever the target did.</summary>
    public static void AfterAnySync(SyncRun run)
    {
        Refusals(run);
        LimitsHold(run);
        HandsOff(run);
        KeptWhileCarried(run);
        TrueReport(run);
    }

    /// <summary>All that has to hold besides when everything was applied.</summary>
    public static void AfterCleanSync(SyncRun run)
    {
        Hold(run.Report is { IsComplete: true, StoppedBecause: null }, Rule.OneOwner, $"nothing went wrong at the target, and yet: {run.Report}");
        SameMailboxById(run);
        SameMailboxByAddress(run);
    }

    /// <summary>What has to hold once nothing is left to do.</summary>
    public static void AsAskedFor(SyncRun run)
    {
        foreach (var person in run.People.Where(run.Rules.AsksForAccount))
        {
            if (run.IsHeld(person.Primary!)) continue;
            Hold(run.AccountOf(person) is not null, Rule.AsAskedFor, $"there is no account for {person}");
            if (run.IsUndisputed(person)) HasWhatItAsksFor(run, person);
            else HasTheRightOwner(run, person);
        }
        var mentioned = run.People.Where(person => !run.Rules.LeavesOut(person)).SelectMany(person => person.Addresses).Select(run.Rules.Fold).ToHashSet();
        foreach (var mailbox in run.Visible(run.After))
        {
            var isKept = mailbox.Kind == AccountKind.Provisional && run.Rules.Options.Provisional == ProvisionalAccounts.Keep;
            // An account that waits for its entry to be mended waits as it is, what is blocked included.
            isKept = isKept || run.NotOwned.Contains(mailbox.Primary) || run.Waiting.Contains(mailbox.Primary) || run.Plan!.Kept.Any(kept => Mailboxes.Key(kept.Account) == run.Rules.Fold(mailbox.Primary));
            Hold(isKept || mentioned.Contains(run.Rules.Fold(mailbox.Primary)), Rule.AsAskedFor, $"nobody asks for {mailbox}");
            if (run.Rules.Options is { ExclusionMode: ExclusionMode.Block, DomainAliases.Count: 0 } && !isKept)
            {
                var blocked = mailbox.Addresses.FirstOrDefault(address => run.Rules.IsExcluded(address) && run.Rules.IsServed(address));
                Hold(blocked is null, Rule.AsAskedFor, $"{blocked} is blocked, and there is {mailbox}");
            }
        }
    }

    private static void HasWhatItAsksFor(SyncRun run, Person person)
    {
        var (rules, account) = (run.Rules, run.AccountOf(person)!);
        var primary = rules.Fold(person.Primary!);
        var wanted = person.Aliases.Where(alias => !rules.IsExcluded(alias) && rules.IsServed(alias)).Select(rules.Fold).Where(alias => run.CanHaveAlias(account, alias)).Where(alias => alias != primary).Distinct().Order(StringComparer.Ordinal);
        var found = account.Aliases.Where(alias => !rules.HidesAlias(alias)).Select(rules.Fold).Where(alias => alias != primary).Distinct().Order(StringComparer.Ordinal);
        Hold(wanted.SequenceEqual(found), Rule.AsAskedFor, $"{person} asks for other aliases than {account} has");
        Hold(account.Kind == rules.KindOf(person), Rule.AsAskedFor, $"{person} is a {rules.KindOf(person)}, and the account is {account}");
        var keepsIds = run.Target.Capabilities.HasFlag(TargetCapabilities.SourceIds);
        Hold(!keepsIds || person.Id == Guid.Empty || account.SourceId == $"{person.Id}", Rule.AsAskedFor, $"{account} has another id than {person}");
    }

    /// <summary>Where the target keeps ids, they tell who got an address that several asked for: who has it, else the lowest id (R11).</summary>
    private static void HasTheRightOwner(SyncRun run, Person person)
    {
        if (!run.Target.Capabilities.HasFlag(TargetCapabilities.SourceIds)) return;
        var address = run.Rules.Fold(person.Primary!);
        var present = run.Visible(run.Before).FirstOrDefault(mailbox => mailbox.Addresses.Any(theirs => !run.Rules.HidesAlias(theirs) && run.Rules.Fold(theirs) == address));
        var winner = run.People.Where(other => run.Rules.AsksForAccount(other) && run.Rules.Fold(other.Primary!) == address)
            .OrderByDescending(other => other.Id != Guid.Empty && present?.SourceId == $"{other.Id}")
            .ThenBy(other => other.Id == Guid.Empty)
            .ThenBy(other => $"{other.Id}", StringComparer.Ordinal)
            .First();
        var account = run.AccountOf(person)!;
        Hold(winner.Id == Guid.Empty || account.SourceId == $"{winner.Id}", Rule.AsAskedFor, $"{account} is not {winner}");
    }

    private static void Refusals(SyncRun run)
    {
        Hold(run.Report!.IsRefused == run.MustBeRefused, Rule.Refused, $"it breaks [{string.Join(", ", run.StandingViolations)}], and is {(run.Report.IsRefused ? "" : "not ")}refused");
        if (run.MustBeRefused) NothingWasTouched(run, Rule.Refused, "the plan is refused");
        if (!run.MustBeAddsOnly) return;
        var taking = run.Target.Done.Find(change => change.Kind is not (ChangeKind.AddAccount or ChangeKind.AddAlias or ChangeKind.SetKind));
        Hold(taking is null, Rule.Refused, $"only adds are allowed, and yet '{taking}' was done");
    }

    private static void LimitsHold(SyncRun run)
    {
        var broken = run.Rules.Violations(run.Target.Done, run.Before, run.NotOwned).Where(kind => run.Approval?.Lifts.Contains(kind) != true).ToArray();
        Hold(broken.Length == 0, Rule.Limits, $"what was done breaks [{string.Join(", ", broken)}]");
        if (run.Approval is not null || run.Rules.Options.AllowEmptyDirectory || run.People.Any(person => person.Addresses.Any())) return;
        Hold(!run.Target.Done.Exists(change => change.Kind == ChangeKind.DeleteAccount), Rule.Limits, "nobody is in the directory, and accounts were deleted");
    }

    private static void HandsOff(SyncRun run)
    {
        foreach (var mailbox in run.Before.All)
        {
            if (run.Rules.Hides(mailbox)) Hold($"{run.After.Named(mailbox.Primary)}" == $"{mailbox}", Rule.HandsOff, $"{mailbox} became {run.After.Named(mailbox.Primary)}");
            var after = run.After.All.FirstOrDefault(other => other.Number == mailbox.Number);
            if (after is null || run.HasLostAliases(mailbox, after)) continue; // what is deleted, or a list that cannot have aliases, goes with all it has
            foreach (var alias in mailbox.Aliases.Where(run.Rules.HidesAlias)) Hold(run.After.OwnerOf(alias)?.Number == mailbox.Number, Rule.HandsOff, $"{alias} of {mailbox} is not there any more");
        }
        foreach (var address in run.After.Addresses.Except(run.Before.Addresses))
        {
            Hold(!run.Rules.IsExcluded(address), Rule.HandsOff, $"{address} is excluded, and was created");
            Hold(run.Rules.IsServed(address), Rule.HandsOff, $"{address} is in a domain that is not served, and was created");
        }
    }

    private static void KeptWhileCarried(SyncRun run)
    {
        var mentions = run.People.SelectMany(person => person.Addresses.Select(address => (Address: run.Rules.Fold(address), Person: person))).ToLookup(mention => mention.Address, mention => mention.Person);
        foreach (var mailbox in run.Visible(run.Before))
        {
            var people = mentions[run.Rules.Fold(mailbox.Primary)].ToArray();
            if (run.Rules.IsExcluded(mailbox.Primary)) continue; // visible, and so blocked
            var isCarried = people.Length > 0 && Array.TrueForAll(people, run.Rules.Carries);
            var isProvisional = people.Length == 0 && mailbox.Kind == AccountKind.Provisional && run.Rules.Options.Provisional == ProvisionalAccounts.Keep;
            if (isCarried || isProvisional) Hold(run.After.All.Any(other => other.Number == mailbox.Number), Rule.KeptWhileCarried, $"{mailbox} was deleted, and {people.FirstOrDefault()} carries it");
        }
    }

    private static void TrueReport(SyncRun run)
    {
        var report = run.Report!;
        Hold(report.Plan.Fingerprint == run.Plan!.Fingerprint, Rule.SamePlan, "another plan was applied");
        if (report.IsRefused)
        {
            Hold(report.Outcomes.Count == 0, Rule.TrueReport, "a refused plan has outcomes");
            return;
        }
        Hold(report.Outcomes.Select(outcome => outcome.Change).SequenceEqual(report.Plan.Changes), Rule.TrueReport, "there is not one outcome for each change");
        var applied = report.Outcomes.Where(outcome => outcome.Status == OutcomeStatus.Applied).Select(outcome => $"{outcome.Change}").Order(StringComparer.Ordinal);
        var said = run.Target.SaidToBeApplied.Select(change => $"{change}").Order(StringComparer.Ordinal);
        Hold(applied.SequenceEqual(said), Rule.TrueReport, $"the target said it applied '{string.Join("; ", said)}', the report says '{string.Join("; ", applied)}'");
        Hold(report.Outcomes.All(outcome => outcome.Status == OutcomeStatus.Applied || outcome.Reason is not null), Rule.TrueReport, "a change was not applied for no reason");
    }

    /// <summary>Where the target keeps ids: the id is the person (R12).</summary>
    private static void SameMailboxById(SyncRun run)
    {
        if (!run.Target.Capabilities.HasFlag(TargetCapabilities.SourceIds)) return;
        var canRename = run.Target.Capabilities.HasFlag(TargetCapabilities.Rename);
        foreach (var person in run.People.Where(person => person.Id != Guid.Empty && run.People.Count(other => other.Id == person.Id) == 1))
        {
            var before = run.Before.All.Where(mailbox => mailbox.SourceId == $"{person.Id}").ToArray();
            if (before is not [var mailbox] || run.Rules.Hides(mailbox)) continue;
            var after = run.After.All.Where(account => account.SourceId == $"{person.Id}").ToArray();
            if (canRename) Hold(Array.TrueForAll(after, account => account.Number == mailbox.Number), Rule.SameMailbox, $"{person} had {mailbox}, and has {after.FirstOrDefault()}");
            else if (after is [var other] && other.Number != mailbox.Number && run.IsUndisputed(person))
            {
                Hold(run.Plan!.LostRenames.Any(lost => Mailboxes.Key(lost.From) == run.Rules.Fold(mailbox.Primary)), Rule.SameMailbox, $"{person} had {mailbox}, lost it, and the plan does not say so");
            }
        }
    }

    /// <summary>Where it does not: an account that nobody else can be, and an entry that can be no other account, have an address in common (R13).</summary>
    private static void SameMailboxByAddress(SyncRun run)
    {
        if (!run.Target.Capabilities.HasFlag(TargetCapabilities.Rename) || run.Rules.Options.DomainAliases.Count > 0) return;
        foreach (var person in run.People.Where(run.Rules.AsksForAccount).Where(run.IsUndisputed))
        {
            var owners = person.Addresses.Select(run.Before.OwnerOf).OfType<Mailbox>().Distinct().ToArray();
            if (run.Before.All.Any(other => other.SourceId == $"{person.Id}")) continue; // the id says who it is
            if (owners is not [var mailbox] || run.NotOwned.Contains(mailbox.Primary) || mailbox.SourceId is not null || mailbox.Kind == AccountKind.Provisional || run.Rules.Hides(mailbox)) continue;
            var isRename = person.Aliases.Contains(mailbox.Primary) && !run.Rules.IsExcluded(mailbox.Primary);
            var isAnybodyElses = run.People.Any(other => other != person && other.Addresses.Intersect(mailbox.Addresses).Any());
            if (isRename && !isAnybodyElses) Hold(run.AccountOf(person)?.Number == mailbox.Number, Rule.SameMailbox, $"{person} had {mailbox}, and has {run.AccountOf(person)}");
        }
    }

    private static string Difference(string one, string other)
    {
        var at = one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"'{Excerpt(one)}' or '{Excerpt(other)}'";

        string Excerpt(string text) => text[Math.Max(0, at - 80)..Math.Min(text.Length, at + 40)];
    }

    internal static void Hold(bool holds, Rule rule, string found)
    {
        if (!holds) throw new BrokenRuleException(rule, found);
    }
}
