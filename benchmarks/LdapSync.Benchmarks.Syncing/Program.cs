using System.Globalization;
using LdapSync;
using LdapSync.Benchmarks.Syncing;
using LdapSync.Directories;
using LdapSync.Ldap;
using LdapSync.Mapping;
using LdapSync.Sqlite;

// What a service pays that syncs again and again: reading alone, a sync with nothing to do and a first load, in turn and within one process, each beside what the parts cost by
// themselves. From the server that benchmarks/slapd.sh starts, into SQLite files with their history; benchmarks/sync-100k.sh runs it.
if (args.Length is < 1 or > 2 || !int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
{
    await Console.Error.WriteLineAsync("usage: LdapSync.Benchmarks.Syncing PORT [ROUNDS]");
    return 2;
}
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 7;
var options = new SyncOptions
{
    Servers = { "127.0.0.1" },
    Port = port,
    User = "cn=admin,dc=example,dc=com",
    Password = "secret",
    AllowClearTextPassword = true, // on loopback
    BaseDns = { "dc=example,dc=com" },
    SearchFilter = LdapFilters.Exchange,
    Exclusions = { "svc-*@*" },
};
var folder = Directory.CreateTempSubdirectory("ldapsync-");
try
{
    await MeasureAsync();
    return 0;
}
finally
{
    folder.Delete(recursive: true);
}

async Task MeasureAsync()
{
    Measured read = new("reading the directory alone"), sync = new("whole sync, nothing to do"), target = new("reading the target alone"), select = new("bare SELECT of the same rows");
    Measured load = new("first load, applying"), kept = new("first load, applying and keeping the report"), insert = new("bare INSERT of the same rows");
    var standing = Path.Combine(folder.FullName, "standing.db");
    var addresses = 0;
    using var standingTarget = new SqliteTarget(standing);
    for (var round = 0; round <= rounds; round++)
    {
        var path = Path.Combine(folder.FullName, "load.db");
        using (var loaded = round == 0 ? null : new SqliteTarget(path))
        {
            // The first round warms up, and fills the file that the syncs find filled.
            var plan = await Runner(loaded ?? standingTarget, loaded is null ? standing : path).PlanAsync();
            TimeSpan applied = default;
            await kept.RunAsync(async () =>
            {
                var applying = new Applying();
                var report = await Runner(loaded ?? standingTarget, loaded is null ? standing : path, applying).ApplyAsync(plan);
                if (!report.IsComplete || report.NotKeptBecause is not null) throw new InvalidOperationException(report.ToString());
                applied = applying.Time;
            });
            load.Add(applied);
            addresses = plan.Changes.Count;
            await insert.RunAsync(() => Task.Run(() => BareSqlite.Write($"{path}.bare", BareSqlite.SchemaOf(standing), plan.Changes)));
        }
        foreach (var file in folder.GetFiles("load.db*")) file.Delete();

        await read.RunAsync(async () => await new LdapDirectorySource(options).ReadAsync(DirectoryQueries.Sync(options)).CountAsync());
        await sync.RunAsync(async () =>
        {
            var report = await Runner(standingTarget, standing).RunAsync();
            if (!report.Plan.IsEmpty || report.NotKeptBecause is not null) throw new InvalidOperationException(report.ToString());
        });
        await target.RunAsync(async () => await standingTarget.ReadAccountsAsync().CountAsync());
        await select.RunAsync(() => Task.Run(() => BareSqlite.Read(standing)));
        if (round == 0) foreach (var measured in new[] { read, sync, target, select, load, kept, insert }) measured.Forget();
    }

    sync.CompareWith(read, goal: 1.3);
    target.CompareWith(read);
    target.CompareWith(select);
    load.Rate(addresses, "rows", goal: 150_000);
    kept.Rate(addresses, "rows");
    insert.Rate(addresses, "rows");
    load.CompareWith(insert);
}

SyncRunner Runner(SqliteTarget target, string path, IProgress<SyncProgress>? progress = null) =>
    new(new LdapDirectorySource(options), target, options) { History = new SqliteHistory(path), Progress = progress };
