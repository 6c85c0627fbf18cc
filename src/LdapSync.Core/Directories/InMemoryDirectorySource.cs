using System.Runtime.CompilerServices;

namespace LdapSync.Directories;

/// <summary>A directory in memory, to test sync rules without a server. It reads as a server does: base DNs, filter, each entry once. Thread-safe.</summary>
/// <param name="entries">The entries, in any order; they are enumerated anew by every read.</param>
public sealed class InMemoryDirectorySource(IEnumerable<LdapEntry> entries) : ILdapDirectorySource
{
    /// <summary>What a report calls this directory; "memory" unless set.</summary>
    public string Name { get; init; } = "memory";

    /// <inheritdoc/>
    public async IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        await Task.CompletedTask.ConfigureAwait(false); // an async iterator has to await something
        var search = new DirectorySearch(query, Name, "entry");
        foreach (var (index, entry) in entries.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (search.Selects(entry, index + 1)) yield return entry;
        }
        search.EnsureBasesExist();
    }
}
