using LdapSync.Ldap;
using LdapSync.Planning;
using LdapSync.Reporting;
using LdapSync.Sqlite;
using Microsoft.Extensions.Configuration;

namespace LdapSync.Snippets;

/// <summary>The code of README.md, compiled; a test keeps the two equal.</summary>
internal static class Embedding
{
    public static async Task RunAsync()
    {
        // begin
        var configuration = new ConfigurationBuilder().AddJsonFile("appsettings.json").AddEnvironmentVariables().Build();
        var options = configuration.GetSection(SyncOptions.Section).Get<SyncOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new();

        var source = new LdapDirectorySource(options);
        using var target = new SqliteTarget("mailboxes.db");
        var runner = new SyncRunner(source, target, options) { History = new SqliteHistory("mailboxes.db") };

        SyncPlan plan = await runner.PlanAsync();          // reads both sides, decides, writes nothing
        ReportText.Write(plan, Console.Out);               // what it would change, what it leaves out and why

        SyncReport report = await runner.ApplyAsync(plan); // throws LimitsException when the plan changes too much
        ReportText.Write(report, Console.Out);             // what failed or was withheld, from the target's own answers
        // end
    }
}
