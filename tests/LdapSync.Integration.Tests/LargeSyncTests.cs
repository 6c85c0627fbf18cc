using LdapSync.Ldap;
using LdapSync.Slapd;
using LdapSync.Sqlite;

namespace LdapSync;

/// <summary>The size this library is made for, from a real server into a real file.</summary>
public sealed class LargeSyncTests
{
    private const int Users = 100_000;

    [Fact]
    public async Task A_hundred_thousand_entries_are_synced_and_a_second_sync_finds_nothing_to_do()
    {
        await using var server = await SlapdServer.StartAsync(new SlapdOptions { Ldif = ExchangeLdif.Users("Staff", Users) });
        var folder = Directory.CreateTempSubdirectory("ldapsync-large-");
        try
        {
            var settings = server.Settings();
            using var target = new SqliteTarget(Path.Combine(folder.FullName, "mailboxes.db"));
            var runner = new SyncRunner(new LdapDirectorySource(settings), target, settings) { History = new SqliteHistory(Path.Combine(folder.FullName, "mailboxes.db")) };

            var first = await runner.RunAsync(TestContext.Current.CancellationToken);
            var second = await runner.RunAsync(TestContext.Current.CancellationToken);

            (first.IsComplete, first.Plan.Counts.AccountAdds, first.Plan.Counts.AliasAdds).Should().Be((true, Users, 2 * Users));
            first.NotKeptBecause.Should().BeNull();
            (second.IsComplete, second.Plan.IsEmpty, second.Plan.ExistingAccounts).Should().Be((true, true, Users));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
