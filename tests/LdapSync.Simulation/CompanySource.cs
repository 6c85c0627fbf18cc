using System.Runtime.CompilerServices;
using LdapSync.Directories;

namespace LdapSync;

/// <summary>The company's directory: every read brings the entries, and the values of their attributes, in another order.</summary>
internal sealed class CompanySource(IReadOnlyList<Person> people, bool isTruncated, Random random) : ILdapDirectorySource
{
    public string Name => "company";

    public async IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        var order = people.ToArray();
        random.Shuffle(order);
        foreach (var person in order)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return person.ToEntry(random);
        }
        if (isTruncated) throw new SourceException("The company's directory went away.");
    }
}
