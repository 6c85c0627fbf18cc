using LdapSync.Directories;
using LdapSync.Ldap;

namespace LdapSync;

/// <summary>Reads a server as the settings say.</summary>
internal static class Reading
{
    private static readonly string[] Attributes = ["mail", "proxyAddresses", "objectGUID"];

    public static DirectoryQuery Query(SyncOptions options, string filter) =>
        new([.. options.BaseDns.Select(DistinguishedName.Parse)], LdapFilter.Parse(filter), Attributes);

    public static async Task<List<LdapEntry>> ReadAsync(SyncOptions options, string filter = "(mail=*)")
    {
        var entries = new List<LdapEntry>();
        await foreach (var entry in new LdapDirectorySource(options).ReadAsync(Query(options, filter), TestContext.Current.CancellationToken)) entries.Add(entry);
        return entries;
    }

    /// <summary>The message of a read that has to fail, checked for what no message may hold.</summary>
    public static async Task<string> FailureAsync<TException>(SyncOptions options, string filter = "(mail=*)")
        where TException : SyncException
    {
        var failure = (await FluentActions.Awaiting(() => ReadAsync(options, filter)).Should().ThrowAsync<TException>()).Which;
        failure.ToString().Should().NotContain(options.User).And.NotContain(options.Password);
        return failure.Message;
    }
}
