using LdapSync.Planning;

namespace LdapSync.Contracts;

/// <summary>Changes that do not depend on each other: in whatever order they are made, each fares the same and the end is the same.</summary>
public sealed class ChangeBatch(AccountModel model)
{
    private readonly List<AccountChange> _changes = [];
    private readonly HashSet<AccountChange> _applied = [];
    private readonly HashSet<(Facet, string)> _read = [];
    private readonly HashSet<(Facet, string)> _written = [];

    /// <summary>What of an account, or of an address, a change looks at or changes.</summary>
    private enum Facet
    {
        Existence,
        Kind,
        SourceId,
        Owner,
    }

    public IReadOnlyList<AccountChange> Changes => _changes;

    /// <summary>The changes that the model says are applied; the others fail.</summary>
    public IReadOnlySet<AccountChange> Applied => _applied;

    /// <summary>Whether a target shall apply it that has not applied the batch before.</summary>
    public bool IsByAnother { get; init; }

    /// <summary>Whether the change depends on none in the batch, nor any on it.</summary>
    public bool HasRoomFor(AccountChange change)
    {
        var (reads, writes) = Footprint(change);
        return !writes.Exists(what => _read.Contains(what) || _written.Contains(what)) && !reads.Exists(_written.Contains);
    }

    /// <summary>Adds the change and applies it to the model, if a plan could ask for it.</summary>
    public void Add(AccountChange change)
    {
        if (!model.MayBeAsked(change)) return;
        var (reads, writes) = Footprint(change);
        _read.UnionWith(reads);
        _written.UnionWith(writes);
        _changes.Add(change);
        if (model.Apply(change)) _applied.Add(change);
    }

    private (List<(Facet, string)> Reads, List<(Facet, string)> Writes) Footprint(AccountChange change)
    {
        var (account, address) = (change.Account.Canonical, change.Address.Canonical);
        return change.Kind switch
        {
            ChangeKind.AddAccount => ([], All(account)),
            ChangeKind.DeleteAccount => ([], [.. All(account), .. AliasesOf(change.Account)]),
            ChangeKind.RenameAccount => ([], [.. All(account), .. All(address)]),
            ChangeKind.SetKind => ([(Facet.Existence, account)], [(Facet.Kind, account)]),
            ChangeKind.SetSourceId => ([(Facet.Existence, account)], [(Facet.SourceId, account)]),
            // Of the kind too: a list may not be able to have aliases.
            _ => ([(Facet.Existence, account), (Facet.Kind, account), .. change.From is { } from ? [(Facet.Existence, from.Canonical)] : Array.Empty<(Facet, string)>()], [(Facet.Owner, address)]),
        };

        static List<(Facet, string)> All(string account) => [.. Enum.GetValues<Facet>().Select(facet => (facet, account))];
    }

    private IEnumerable<(Facet, string)> AliasesOf(EmailAddress account) =>
        model.OwnerOf(account) is { } found && found.Primary == account ? found.Aliases.Select(alias => (Facet.Owner, alias.Canonical)) : [];
}
