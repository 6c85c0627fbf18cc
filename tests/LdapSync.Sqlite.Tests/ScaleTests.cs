using System.Diagnostics;

namespace LdapSync.Sqlite;

public sealed class ScaleTests(ITestOutputHelper output) : SqliteTest
{
    [Fact]
    public async Task A_hundred_thousand_accounts_with_three_aliases_each_read_back_equal()
    {
        var load = Load(100_000);
        var watch = Stopwatch.StartNew();
        using (var target = new SqliteTarget(FilePath)) await ApplyAllAsync(target, load);
        output.WriteLine($"{load.Length / watch.Elapsed.TotalSeconds:N0} rows/s written");

        watch.Restart();
        var accounts = new List<MailAccount>();
        using (var target = new SqliteTarget(FilePath))
        {
            await foreach (var account in target.ReadAccountsAsync(Cancellation)) accounts.Add(account);
        }
        output.WriteLine($"{watch.Elapsed.TotalMilliseconds:N0} ms to read {accounts.Count:N0} accounts");

        accounts.Should().HaveCount(100_000);
        for (var i = 0; i < accounts.Count; i++)
        {
            // Compared as one text each: the assertion library is too slow for half a million calls.
            var expected = $"User{i:000000}@example.com mailbox: Alias{i:000000}.0@example.com, Alias{i:000000}.1@example.com, Alias{i:000000}.2@example.com (id-{i})";
            if (Describe(accounts[i]) != expected) Describe(accounts[i]).Should().Be(expected);
        }
    }
}
