namespace LdapSync.Planning;

/// <summary>What becomes of an address, or what keeps it out of the plan; the latter in the order of the flow, so that the last step reached is the answer.</summary>
public enum AddressVerdict
{
    /// <summary>Nobody has it, so far as is known: neither the target nor an entry that was read, nor one that a look-up found.</summary>
    NotFound,

    /// <summary>Only an entry outside every base DN has it.</summary>
    OutsideBases,

    /// <summary>Only an entry that the search filter leaves out has it.</summary>
    Filtered,

    /// <summary>Its entry asks for no account: it is disabled, or has no readable address of its own.</summary>
    EntrySkipped,

    /// <summary>It stands only in attributes that the settings do not name.</summary>
    NotRead,

    /// <summary>It stands there only as another kind of address, such as <c>sip:</c>.</summary>
    OtherKind,

    /// <summary>It stands there only as part of a value that is no mail address.</summary>
    InvalidValue,

    /// <summary>An exclusion hides it, or the account that has it.</summary>
    Excluded,

    /// <summary>Its domain is not served, or that of its account.</summary>
    NotServed,

    /// <summary>It is an alias of a distribution list, and the target's lists have none.</summary>
    NotPossible,

    /// <summary>Whoever asks for it lost it, or the own address of the account, to another.</summary>
    LostConflict,

    /// <summary>A look-up found an entry that asks for it, which the plan did not see: the directory has changed since, or compares otherwise than this library.</summary>
    ChangedSince,

    /// <summary>The target has it, nobody gets it, and the plan leaves it there all the same.</summary>
    Kept,

    /// <summary>The target has it where the directory wants it.</summary>
    Unchanged,

    /// <summary>It stays, and its account becomes a list, a mailbox, or a standard account.</summary>
    KindChanged,

    /// <summary>It becomes deliverable.</summary>
    Added,

    /// <summary>It is taken from an account that stays.</summary>
    Removed,

    /// <summary>It goes with its account.</summary>
    Deleted,

    /// <summary>It passes from one account to another.</summary>
    Moved,

    /// <summary>It is the old or the new own address of an account that is renamed.</summary>
    Renamed,

    /// <summary>It names an account between two renames, and nobody before or after.</summary>
    InTransit,
}

/// <summary>Where in the directory an address stands.</summary>
/// <param name="Dn">The entry.</param>
/// <param name="Attribute">The attribute, as the directory spells it; null where only the entry is known.</param>
/// <param name="Value">The value as it stands there; null where only the entry is known.</param>
public sealed record AddressOrigin(string Dn, string? Attribute, string? Value);

/// <summary>A change that concerns an address.</summary>
/// <param name="Position">Its position in <see cref="SyncPlan.Changes"/>.</param>
/// <param name="Change">The change.</param>
/// <param name="WithheldBecause">Why it is not applied as things stand; null when it is.</param>
public sealed record ExplainedChange(int Position, AccountChange Change, string? WithheldBecause);

/// <summary>
/// Why an address is what it is: <see cref="SyncPlan.Explain"/> tells it from what the plan knows, <see cref="SyncRunner.ExplainAsync(EmailAddress, CancellationToken)"/>
/// looks into the directory besides. Immutable.
/// </summary>
public sealed record Explanation
{
    internal Explanation()
    {
    }

    /// <summary>The address as it was asked for.</summary>
    public required EmailAddress Address { get; init; }

    /// <summary>The address that it counts as: in the parent of an alias domain (R7), else the same.</summary>
    public required EmailAddress CountsAs { get; init; }

    /// <summary>The answer.</summary>
    public required AddressVerdict Verdict { get; init; }

    /// <summary>The account that gets or keeps the address as the directory wants it; null when none does.</summary>
    public required MailAccount? Wanted { get; init; }

    /// <summary>The account that has it at the target, as that lists it; null when none has.</summary>
    public required MailAccount? Existing { get; init; }

    /// <summary>Where it stands in the directory. What a plan alone knows is the entry; attribute and raw value come with a look-up.</summary>
    public required IReadOnlyList<AddressOrigin> Origins { get; init; }

    /// <summary>What decided, a sentence each, in the order of the flow. Control characters in names and values are written as <c>\u000a</c>.</summary>
    public required IReadOnlyList<string> Decisions { get; init; }

    /// <summary>The changes that concern it, in the order of the plan; whether a plan is refused as a whole stands with each.</summary>
    public required IReadOnlyList<ExplainedChange> Changes { get; init; }

    /// <summary>The answer in one line.</summary>
    public override string ToString() => $"{Address}: {Answer}{Reservation}.";

    /// <summary>The same with what a look-up in the directory found.</summary>
    internal Explanation With(IReadOnlyList<EntryFinding> findings, IEnumerable<string> notes)
    {
        var known = Origins.Select(origin => origin.Dn).ToHashSet(StringComparer.Ordinal);
        var found = findings.Select(finding => finding.Dn).ToHashSet(StringComparer.Ordinal);
        // What the plan knows of an entry, it has said.
        var unknown = findings.Where(finding => !known.Contains(finding.Dn)).ToList();
        return this with
        {
            Verdict = Verdict == AddressVerdict.NotFound && unknown.Count > 0 ? unknown.Max(finding => finding.Verdict) : Verdict,
            Origins = [.. findings.SelectMany(finding => finding.Origins), .. Origins.Where(origin => !found.Contains(origin.Dn))],
            Decisions = [.. Decisions, .. unknown.Select(finding => $"{InWords.Shown(finding.Dn)}: {finding.Reason}."), .. notes],
        };
    }

    private string Answer => Verdict switch
    {
        AddressVerdict.NotFound => "neither the directory nor the target has it",
        AddressVerdict.OutsideBases => "its entry is outside every base DN",
        AddressVerdict.Filtered => "the search filter leaves its entry out",
        AddressVerdict.EntrySkipped => "its entry asks for no account",
        AddressVerdict.NotRead => "it stands only in attributes that are not read",
        AddressVerdict.OtherKind => "it stands in the directory as another kind of address only",
        AddressVerdict.InvalidValue => "the value it stands in is no mail address",
        AddressVerdict.Excluded => "an exclusion hides it",
        AddressVerdict.NotServed => "its domain or that of its account is not served",
        AddressVerdict.NotPossible => "it is an alias of a distribution list, and the target's lists have none",
        AddressVerdict.LostConflict => "whoever asks for it lost a conflict",
        AddressVerdict.ChangedSince => "an entry asks for it now that the plan did not see",
        AddressVerdict.Kept => $"it is kept on {Existing} although nobody asks for it",
        AddressVerdict.Unchanged => $"it stays {Role(Wanted)}",
        AddressVerdict.KindChanged => "it stays, and its account changes in kind",
        AddressVerdict.Added => $"it is added, {Role(Wanted)}",
        AddressVerdict.Removed => $"it is removed from {Existing}",
        AddressVerdict.Deleted => $"it goes with its account {Existing}, which is deleted",
        AddressVerdict.Moved => $"it passes from {Existing} to {Wanted}",
        AddressVerdict.Renamed => $"it takes part in a rename: {Changes.First(change => change.Change.Kind == ChangeKind.RenameAccount).Change}",
        _ => "it names an account between two renames",
    };

    private string Reservation => Changes.Any(change => change.WithheldBecause is not null) ? ", but not as things stand: changes are withheld" : "";

    private string Role(MailAccount? account) => account?.Primary == CountsAs ? "the own address of an account" : $"an alias of {account}";
}
