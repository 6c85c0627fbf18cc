using LdapSync.Directories;
using Microsoft.Extensions.Logging;

namespace LdapSync.Ldap.Scripted;

/// <summary>Settings and reads that tests share.</summary>
internal static class Reading
{
    public const string User = "cn=reader,dc=example,dc=com";
    public const string Password = "s3cret-of-the-test";
    public const string Base = "dc=example,dc=com";

    public static SyncOptions Options(params string[] servers)
    {
        var options = new SyncOptions { User = User, Password = Password, AllowClearTextPassword = true, BaseDns = { Base } };
        foreach (var server in servers) options.Servers.Add(server);
        return options;
    }

    /// <summary>Where a server was a moment ago.</summary>
    public static async Task<string> AddressOfNobodyAsync()
    {
        await using var server = ScriptedServer.Start(_ => Answer.Close);
        return server.Address;
    }

    public static DirectoryQuery Query(params string[] bases) =>
        new([.. bases.DefaultIfEmpty(Base).Select(DistinguishedName.Parse)], LdapFilter.Parse("(mail=*)"), ["mail", "proxyAddresses"]);

    public static Task<List<LdapEntry>> ReadAllAsync(SyncOptions options, DirectoryQuery? query = null, ILogger<LdapDirectorySource>? logger = null) =>
        ReadAllAsync(new LdapDirectorySource(options, logger), query, TestContext.Current.CancellationToken);

    public static async Task<List<LdapEntry>> ReadAllAsync(LdapDirectorySource source, DirectoryQuery? query = null, CancellationToken cancellationToken = default)
    {
        var entries = new List<LdapEntry>();
        await foreach (var entry in source.ReadAsync(query ?? Query(), cancellationToken)) entries.Add(entry);
        return entries;
    }

    /// <summary>The message of a read that has to fail, checked for what no message may hold.</summary>
    public static async Task<string> FailureAsync<TException>(SyncOptions options, DirectoryQuery? query = null)
        where TException : SyncException
    {
        var failure = (await FluentActions.Awaiting(() => ReadAllAsync(options, query)).Should().ThrowAsync<TException>()).Which;
        failure.ToString().Should().NotContain(options.User).And.NotContain(options.Password);
        return failure.Message;
    }
}
