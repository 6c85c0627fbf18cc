using System.Globalization;

namespace LdapSync.MailRoute.FakeServer.Data;

/// <summary>What every stored object has.</summary>
internal abstract class Row(int id, DateTimeOffset created)
{
    public int Id { get; } = id;

    public string IdText { get; } = id.ToString(CultureInfo.InvariantCulture);

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Updated { get; set; } = created;
}

internal sealed class Domain(int id, DateTimeOffset created, string name, StringComparison comparison) : Row(id, created)
{
    public string Name { get; } = name;

    public HashSet<Account> Accounts { get; } = [];

    /// <summary>Who has a localpart: an account or an alias, never both.</summary>
    public Dictionary<string, Row> Owners { get; } = new(StringComparer.FromComparison(comparison));
}

internal sealed class DomainAlias(int id, DateTimeOffset created, string name, Domain domain) : Row(id, created)
{
    public string Name { get; } = name;

    public Domain Domain { get; } = domain;
}

internal sealed class Account(int id, DateTimeOffset created, Domain domain, string localpart) : Row(id, created)
{
    public Domain Domain { get; } = domain;

    public string Localpart { get; set; } = localpart;

    public AccountState State { get; set; }

    public int Priority { get; set; }

    public List<Alias> Aliases { get; } = [];
}

internal sealed class Alias(int id, DateTimeOffset created, Account account, string localpart) : Row(id, created)
{
    public Account Account { get; } = account;

    public string Localpart { get; } = localpart;
}
