using LdapSync.Directories;
using LdapSync.Slapd;

namespace LdapSync.Changes;

/// <summary>What RFC 4533 tells, from a real OpenLDAP.</summary>
public sealed class ChangesOnSlapdTests
{
    private const string In = "ou=In," + SlapdOptions.Suffix, Also = "ou=Also," + SlapdOptions.Suffix, Out = "ou=Out," + SlapdOptions.Suffix;
    private const string SessionLog = "\nsyncprov-sessionlog 10000";

    private static readonly string[] PersonClasses = ["inetOrgPerson"];
    private static readonly DirectoryQuery Query = new([DistinguishedName.Parse(In), DistinguishedName.Parse(Also)], LdapFilter.Parse("(&(mail=*)(!(employeeType=hidden)))"), ["mail", "cn", "entryUUID", "objectGUID"]);

    [Theory]
    [InlineData(1, SessionLog)]
    [InlineData(2, SessionLog)]
    [InlineData(3, SessionLog)]
    [InlineData(4, "")]
    [InlineData(5, "")]
    [InlineData(6, "")]
    public async Task After_any_edits_the_recorded_entries_with_their_changes_are_what_a_full_read_delivers(int seed, string log)
    {
        await using var server = await StartAsync(log);
        await using var writer = await WriterAsync(server);
        var edits = new RandomEdits(writer, [In, Also, Out], PersonClasses, seed);
        await edits.StartAsync();
        var snapshot = await Snapshot.ReadAsync(server.Settings(), Query);

        for (var round = 0; round < 60; round++)
        {
            edits.Done.Clear();
            await edits.EditAsync(round % 7);

            (await snapshot.UpdateAsync(server.Settings(), Query)).Should().BeTrue();

            var read = await Snapshot.ReadAsync(server.Settings(), Query);
            snapshot.Entries.Should().BeEquivalentTo(read.Entries, "seed {0}, round {1}: {2}", seed, round, string.Join(", ", edits.Done));
        }
    }

    private static Task<SlapdServer> StartAsync(string log) => SlapdServer.StartAsync(new SlapdOptions
    {
        Ldif = ExchangeLdif.Unit("In") + ExchangeLdif.Unit("Also") + ExchangeLdif.Unit("Out"),
        GlobalConfiguration = "moduleload syncprov",
        DatabaseConfiguration = $"index entryCSN,entryUUID eq\noverlay syncprov{log}",
    });

    private static Task<LdapWriter> WriterAsync(SlapdServer server) => LdapWriter.OpenAsync("127.0.0.1", server.Port, SlapdOptions.Admin, SlapdOptions.Password);
}
