using System.Text;
using LdapSync.Directories;
using LdapSync.Ldap;

namespace LdapSync.Changes;

/// <summary>The entries of a read, kept up to date by changes alone: what a consumer of changes does, as short as possible.</summary>
internal sealed class Snapshot
{
    private readonly Dictionary<string, string> _entries = [];

    private Snapshot()
    {
    }

    /// <summary>From where the next changes are asked for; null where the server cannot tell any.</summary>
    public ChangeToken? Token { get; set; }

    public int Count => _entries.Count;

    /// <summary>The entries as text, whose order tells nothing.</summary>
    public IEnumerable<string> Entries => _entries.Values;

    public static async Task<Snapshot> ReadAsync(SyncOptions settings, DirectoryQuery query)
    {
        var snapshot = new Snapshot();
        var told = new Told();
        await foreach (var entry in new LdapDirectorySource(settings).ReadAsync(query with { Token = told }, TestContext.Current.CancellationToken)) snapshot.Put(entry);
        snapshot.Token = told.Token;
        return snapshot;
    }

    /// <summary>Brings it up to date; false where everything has to be read anew.</summary>
    public async Task<bool> UpdateAsync(SyncOptions settings, DirectoryQuery query)
    {
        var told = new Told();
        var changes = await new LdapDirectorySource(settings).ReadChangesAsync(query with { Token = told }, Token!, TestContext.Current.CancellationToken);
        if (changes is null) return false;
        if (changes.Remaining is { } remaining)
        {
            foreach (var id in _entries.Keys.Where(id => !remaining.Contains(id)).ToList()) _entries.Remove(id);
        }
        foreach (var id in changes.Gone) _entries.Remove(id);
        foreach (var entry in changes.Changed) Put(entry);
        Token = told.Token.Should().NotBeNull().And.Subject.As<ChangeToken>();
        return true;
    }

    private void Put(LdapEntry entry) => _entries[Id(entry)] = Text(entry);

    private static string Id(LdapEntry entry) => entry.Find("objectGUID").FirstOrDefault() is { } guid
        ? new Guid(guid.Values[0].Span).ToString()
        : Encoding.UTF8.GetString(entry.Find("entryUUID").Single().Values[0].Span);

    private static string Text(LdapEntry entry) =>
        $"{entry.Dn}: {string.Join("; ", entry.Attributes.OrderBy(a => a.Name, StringComparer.OrdinalIgnoreCase).Select(a => $"{a.Name}={string.Join(',', a.Values.Select(value => Convert.ToHexString(value.Span)).Order(StringComparer.Ordinal))}"))}";

    private sealed class Told : IProgress<ChangeToken>
    {
        public ChangeToken? Token { get; private set; }

        public void Report(ChangeToken value) => Token = value;
    }
}
