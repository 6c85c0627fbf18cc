using LdapSync.Planning;

namespace LdapSync.Sqlite;

/// <summary>What a target must do, in the most obvious way: the yardstick for random sequences.</summary>
internal sealed class AccountModel
{
    private readonly SortedDictionary<string, (EmailAddress Primary, AccountKind Kind, string? SourceId, List<EmailAddress> Aliases)> _accounts = new(StringComparer.Ordinal);

    /// <summary>True when the change is applied, false when it fails.</summary>
    public bool Apply(AccountChange change)
    {
        var key = change.Account.Canonical;
        var exists = _accounts.TryGetValue(key, out var account);
        switch (change.Kind)
        {
            case ChangeKind.AddAccount when exists:
                _accounts[key] = account with { Kind = change.AccountKind!.Value, SourceId = change.SourceId ?? account.SourceId };
                return true;
            case ChangeKind.AddAccount:
                if (OwnerOf(change.Account) is not null) return false;
                _accounts[key] = (change.Account, change.AccountKind!.Value, change.SourceId, []);
                return true;
            case ChangeKind.DeleteAccount:
                _accounts.Remove(key);
                return true;
            case ChangeKind.AddAlias:
                if (!exists) return false;
                if (OwnerOf(change.Address) is { } owner) return owner == key;
                account.Aliases.Add(change.Address);
                return true;
            case ChangeKind.RemoveAlias:
                if (exists && change.Address == change.Account) return false;
                if (exists) account.Aliases.Remove(change.Address);
                return true;
            case ChangeKind.SetKind:
                if (exists) _accounts[key] = account with { Kind = change.AccountKind!.Value };
                return exists;
            case ChangeKind.SetSourceId:
                if (exists) _accounts[key] = account with { SourceId = change.SourceId };
                return exists;
            case ChangeKind.MoveAlias:
                if (!exists || change.Alias == change.Account) return false;
                var source = change.From!.Value.Canonical;
                if (OwnerOf(change.Address) is not { } holder)
                {
                    account.Aliases.Add(change.Address);
                    return true;
                }
                if (holder == key) return true;
                if (holder != source || change.Address == change.From) return false;
                _accounts[source].Aliases.Remove(change.Address);
                account.Aliases.Add(change.Address);
                return true;
            case ChangeKind.RenameAccount:
                return Rename(change, exists);
            default:
                throw new NotSupportedException($"{change.Kind}");
        }
    }

    private bool Rename(AccountChange change, bool exists)
    {
        var (from, to) = (change.Account.Canonical, change.Address.Canonical);
        var isThere = _accounts.TryGetValue(to, out var there);
        if (isThere && change.SourceId is not null && there.SourceId == change.SourceId) return true;
        if (!exists) return isThere && change.SourceId is null;
        if (change.SourceId is not null && _accounts[from].SourceId != change.SourceId) return false;
        if (OwnerOf(change.Address) is { } owner && owner != from) return false;
        var account = _accounts[from];
        account.Aliases.Remove(change.Address);
        _accounts.Remove(from);
        _accounts.Add(to, account with { Primary = change.Address });
        return true;
    }

    public IEnumerable<MailAccount> Accounts() =>
        _accounts.Values.Select(a => new MailAccount(a.Primary, a.Kind, [.. a.Aliases]) { SourceId = a.SourceId });

    private string? OwnerOf(EmailAddress address) =>
        _accounts.FirstOrDefault(a => a.Key == address.Canonical || a.Value.Aliases.Contains(address)).Key;
}
