using System.Runtime.CompilerServices;
using LdapSync.Directories;
using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync.Quickstart;

/// <summary>Reads a directory once for all who ask for the same entries, so that what they plan differs by their settings alone.</summary>
/// <param name="source">The directory.</param>
/// <param name="attributes">What any of them needs.</param>
internal sealed class ReadOnceSource(ILdapDirectorySource source, IReadOnlyList<string> attributes) : ILdapDirectorySource
{
    private readonly Dictionary<string, List<LdapEntry>> _reads = new(StringComparer.Ordinal);

    public string Name => source.Name;

    /// <summary>How often the directory was read.</summary>
    public int Reads => _reads.Count;

    public async IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var entries = $"{query.Filter}\n{string.Join('\n', query.BaseDns.Select(dn => dn.ToString()).Order(StringComparer.Ordinal))}";
        if (_reads.TryGetValue(entries, out var known))
        {
            foreach (var entry in known) yield return entry;
            yield break;
        }
        var read = new List<LdapEntry>();
        string[] needed = [.. query.Attributes.Concat(attributes).Distinct(StringComparer.OrdinalIgnoreCase)];
        await foreach (var entry in source.ReadAsync(query with { Attributes = needed }, cancellationToken))
        {
            read.Add(entry);
            yield return entry;
        }
        _reads.Add(entries, read);
    }
}

/// <summary>The accounts that a target had at one moment; nothing can be written to it.</summary>
internal sealed class ReadOnceTarget : ISyncTarget
{
    private readonly TargetDomains _domains;

    private ReadOnceTarget(ISyncTarget target, TargetDomains domains, IReadOnlyList<MailAccount> accounts) =>
        (Name, Capabilities, _domains, Accounts) = (target.Name, target.Capabilities, domains, accounts);

    public string Name { get; }

    public TargetCapabilities Capabilities { get; }

    public IReadOnlyList<MailAccount> Accounts { get; }

    public static async Task<ReadOnceTarget> ReadAsync(ISyncTarget target, CancellationToken cancellationToken) =>
        new(target, await target.ReadDomainsAsync(cancellationToken), await target.ReadAccountsAsync(cancellationToken).ToListAsync(cancellationToken));

    public Task<TargetDomains> ReadDomainsAsync(CancellationToken cancellationToken = default) => Task.FromResult(_domains);

    public IAsyncEnumerable<MailAccount> ReadAccountsAsync(CancellationToken cancellationToken = default) => Accounts.ToAsyncEnumerable();

    public Task<IReadOnlyList<ChangeOutcome>> ApplyAsync(IReadOnlyList<AccountChange> batch, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
