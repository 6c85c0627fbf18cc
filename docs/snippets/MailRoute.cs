using LdapSync.Ldap;
using LdapSync.MailRoute;
using LdapSync.Sqlite;
using Microsoft.Extensions.Configuration;

namespace LdapSync.Snippets;

/// <summary>The code of docs/mailroute.md, compiled; a test keeps the two equal.</summary>
internal static class MailRoute
{
    public static async Task RunAsync()
    {
        // begin
        var configuration = new ConfigurationBuilder().AddJsonFile("appsettings.json").AddEnvironmentVariables().Build();
        var options = configuration.GetSection(SyncOptions.Section).Get<SyncOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new();
        var mailRoute = configuration.GetSection("MailRoute").Get<MailRouteOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new();

        using var target = new MailRouteTarget(mailRoute); // throws SettingsException, which names every fault
        var runner = new SyncRunner(new LdapDirectorySource(options), target, options) { History = new SqliteHistory("example.com.db") };
        // end
        await runner.RunAsync();
    }
}
