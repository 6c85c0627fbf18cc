using System.Diagnostics;
using System.Globalization;
using LdapSync.Directories;
using LdapSync.Slapd;

namespace LdapSync.Changes;

/// <summary>The size this library is made for. The times are printed, not judged: a test machine has other work too.</summary>
public sealed class ChangesAtSizeTests(ITestOutputHelper output)
{
    private const int Users = 100_000;

    [Fact]
    public async Task Ten_changes_among_a_hundred_thousand_entries_cost_ten_entries()
    {
        await using var server = await SlapdServer.StartAsync(new SlapdOptions
        {
            Ldif = ExchangeLdif.Users("Staff", Users),
            GlobalConfiguration = "moduleload syncprov",
            DatabaseConfiguration = "index entryCSN,entryUUID eq\noverlay syncprov\nsyncprov-sessionlog 10000",
        });
        await using var writer = await LdapWriter.OpenAsync("127.0.0.1", server.Port, SlapdOptions.Admin, SlapdOptions.Password);
        var settings = server.Settings();
        var query = Mapping.DirectoryQueries.Sync(settings);
        var snapshot = await Snapshot.ReadAsync(settings, query);

        var (full, withToken, changes) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < 5; round++)
        {
            for (var i = 0; i < 8; i++) await writer.SetAsync(Dn((round * 10) + i), "mail", $"changed{round}@example.com");
            await writer.DeleteAsync(Dn((round * 10) + 8));
            await writer.MoveAsync(Dn((round * 10) + 9), $"cn=Renamed {round}", CompanyServer.Staff);

            changes.Add(await TimeAsync(async () => (await snapshot.UpdateAsync(settings, query)).Should().BeTrue()));
            full.Add(await TimeAsync(() => ReadAsync(settings, query)));
            withToken.Add(await TimeAsync(() => ReadAsync(settings, query with { Token = new Progress<ChangeToken>() })));
        }

        snapshot.Entries.ToHashSet().SetEquals((await Snapshot.ReadAsync(settings, query)).Entries).Should().BeTrue();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Users} entries, medians of five: full read {Median(full).TotalMilliseconds:0} ms, with a token {Median(withToken).TotalMilliseconds:0} ms, 10 changes {Median(changes).TotalMilliseconds:0.0} ms, {100 * Median(changes) / Median(full):0.00} %"));
    }

    private static async Task ReadAsync(SyncOptions settings, DirectoryQuery query) =>
        (await new Ldap.LdapDirectorySource(settings).ReadAsync(query, TestContext.Current.CancellationToken).CountAsync()).Should().BeGreaterThan(Users / 2);

    private static async Task<TimeSpan> TimeAsync(Func<Task> action)
    {
        var started = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(started);
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    private static string Dn(int user) => string.Create(CultureInfo.InvariantCulture, $"cn=User {user},{CompanyServer.Staff}");
}
