using LdapSync.Planning;

namespace LdapSync.Contracts;

/// <summary>What a target must do, in the most obvious way: the yardstick for sequences of changes. Accounts are found by canonical addresses.</summary>
/// <param name="capabilities">Those of the target: what it does not keep, the model does not keep either.</param>
public sealed class AccountModel(TargetCapabilities capabilities)
{
    private readonly SortedDictionary<string, MailAccount> _accounts = new(StringComparer.Ordinal);

    public IEnumerable<MailAccount> Accounts => _accounts.Values;

    /// <summary>Whether a plan for such a target could ask for the change now.</summary>
    public bool MayBeAsked(AccountChange change) => change.Kind switch
    {
        ChangeKind.RenameAccount => Can(TargetCapabilities.Rename),
        ChangeKind.MoveAlias => Can(TargetCapabilities.AtomicMove),
        ChangeKind.SetSourceId => Can(TargetCapabilities.SourceIds),
        // What becomes of the aliases of a mailbox that is made a list is left to such a target.
        ChangeKind.AddAccount or ChangeKind.SetKind when Can(TargetCapabilities.ListsWithoutAliases) => change.AccountKind != AccountKind.DistributionList || Find(change.Account) is not { Aliases.Count: > 0 },
        ChangeKind.AddAlias when Can(TargetCapabilities.ListsWithoutAliases) => Find(change.Account) is not { Kind: AccountKind.DistributionList },
        _ => true,
    };

    /// <summary>Makes the change if it is possible; true when it is applied, or was before, false when it fails.</summary>
    public bool Apply(AccountChange change) => change.Kind switch
    {
        ChangeKind.AddAccount => AddAccount(change),
        ChangeKind.DeleteAccount => DeleteAccount(change.Account),
        ChangeKind.AddAlias => AddAlias(change.Account, change.Address),
        ChangeKind.RemoveAlias => RemoveAlias(change.Account, change.Address),
        ChangeKind.SetKind => Replace(change.Account, account => With(account, kind: change.AccountKind)),
        ChangeKind.SetSourceId => Replace(change.Account, account => With(account, sourceId: change.SourceId)),
        ChangeKind.RenameAccount => Rename(change.Account, change.Address, Can(TargetCapabilities.SourceIds) ? change.SourceId : null),
        ChangeKind.MoveAlias => MoveAlias(change.From!.Value, change.Account, change.Address),
        _ => throw new NotSupportedException($"{change.Kind}"),
    };

    /// <summary>The account that has the address, as its own or as an alias.</summary>
    public MailAccount? OwnerOf(EmailAddress address) => _accounts.Values.FirstOrDefault(account => account.Primary == address || account.Aliases.Contains(address));

    private bool AddAccount(AccountChange change)
    {
        var owner = OwnerOf(change.Account);
        if (owner is not null && owner.Primary != change.Account) return false;
        Put(With(owner ?? new MailAccount(change.Account), kind: change.AccountKind, sourceId: change.SourceId));
        return true;
    }

    private bool DeleteAccount(EmailAddress account)
    {
        _accounts.Remove(account.Canonical);
        return true;
    }

    private bool AddAlias(EmailAddress account, EmailAddress alias)
    {
        if (Find(account) is not { } found || alias == account) return false;
        if (OwnerOf(alias) is { } owner) return owner == found;
        Put(With(found, aliases: [.. found.Aliases, alias]));
        return true;
    }

    /// <summary>An account's own address is no alias: mail for it would still arrive, so it does not count as removed.</summary>
    private bool RemoveAlias(EmailAddress account, EmailAddress alias)
    {
        if (alias == account) return false;
        if (Find(account) is { } found) Put(With(found, aliases: Without(found, alias)));
        return true;
    }

    private bool MoveAlias(EmailAddress from, EmailAddress to, EmailAddress alias)
    {
        if (Find(to) is not { } taker || alias == to) return false;
        if (OwnerOf(alias) is { } owner && owner != taker)
        {
            if (owner.Primary != from || alias == from) return false;
            Put(With(owner, aliases: Without(owner, alias)));
        }
        return AddAlias(to, alias);
    }

    private bool Rename(EmailAddress from, EmailAddress to, string? sourceId)
    {
        var present = Find(to);
        if (present is not null && sourceId is not null && present.SourceId == sourceId) return true; // renamed before
        if (Find(from) is not { } account) return present is not null && sourceId is null; // as far as anybody can tell
        if (sourceId is not null && account.SourceId != sourceId) return false;
        if (OwnerOf(to) is { } owner && owner != account) return false;
        _accounts.Remove(from.Canonical);
        Put(new MailAccount(to, account.Kind, Without(account, to)) { SourceId = account.SourceId });
        return true;
    }

    private bool Replace(EmailAddress account, Func<MailAccount, MailAccount> change)
    {
        if (Find(account) is not { } found) return false;
        Put(change(found));
        return true;
    }

    private void Put(MailAccount account) => _accounts[account.Primary.Canonical] = account;

    private MailAccount? Find(EmailAddress account) => _accounts.GetValueOrDefault(account.Canonical);

    private MailAccount With(MailAccount account, AccountKind? kind = null, IReadOnlyList<EmailAddress>? aliases = null, string? sourceId = null) =>
        new(account.Primary, kind ?? account.Kind, aliases ?? account.Aliases) { SourceId = Can(TargetCapabilities.SourceIds) ? sourceId ?? account.SourceId : null };

    private static EmailAddress[] Without(MailAccount account, EmailAddress alias) => [.. account.Aliases.Where(other => other != alias)];

    private bool Can(TargetCapabilities capability) => capabilities.HasFlag(capability);
}
