using LdapSync.Directories;

namespace LdapSync.Contracts;

/// <summary>
/// What <see cref="ILdapDirectorySource"/> and <see cref="DirectoryQuery"/> promise, to be kept by every source: its tests derive this class and show a source that holds
/// the <see cref="ContractCompany"/>. The other parts of the class are the tests; here is how they ask.
/// </summary>
public abstract partial class DirectorySourceContract
{
    /// <summary>The source under test; one that reads anew with every enumeration.</summary>
    protected abstract ILdapDirectorySource Source { get; }

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>A query for everything but the many, unless bases say otherwise.</summary>
    protected static DirectoryQuery Query(string filter, params string[] bases) => new(
        [.. (bases.Length == 0 ? [ContractCompany.North, ContractCompany.Sales] : bases).Select(DistinguishedName.Parse)],
        LdapFilter.Parse(filter),
        ["mail", "proxyAddresses"]);

    protected async Task<IReadOnlyList<LdapEntry>> ReadAsync(DirectoryQuery query) => await Source.ReadAsync(query, Cancelled).ToListAsync(Cancelled);

    /// <summary>The names of the entries, sorted, since a source delivers them in any order.</summary>
    protected async Task<string[]> NamesAsync(DirectoryQuery query) => Sorted((await ReadAsync(query)).Select(ContractCompany.NameOf));

    protected static string[] Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];

    /// <summary>The one entry of that name below the usual bases.</summary>
    protected async Task<LdapEntry> EntryAsync(string cn, params string[] attributes) =>
        Assert.Single(await ReadAsync(Query($"(cn={cn})") with { Attributes = attributes }));

    /// <summary>The values that a description finds, as text, sorted.</summary>
    protected static string[] Texts(LdapEntry entry, string description) =>
        Sorted(entry.Find(description).SelectMany(attribute => attribute.Values).Select(value => System.Text.Encoding.UTF8.GetString(value.Span)));
}
