namespace LdapSync.Quickstart;

/// <summary>What the program is asked to do.</summary>
internal enum Verb
{
    /// <summary>No verb: sync the made-up company.</summary>
    Demo,
    Plan,
    Sync,
    Apply,
    Test,
    Record,
    Compare,
    Lint,
    Explain,
    History,
}

/// <summary>A verb as command line, usage and messages know it.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Operand">What has to follow it, as the usage calls it; null: nothing.</param>
/// <param name="ReadsDirectory">Whether it reads the directory of the settings, or an LDIF file in its place.</param>
/// <param name="Does">What it does.</param>
internal sealed record KnownVerb(Verb Verb, string? Operand, bool ReadsDirectory, string Does)
{
    /// <summary>All that can be typed, in the order of the usage.</summary>
    public static IReadOnlyList<KnownVerb> All { get; } =
    [
        new(Verb.Plan, null, true, "show what a sync would do; writes nothing"),
        new(Verb.Sync, null, true, "do it"),
        new(Verb.Test, null, true, "ask every server how far a sync would get, and show what is found; needs no target"),
        new(Verb.Apply, "FILE", true, "do what a saved plan says, if a sync would do the same now"),
        new(Verb.Record, "FILE", true, "keep every entry below BaseDns in this LDIF file, to try settings on it by --ldif FILE"),
        new(Verb.Compare, "SETTINGS.json", true, "show what would change with these settings on top; writes nothing"),
        new(Verb.Lint, null, true, "show exclusions and a filter that do what nobody meant; writes nothing"),
        new(Verb.Explain, "ADDRESS", true, "tell why a mail address is added, deleted, kept or left out; writes nothing"),
        new(Verb.History, null, false, "list the syncs of the target file, newest first"),
    ];

#pragma warning disable CA1308 // A verb is typed in small letters; this compares nothing.
    public string Name => Verb.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    public string NameAndOperand => Operand is null ? Name : $"{Name} {Operand}";

    public static KnownVerb? Find(string name) => All.FirstOrDefault(known => known.Name == name);

    /// <summary>The row of a verb; null for the made-up company, which has none.</summary>
    public static KnownVerb? Of(Verb verb) => All.FirstOrDefault(known => known.Verb == verb);

    /// <summary>Names for a sentence: <c>plan, sync or test</c>.</summary>
    public static string Names(Func<KnownVerb, bool> which)
    {
        string[] names = [.. All.Where(which).Select(known => known.Name)];
        return names is [.. var some, var last] && some.Length > 0 ? $"{string.Join(", ", some)} or {last}" : string.Concat(names);
    }
}
