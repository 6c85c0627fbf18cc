using LdapSync.Planning;

namespace LdapSync;

/// <summary>What goes wrong on the directory's side. Only a truncated read is known to be wrong; the others look like any complete read.</summary>
internal enum SourceFault
{
    None,
    Truncated,
    Nothing,
    EmptyAttributes,
    DuplicateIds,
    EmptyIds,
}

/// <summary>What goes wrong at the target.</summary>
internal enum TargetFault
{
    None,

    /// <summary>The accounts cannot be read to the end.</summary>
    Unreadable,

    /// <summary>One account is refused whatever is asked.</summary>
    RefusesOne,

    RefusesSome,

    RefusesAll,

    /// <summary>A batch fails before anything of it is done, and the target with it.</summary>
    FailsBeforeBatch,

    /// <summary>All of a batch is done, but nobody hears of it.</summary>
    FailsAfterBatch,

    /// <summary>The end comes between two changes, maybe in the middle of a batch.</summary>
    Crashes,

    /// <summary>Changes are done or not, and some are not answered, or said to have failed.</summary>
    LosesAnswers,

    /// <summary>Somebody cancels between two changes, and the target stops at once.</summary>
    CancelledAtOnce,

    /// <summary>Somebody cancels between two changes, and the target finishes its batch.</summary>
    CancelledBetweenBatches,

    /// <summary>Reading is disturbed, and succeeds in the end or not.</summary>
    UnsteadyReads,

    /// <summary>A request or two of those that write go wrong, as they do over any network; nothing must come of that.</summary>
    Hiccups,

    /// <summary>Many requests go wrong, in all kinds of ways.</summary>
    UnsteadyWrites,

    /// <summary>From some request on there are no answers, or none but that the service is down.</summary>
    GoesDown,

    /// <summary>From some request on the key is refused.</summary>
    RefusesTheKey,

    /// <summary>Some requests are not answered until their time is over.</summary>
    Stalls,
}

/// <summary>What goes wrong in one sync.</summary>
internal sealed class Faults(SourceFault source, TargetFault target, Random random)
{
    /// <summary>What can go wrong at a target that is called directly.</summary>
    public static IReadOnlyList<TargetFault> OfModel { get; } =
    [
        TargetFault.Unreadable, TargetFault.RefusesOne, TargetFault.RefusesSome, TargetFault.RefusesAll, TargetFault.FailsBeforeBatch, TargetFault.FailsAfterBatch,
        TargetFault.Crashes, TargetFault.LosesAnswers, TargetFault.CancelledAtOnce, TargetFault.CancelledBetweenBatches,
    ];

    public static Faults None(Random random) => new(SourceFault.None, TargetFault.None, random);

    public SourceFault Source => source;

    public TargetFault Target => target;

    /// <summary>How many changes, or entries, or accounts, come before it.</summary>
    public int After { get; } = random.Next(random.Next(2) == 0 ? 4 : 20);

    public bool IsReadComplete => source != SourceFault.Truncated && target != TargetFault.Unreadable;

    /// <summary>Whether all of a plan is to be applied all the same.</summary>
    public bool IsHarmless => target is TargetFault.None or TargetFault.UnsteadyReads or TargetFault.Hiccups;

    public static Faults Any(Random random, IReadOnlyList<TargetFault> possible) => random.Next(3) switch
    {
        0 => None(random),
        1 => new Faults((SourceFault)random.Next(1, Enum.GetValues<SourceFault>().Length), TargetFault.None, random),
        _ => AnyOfTarget(random, possible),
    };

    public static Faults AnyOfTarget(Random random, IReadOnlyList<TargetFault> possible) => new(SourceFault.None, possible[random.Next(possible.Count)], random);

    /// <summary>What the directory says when it was asked.</summary>
    public IReadOnlyList<Person> Deliver(IReadOnlyList<Person> people) => source switch
    {
        SourceFault.Truncated => [.. people.Take(After)],
        SourceFault.Nothing => [],
        SourceFault.EmptyAttributes => [.. people.Select(person => random.Next(3) switch { 0 => person with { Mail = [] }, 1 => person with { Proxies = [] }, _ => person })],
        SourceFault.DuplicateIds => [.. people.Select(person => random.Next(3) == 0 ? person with { Id = people[0].Id } : person)],
        SourceFault.EmptyIds => [.. people.Select(person => random.Next(2) == 0 ? person with { Id = Guid.Empty } : person)],
        _ => [.. people],
    };

    /// <summary>Whether a change is done, and what is said of it: applied, failed, or nothing.</summary>
    public (bool IsDone, bool? IsApplied) Answer(AccountChange change) => target switch
    {
        TargetFault.RefusesAll => (false, false),
        TargetFault.RefusesSome when random.Next(4) == 0 => (false, false),
        TargetFault.RefusesOne when Mailboxes.Key(change.Account)[0] == "abcdefghijk"[After % 11] => (false, false),
        TargetFault.LosesAnswers => random.Next(6) switch { 0 => (true, false), 1 => (true, null), 2 => (false, null), _ => (true, true) },
        _ => (true, true),
    };

    public override string ToString() => source != SourceFault.None ? $"source {source} after {After}" : $"target {target} after {After}";
}
