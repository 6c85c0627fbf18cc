namespace LdapSync.MailRoute.FakeServer.Data;

/// <summary>
/// The service's data and the rules that hold whoever writes. Whoever calls holds <see cref="Gate"/>: one request is one transaction.
/// </summary>
internal sealed class MailStore(FakeMailRouteOptions options)
{
    private readonly Random _random = new(options.Seed);
    private int _lastId;

    public Lock Gate { get; } = new();

    /// <summary>Whether the service has ended: no request is carried out any more.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Grows with every write.</summary>
    public long Version { get; private set; }

    public Dictionary<int, Domain> Domains { get; } = [];

    public Dictionary<int, DomainAlias> DomainAliases { get; } = [];

    public Dictionary<int, Account> Accounts { get; } = [];

    public Dictionary<int, Alias> Aliases { get; } = [];

    public Domain? DomainOf(string name) => Domains.Values.FirstOrDefault(domain => string.Equals(domain.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The account or alias that has an address; null when nobody has.</summary>
    public Row? Owner(string address)
    {
        var at = address.LastIndexOf('@');
        return at < 0 ? null : DomainOf(address[(at + 1)..])?.Owners.GetValueOrDefault(address[..at]);
    }

    public Domain AddDomain(string name)
    {
        var domain = new Domain(NextId(), Now, name, options.Comparison);
        return Domains[domain.Id] = domain;
    }

    public DomainAlias AddDomainAlias(string name, Domain parent)
    {
        var alias = new DomainAlias(NextId(), Now, name, parent);
        return DomainAliases[alias.Id] = alias;
    }

    public Account AddAccount(Domain domain, string localpart)
    {
        var account = new Account(NextId(), Now, domain, localpart);
        domain.Owners.Add(localpart, account);
        domain.Accounts.Add(account);
        return Accounts[account.Id] = account;
    }

    public Alias AddAlias(Account account, string localpart)
    {
        var alias = new Alias(NextId(), Now, account, localpart);
        account.Domain.Owners.Add(localpart, alias);
        account.Aliases.Add(alias);
        account.Updated = Now;
        return Aliases[alias.Id] = alias;
    }

    /// <summary>Deletes an account, and its aliases with it.</summary>
    public void Delete(Account account)
    {
        DropAliases(account);
        account.Domain.Accounts.Remove(account);
        account.Domain.Owners.Remove(account.Localpart);
        Accounts.Remove(account.Id);
        Version++;
    }

    public void Delete(Alias alias)
    {
        alias.Account.Aliases.Remove(alias);
        alias.Account.Updated = Now;
        alias.Account.Domain.Owners.Remove(alias.Localpart);
        Aliases.Remove(alias.Id);
        Version++;
    }

    public void Rename(Account account, string localpart)
    {
        account.Domain.Owners.Remove(account.Localpart);
        account.Domain.Owners.Add(localpart, account);
        account.Localpart = localpart;
        Touch(account);
    }

    /// <summary>Changes the kind. A list loses its aliases, unless <see cref="FakeMailRouteOptions.ListsKeepAliases"/> is set.</summary>
    public void SetState(Account account, AccountState state)
    {
        account.State = state;
        if (state == AccountState.DistributionList && !options.ListsKeepAliases) DropAliases(account);
        Touch(account);
    }

    public void SetPriority(Account account, int priority)
    {
        account.Priority = priority;
        Touch(account);
    }

    private DateTimeOffset Now => options.Clock.GetUtcNow();

    // Not dense, so that nobody can guess the next one.
    private int NextId()
    {
        Version++;
        return _lastId += 1 + _random.Next(40);
    }

    private void Touch(Account account)
    {
        account.Updated = Now;
        Version++;
    }

    private void DropAliases(Account account)
    {
        foreach (var alias in account.Aliases.ToArray()) Delete(alias);
    }
}
