using LdapSync.Planning;

namespace LdapSync;

/// <summary>One mailbox of the model. Its number is its identity: mail that lies in it goes where the number goes, whatever the addresses.</summary>
internal sealed record class Mailbox(int Number)
{
    public required string Primary { get; set; }

    public AccountKind Kind { get; set; }

    public string? SourceId { get; set; }

    public SortedSet<string> Aliases { get; init; } = new(StringComparer.Ordinal);

    public IEnumerable<string> Addresses => Aliases.Prepend(Primary);

    public Mailbox Copy() => this with { Aliases = new(Aliases, StringComparer.Ordinal) };

    public override string ToString() => $"#{Number} {Primary} {Kind} {SourceId} [{string.Join(", ", Aliases)}]";
}

/// <summary>
/// What the simulated target has. Stricter than any real target: a change that is not possible, or that would do nothing,
/// breaks a rule. Addresses are plain text in lower case here, so that no mistake of the library's own address type goes unnoticed.
/// </summary>
/// <param name="capabilities">What the target can do.</param>
internal sealed class Mailboxes(TargetCapabilities capabilities)
{
    private readonly Dictionary<string, Mailbox> _owners = new(StringComparer.Ordinal);
    private readonly bool _keepsIds = capabilities.HasFlag(TargetCapabilities.SourceIds);
    private int _created;

    public IEnumerable<Mailbox> All => _owners.Where(owner => owner.Key == owner.Value.Primary).Select(owner => owner.Value);

    public IEnumerable<string> Addresses => _owners.Keys;

    public Mailbox? OwnerOf(string address) => _owners.GetValueOrDefault(address);

    public Mailbox? Named(string primary) => OwnerOf(primary) is { } mailbox && mailbox.Primary == primary ? mailbox : null;

    public static string Key(EmailAddress address) => address.ToString().ToLowerInvariant();

    public Mailboxes Copy()
    {
        var copy = new Mailboxes(capabilities) { _created = _created };
        foreach (var mailbox in All.Select(mailbox => mailbox.Copy()))
        {
            foreach (var address in mailbox.Addresses) copy._owners.Add(address, mailbox);
        }
        return copy;
    }

    public bool IsSameAs(Mailboxes other) => All.Select(mailbox => $"{mailbox}").Order(StringComparer.Ordinal).SequenceEqual(other.All.Select(mailbox => $"{mailbox}").Order(StringComparer.Ordinal));

    /// <summary>Takes over what a target has that keeps its accounts itself.</summary>
    public void Become(IEnumerable<Mailbox> mailboxes)
    {
        _owners.Clear();
        foreach (var mailbox in mailboxes)
        {
            foreach (var address in mailbox.Addresses) _owners.Add(address, mailbox);
            _created = Math.Max(_created, mailbox.Number);
        }
    }

    /// <summary>What an administrator does by hand; addresses that somebody has already are left out.</summary>
    public void Create(string primary, AccountKind kind, IEnumerable<string> aliases, string? sourceId)
    {
        var mailbox = new Mailbox(++_created) { Primary = primary, Kind = kind, SourceId = _keepsIds ? sourceId : null };
        if (!_owners.TryAdd(primary, mailbox)) return;
        foreach (var alias in aliases.Where(alias => _owners.TryAdd(alias, mailbox))) mailbox.Aliases.Add(alias);
    }

    public void Remove(string address)
    {
        if (!_owners.Remove(address, out var mailbox)) return;
        if (address != mailbox.Primary) mailbox.Aliases.Remove(address);
        else foreach (var alias in mailbox.Aliases) _owners.Remove(alias);
    }

    /// <summary>Makes a change; a reason is the rule that it breaks, and then nothing was changed.</summary>
    public string? Apply(AccountChange change)
    {
        var account = Key(change.Account);
        var mailbox = Named(account);
        if (change.Kind == ChangeKind.AddAccount) return AddAccount(change, account);
        if (mailbox is null) return $"there is no account {account}";
        return change.Kind switch
        {
            ChangeKind.DeleteAccount => Delete(account),
            ChangeKind.AddAlias => AddAlias(mailbox, Key(change.Alias!.Value)),
            ChangeKind.RemoveAlias => RemoveAlias(mailbox, Key(change.Alias!.Value)),
            ChangeKind.SetKind => SetKind(mailbox, change.AccountKind!.Value),
            ChangeKind.RenameAccount => Rename(mailbox, Key(change.NewAddress!.Value), change.SourceId),
            ChangeKind.MoveAlias => MoveAlias(Key(change.From!.Value), mailbox, Key(change.Alias!.Value)),
            ChangeKind.SetSourceId => SetSourceId(mailbox, change.SourceId),
            _ => $"{change.Kind} is unknown",
        };
    }

    private string? AddAccount(AccountChange change, string account)
    {
        if (OwnerOf(account) is { } owner) return Taken(account, owner);
        Create(account, change.AccountKind!.Value, [], change.SourceId);
        return null;
    }

    private string? Delete(string account)
    {
        Remove(account);
        return null;
    }

    private string? AddAlias(Mailbox mailbox, string alias)
    {
        if (OwnerOf(alias) is { } owner) return Taken(alias, owner);
        if (CannotHaveAliases(mailbox)) return $"{mailbox} cannot get aliases";
        _owners.Add(alias, mailbox);
        mailbox.Aliases.Add(alias);
        return null;
    }

    private string? RemoveAlias(Mailbox mailbox, string alias)
    {
        if (!mailbox.Aliases.Contains(alias)) return $"{alias} is no alias of {mailbox}";
        Remove(alias);
        return null;
    }

    private string? MoveAlias(string from, Mailbox to, string alias) =>
        CannotHaveAliases(to) ? $"{to} cannot get aliases"
        : Named(from)?.Aliases.Contains(alias) == true && RemoveAlias(Named(from)!, alias) is null ? AddAlias(to, alias)
        : $"{alias} is no alias of {from}";

    private string? SetKind(Mailbox mailbox, AccountKind kind)
    {
        if (mailbox.Kind == kind) return $"{mailbox} is one already";
        mailbox.Kind = kind;
        // What it still has, hidden from the sync, goes as with an account that is deleted.
        if (CannotHaveAliases(mailbox)) foreach (var alias in mailbox.Aliases.ToArray()) Remove(alias);
        return null;
    }

    private string? SetSourceId(Mailbox mailbox, string? id)
    {
        if (!_keepsIds || mailbox.SourceId == id) return $"{mailbox} has no use for the id {id}";
        mailbox.SourceId = id;
        return null;
    }

    private string? Rename(Mailbox mailbox, string to, string? id)
    {
        if (mailbox.SourceId != id) return $"{mailbox} is somebody else";
        if (OwnerOf(to) is { } owner && owner != mailbox) return Taken(to, owner);
        _owners.Remove(mailbox.Primary);
        mailbox.Aliases.Remove(to);
        mailbox.Primary = to;
        _owners[to] = mailbox;
        return null;
    }

    private bool CannotHaveAliases(Mailbox mailbox) => mailbox.Kind == AccountKind.DistributionList && capabilities.HasFlag(TargetCapabilities.ListsWithoutAliases);

    private static string Taken(string address, Mailbox owner) => $"{address} belongs to {owner}";
}
