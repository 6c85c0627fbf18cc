using LdapSync.Directories;
using LdapSync.Slapd;

namespace LdapSync.Changes;

/// <summary>What RFC 4533 tells, from a real OpenLDAP.</summary>
public sealed class ChangesOnSlapdTests
{
    private const string In = "ou=In," + SlapdOptions.Suffix, Also = "ou=Also," + SlapdOptions.Suffix, Out = "ou=Out," + SlapdOptions.Suffix;
    private const string SessionLog = "\nsyncprov-sessionlog 10000";
    private const string ShortLog = "\nsyncprov-sessionlog 3"; // shorter than the edits of most rounds

    private static readonly string Units = ExchangeLdif.Unit("In") + ExchangeLdif.Unit("Also") + ExchangeLdif.Unit("Out");
    private static readonly string[] PersonClasses = ["inetOrgPerson"];
    private static readonly DirectoryQuery Query = new([DistinguishedName.Parse(In), DistinguishedName.Parse(Also)], LdapFilter.Parse("(&(mail=*)(!(employeeType=hidden)))"), ["mail", "cn", "entryUUID", "objectGUID"]);

    [Theory]
    [InlineData(1, SessionLog)]
    [InlineData(2, SessionLog)]
    [InlineData(3, SessionLog)]
    [InlineData(7, ShortLog)]
    [InlineData(8, ShortLog)]
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

    [Fact]
    public async Task A_database_without_the_overlay_gets_no_token()
    {
        await using var server = await SlapdServer.StartAsync(new SlapdOptions { Ldif = Units, GlobalConfiguration = "moduleload syncprov" });
        await using var writer = await WriterAsync(server);
        await writer.AddAsync($"cn=Ann,{In}", ("objectClass", "inetOrgPerson"), ("sn", "A"), ("mail", "ann@example.com"));

        var snapshot = await Snapshot.ReadAsync(server.Settings(), Query);

        (snapshot.Token, snapshot.Count).Should().Be((null, 1));
    }

    [Theory]
    [InlineData(SessionLog)]
    [InlineData("")]
    public async Task Who_may_not_be_seen_any_more_is_gone_and_who_may_be_seen_now_comes(string log)
    {
        await using var server = await StartAsync(log, "access to filter=\"(description=secret)\" by * none");
        await using var writer = await WriterAsync(server);
        var ann = $"cn=Ann,{In}";
        await writer.AddAsync(ann, ("objectClass", "inetOrgPerson"), ("sn", "A"), ("mail", "ann@example.com"));
        var snapshot = await Snapshot.ReadAsync(server.Settings(), Query);

        foreach (var (description, count) in new[] { ("secret", 0), ("known", 1) })
        {
            await writer.SetAsync(ann, "description", description);
            (await snapshot.UpdateAsync(server.Settings(), Query)).Should().BeTrue();
            snapshot.Count.Should().Be(count);
        }
    }

    [Theory]
    [InlineData(SessionLog)]
    [InlineData("")]
    public async Task R1_who_may_be_searched_by_some_attributes_alone_is_not_taken_for_unchanged_or_gone(string log)
    {
        await using var server = await StartAsync(log, "access to filter=\"(mail=*)\" attrs=objectClass by * none");
        await using var writer = await WriterAsync(server);
        foreach (var name in new[] { "Ann", "Bob", "Cid" }) await writer.AddAsync($"cn={name},{In}", ("objectClass", "inetOrgPerson"), ("sn", "A"), ("mail", $"{name}@example.com"));
        var snapshot = await Snapshot.ReadAsync(server.Settings(), Query);
        snapshot.Count.Should().Be(3);

        await writer.SetAsync($"cn=Ann,{In}", "mail", "new@example.com");
        await writer.DeleteAsync($"cn=Bob,{In}");
        await snapshot.UpdateAsync(server.Settings(), Query);

        snapshot.Entries.Should().BeEquivalentTo((await Snapshot.ReadAsync(server.Settings(), Query)).Entries).And.HaveCount(2);
    }

    [Fact]
    public async Task A_token_outlives_a_restart_of_the_server_that_has_forgotten_its_session_log()
    {
        await using var server = await StartAsync(SessionLog);
        var snapshot = default(Snapshot);
        await using (var writer = await WriterAsync(server))
        {
            foreach (var name in new[] { "Ann", "Bob", "Cid" }) await writer.AddAsync($"cn={name},{In}", ("objectClass", "inetOrgPerson"), ("sn", "A"), ("mail", $"{name}@example.com"));
            snapshot = await Snapshot.ReadAsync(server.Settings(), Query);
            await writer.DeleteAsync($"cn=Bob,{In}");
            await writer.SetAsync($"cn=Cid,{In}", "mail", "new@example.com");
        }
        var port = server.Port;
        await server.RestartAsync();
        // Another port is another server, unless the token says so too.
        (await snapshot.UpdateAsync(server.Settings(), Query)).Should().BeFalse();
        snapshot.Token = new ChangeToken(snapshot.Token!.Value.Replace($":{port} ", $":{server.Port} ", StringComparison.Ordinal));

        (await snapshot.UpdateAsync(server.Settings(), Query)).Should().BeTrue();

        snapshot.Entries.Should().BeEquivalentTo((await Snapshot.ReadAsync(server.Settings(), Query)).Entries).And.HaveCount(2);
    }

    [Fact]
    public async Task Entries_that_have_an_objectGUID_too_get_no_token_and_others_of_the_same_schema_do()
    {
        await using var server = await SlapdServer.StartAsync(new SlapdOptions { Ldif = ExchangeLdif.Company, GlobalConfiguration = "moduleload syncprov", DatabaseConfiguration = "overlay syncprov" });
        var query = Query with { BaseDns = [DistinguishedName.Parse(ExchangeLdif.Base)], Filter = LdapFilter.Parse("(mail=ann*)") };

        (await Snapshot.ReadAsync(server.Settings(), query)).Token.Should().BeNull();
        (await Snapshot.ReadAsync(server.Settings(), query with { Filter = LdapFilter.Parse("(mail=bea*)") })).Token.Should().NotBeNull();
    }

    private static Task<SlapdServer> StartAsync(string log, string access = "") => SlapdServer.StartAsync(new SlapdOptions
    {
        Ldif = Units,
        GlobalConfiguration = "moduleload syncprov",
        DatabaseConfiguration = $"index entryCSN,entryUUID eq\noverlay syncprov{log}",
        Access = access,
    });

    private static Task<LdapWriter> WriterAsync(SlapdServer server) => LdapWriter.OpenAsync("127.0.0.1", server.Port, SlapdOptions.Admin, SlapdOptions.Password);
}
