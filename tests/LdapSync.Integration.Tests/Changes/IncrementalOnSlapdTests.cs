using LdapSync.Directories;
using LdapSync.Ldap;
using LdapSync.Slapd;
using LdapSync.Sqlite;

namespace LdapSync.Changes;

/// <summary>Incremental reads from a real OpenLDAP into a real file.</summary>
public sealed class IncrementalOnSlapdTests : IDisposable
{
    private const string In = "ou=In," + SlapdOptions.Suffix, Out = "ou=Out," + SlapdOptions.Suffix;

    private static readonly DirectoryQuery Query = new([DistinguishedName.Parse(In)], LdapFilter.Parse("(&(mail=*)(!(employeeType=hidden)))"), ["mail", "cn", "entryUUID", "objectGUID"]);

    private readonly string _folder = Directory.CreateTempSubdirectory("ldapsync-incremental-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(11, "\nsyncprov-sessionlog 10000")]
    [InlineData(12, "")]
    public async Task R1_after_any_edits_an_incremental_read_is_a_full_read(int seed, string log)
    {
        await using var server = await SlapdServer.StartAsync(new SlapdOptions
        {
            Ldif = ExchangeLdif.Unit("In") + ExchangeLdif.Unit("Out"),
            GlobalConfiguration = "moduleload syncprov",
            DatabaseConfiguration = $"index entryCSN,entryUUID eq\noverlay syncprov{log}",
        });
        await using var writer = await LdapWriter.OpenAsync("127.0.0.1", server.Port, SlapdOptions.Admin, SlapdOptions.Password);
        var edits = new RandomEdits(writer, [In, Out], ["inetOrgPerson"], seed);
        await edits.StartAsync();
        var increments = 0;
        for (var round = 0; round < 30; round++)
        {
            edits.Done.Clear();
            await edits.EditAsync(round % 7);
            var directory = new LdapDirectorySource(server.Settings());
            var evidence = new Told();

            // As a process of its own would, each time.
            var read = await ReadAsync(new IncrementalSource(directory, new SqliteSnapshot(Path.Combine(_folder, "read.db")), Query, 10), evidence);

            read.Should().Equal(await ReadAsync(directory), "seed {0}, round {1}: {2}", seed, round, string.Join(", ", edits.Done));
            if (evidence.Value!.Increment is not null) increments++;
        }
        increments.Should().BeGreaterThan(15, "most reads ask for what has changed");
    }

    private static async Task<List<string>> ReadAsync(ILdapDirectorySource source, Told? evidence = null)
    {
        var entries = new List<string>();
        await foreach (var entry in source.ReadAsync(Query with { Evidence = evidence }, TestContext.Current.CancellationToken))
        {
            entries.Add($"{entry.Dn}: {string.Join("; ", entry.Attributes.OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => $"{a.Name}={string.Join(',', a.Values.Select(value => Convert.ToHexString(value.Span)).Order(StringComparer.Ordinal))}"))}");
        }
        entries.Sort(StringComparer.Ordinal);
        return entries;
    }

    private sealed class Told : IProgress<ReadEvidence>
    {
        public ReadEvidence? Value { get; private set; }

        public void Report(ReadEvidence value) => Value = value;
    }
}
