using System.Runtime.CompilerServices;
using LdapSync.Planning;

namespace LdapSync.Targets;

/// <summary>A target that keeps its accounts in memory: for tests of sync rules, and the model of how a target answers. Not for use by several threads.</summary>
public sealed class InMemoryTarget : ISyncTarget
{
    private readonly Dictionary<EmailAddress, Mailbox> _accounts = [];
    private readonly Dictionary<EmailAddress, Mailbox> _owners = [];

    /// <summary>A target that has these accounts.</summary>
    /// <exception cref="ArgumentException">An address belongs to two of them.</exception>
    public InMemoryTarget(IEnumerable<MailAccount>? accounts = null)
    {
        foreach (var account in accounts ?? [])
        {
            var mailbox = new Mailbox(account.Primary) { Kind = account.Kind, SourceId = account.SourceId };
            foreach (var address in account.Aliases.Prepend(account.Primary))
            {
                if (!_owners.TryAdd(address, mailbox)) throw new ArgumentException($"The address {address} belongs to two accounts.", nameof(accounts));
            }
            mailbox.Aliases.AddRange(account.Aliases);
            _accounts.Add(account.Primary, mailbox);
        }
    }

    /// <inheritdoc/>
    public string Name { get; init; } = "memory";

    /// <summary>Default: everything.</summary>
    public TargetCapabilities Capabilities { get; init; } = TargetCapabilities.Rename | TargetCapabilities.AtomicMove | TargetCapabilities.SourceIds;

    private bool KeepsIds => Capabilities.HasFlag(TargetCapabilities.SourceIds);

    /// <summary>The accounts, sorted by address, their aliases too.</summary>
    public IReadOnlyList<MailAccount> Accounts =>
        [.. _accounts.Values
            .Select(mailbox => new MailAccount(mailbox.Primary, mailbox.Kind, [.. mailbox.Aliases.Order()]) { SourceId = KeepsIds ? mailbox.SourceId : null })
            .OrderBy(account => account.Primary)];

    /// <inheritdoc/>
    public async IAsyncEnumerable<MailAccount> ReadAccountsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var account in Accounts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return account;
        }
        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ChangeOutcome>> ApplyAsync(IReadOnlyList<AccountChange> batch, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<ChangeOutcome>>([.. batch.Select(Apply)]);
    }

    private ChangeOutcome Apply(AccountChange change)
    {
        var reason = change.Kind switch
        {
            ChangeKind.AddAccount => AddAccount(change),
            ChangeKind.DeleteAccount => DeleteAccount(change.Account),
            ChangeKind.AddAlias => AddAlias(change.Account, change.Alias!.Value),
            ChangeKind.RemoveAlias => RemoveAlias(change.Account, change.Alias!.Value),
            ChangeKind.SetKind => SetKind(change.Account, change.AccountKind!.Value),
            ChangeKind.RenameAccount => RenameAccount(change),
            ChangeKind.MoveAlias => MoveAlias(change.From!.Value, change.Account, change.Alias!.Value),
            ChangeKind.SetSourceId => SetSourceId(change.Account, change.SourceId),
            _ => $"{change.Kind} is not known to this target.",
        };
        return reason is null ? ChangeOutcome.Applied(change) : ChangeOutcome.Failed(change, reason);
    }

    private string? AddAccount(AccountChange change)
    {
        if (_owners.TryGetValue(change.Account, out var owner) && owner.Primary != change.Account) return Taken(change.Account, owner);
        if (owner is null)
        {
            owner = new Mailbox(change.Account);
            _accounts.Add(change.Account, owner);
            _owners.Add(change.Account, owner);
        }
        owner.Kind = change.AccountKind!.Value;
        owner.SourceId = change.SourceId ?? owner.SourceId;
        return null;
    }

    private string? DeleteAccount(EmailAddress account)
    {
        if (!_accounts.Remove(account, out var mailbox)) return null;
        _owners.Remove(account);
        foreach (var alias in mailbox.Aliases) _owners.Remove(alias);
        return null;
    }

    private string? AddAlias(EmailAddress account, EmailAddress alias)
    {
        if (!_accounts.TryGetValue(account, out var mailbox)) return Missing(account);
        if (_owners.TryGetValue(alias, out var owner)) return owner == mailbox && alias != account ? null : Taken(alias, owner);
        _owners.Add(alias, mailbox);
        mailbox.Aliases.Add(alias);
        return null;
    }

    private string? RemoveAlias(EmailAddress account, EmailAddress alias)
    {
        if (alias == account) return $"{alias} is the account's own address, not an alias.";
        if (_accounts.TryGetValue(account, out var mailbox) && mailbox.Aliases.Remove(alias)) _owners.Remove(alias);
        return null;
    }

    private string? SetKind(EmailAddress account, AccountKind kind)
    {
        if (!_accounts.TryGetValue(account, out var mailbox)) return Missing(account);
        mailbox.Kind = kind;
        return null;
    }

    private string? RenameAccount(AccountChange change)
    {
        var (from, to, id) = (change.Account, change.NewAddress!.Value, KeepsIds ? change.SourceId : null);
        if (_accounts.TryGetValue(to, out var present) && id is not null && present.SourceId == id) return null;
        if (!_accounts.TryGetValue(from, out var mailbox)) return present is not null && id is null ? null : Missing(from);
        if (id is not null && mailbox.SourceId != id) return $"The account {from} is another one by now.";
        if (_owners.TryGetValue(to, out var owner) && owner != mailbox) return Taken(to, owner);
        mailbox.Aliases.Remove(to);
        _accounts.Remove(from);
        _owners.Remove(from);
        mailbox.Primary = to;
        _accounts.Add(to, mailbox);
        _owners[to] = mailbox;
        return null;
    }

    private string? MoveAlias(EmailAddress from, EmailAddress to, EmailAddress alias)
    {
        if (!_accounts.TryGetValue(to, out var mailbox)) return Missing(to);
        if (_owners.TryGetValue(alias, out var owner) && owner != mailbox && (owner.Primary != from || alias == from)) return Taken(alias, owner);
        if (owner == mailbox) return alias == to ? Taken(alias, owner) : null;
        owner?.Aliases.Remove(alias);
        _owners[alias] = mailbox;
        mailbox.Aliases.Add(alias);
        return null;
    }

    private string? SetSourceId(EmailAddress account, string? sourceId)
    {
        if (!KeepsIds) return "This target keeps no ids.";
        if (!_accounts.TryGetValue(account, out var mailbox)) return Missing(account);
        mailbox.SourceId = sourceId;
        return null;
    }

    private static string Taken(EmailAddress address, Mailbox owner) => $"The address {address} belongs to the account {owner.Primary}.";

    private static string Missing(EmailAddress account) => $"There is no account {account}.";

    private sealed class Mailbox(EmailAddress primary)
    {
        public EmailAddress Primary { get; set; } = primary;

        public AccountKind Kind { get; set; }

        public string? SourceId { get; set; }

        public List<EmailAddress> Aliases { get; } = [];
    }
}
