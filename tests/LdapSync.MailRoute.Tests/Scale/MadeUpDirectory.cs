using System.Runtime.CompilerServices;
using LdapSync.Directories;

namespace LdapSync.MailRoute.Scale;

/// <summary>A directory of so many users with three aliases each.</summary>
internal sealed class MadeUpDirectory(int users) : ILdapDirectorySource
{
    public const int AliasesEach = 3;

    public string Name => "made up";

    /// <summary>How many accounts and aliases there shall be.</summary>
    public int Rows => users * (1 + AliasesEach);

    /// <summary>The accounts that there shall be, in a line each, in lower case, in any order.</summary>
    public IEnumerable<string> Accounts =>
        Enumerable.Range(0, users).Select(i => $"{User(i)}@example.com: {string.Join(' ', Enumerable.Range(0, AliasesEach).Select(a => $"{Alias(i, a)}@example.com"))}".ToLowerInvariant());

    public async IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        for (var i = 0; i < users; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new LdapEntry($"cn={User(i)},dc=example,dc=com", [("mail", $"{User(i)}@example.com"), .. Enumerable.Range(0, AliasesEach).Select(a => ("proxyAddresses", $"smtp:{Alias(i, a)}@example.com"))]);
        }
    }

    // Spelled as people spell names, and as machines do.
    private static string User(int number) => number % 2 == 0 ? $"First.Last{number:000000}" : $"user{number:000000}";

    private static string Alias(int number, int alias) => $"{(char)('a' + alias)}.Alias{number:000000}";
}
