using LdapSync.Directories;
using LdapSync.Samba;

namespace LdapSync.Changes;

/// <summary>What DirSync tells, from a Samba domain controller.</summary>
public sealed class ChangesInActiveDirectoryTests(ReplicatingController controller) : IClassFixture<ReplicatingController>
{
    private const string Filter = "(&(objectCategory=person)(mail=*)(!(employeeType=hidden)))";
    private static readonly string[] PersonClasses = ["user"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task After_any_edits_the_recorded_entries_with_their_changes_are_what_a_full_read_delivers(int seed)
    {
        await using var writer = await controller.WriterAsync();
        var tops = await TopsAsync(writer, "In", "Also", "Out");
        var query = Query(tops[0], tops[1]);
        var edits = new RandomEdits(writer, tops, PersonClasses, seed);
        await edits.StartAsync();
        var snapshot = await Snapshot.ReadAsync(controller.Settings(), query);

        for (var round = 0; round < 30; round++)
        {
            edits.Done.Clear();
            await edits.EditAsync(round % 7);

            (await snapshot.UpdateAsync(controller.Settings(), query)).Should().BeTrue();

            var read = await Snapshot.ReadAsync(controller.Settings(), query);
            snapshot.Entries.Should().BeEquivalentTo(read.Entries, "seed {0}, round {1}: {2}", seed, round, string.Join(", ", edits.Done));
        }
    }

    [Fact]
    public async Task Who_is_deleted_goes_and_who_is_brought_back_comes_again()
    {
        await using var writer = await controller.WriterAsync();
        var tops = await TopsAsync(writer, "In");
        var query = Query(tops[0]);
        var ann = $"CN=Ann,{tops[0]}";
        await writer.AddAsync(ann, ("objectClass", "user"), ("mail", "ann@example.com"));
        var id = await IdAsync(query);
        var snapshot = await Snapshot.ReadAsync(controller.Settings(), query);
        snapshot.Count.Should().Be(1);

        await writer.DeleteAsync(ann);
        (await snapshot.UpdateAsync(controller.Settings(), query)).Should().BeTrue();
        snapshot.Count.Should().Be(0);

        await writer.UndeleteAsync($@"CN=Ann\0ADEL:{id},CN=Deleted Objects,{Company.Root}", ann);
        // The mail address is among what a deleted object loses.
        await writer.SetAsync(ann, "mail", "ann@example.com");
        (await snapshot.UpdateAsync(controller.Settings(), query)).Should().BeTrue();
        snapshot.Entries.Should().BeEquivalentTo((await Snapshot.ReadAsync(controller.Settings(), query)).Entries).And.ContainSingle();
    }

    [Fact]
    public async Task The_default_filter_gets_a_token_and_a_mailbox_database_is_noticed()
    {
        await using var writer = await controller.WriterAsync();
        var settings = controller.Settings();
        var query = Mapping.DirectoryQueries.Sync(settings);
        var snapshot = await Snapshot.ReadAsync(settings, query);

        await writer.SetAsync($"CN=Bea Mail User,{Company.Exchange}", "homeMDB", $"CN=Services,CN=Configuration,{Company.Root}");
        await writer.SetAsync($"CN=Team,{Company.Exchange}", "proxyAddresses", "SMTP:team@example.com", "smtp:all@example.com");
        (await snapshot.UpdateAsync(settings, query)).Should().BeTrue();

        snapshot.Entries.Should().BeEquivalentTo((await Snapshot.ReadAsync(settings, query)).Entries).And.HaveCount(Company.Recipients.Count);
    }

    [Theory]
    [InlineData("(memberOf=CN=Team,OU=Exchange,DC=example,DC=com)")]
    [InlineData("(memberOf:1.2.840.113556.1.4.1941:=CN=Team,OU=Exchange,DC=example,DC=com)")]
    [InlineData("(canonicalName=*)")]
    [InlineData("(anr=ann)")]
    [InlineData("(uSNChanged>=1)")]
    [InlineData("(manager=*)")]
    [InlineData("(homeMDB=CN=Services,CN=Configuration,DC=example,DC=com)")]
    [InlineData("(ou:dn:=Exchange)")]
    [InlineData("(|(mail=*)(2.5.4.3=Ann))")]
    public async Task A_filter_whose_answer_changes_without_a_trace_gets_no_token(string filter)
    {
        var query = Query(Company.Exchange) with { Filter = LdapFilter.Parse(filter) };

        (await Snapshot.ReadAsync(controller.Settings(), query)).Token.Should().BeNull();
    }

    [Fact]
    public async Task A_user_without_the_right_to_replicate_gets_no_token_and_reads_all_the_same()
    {
        var settings = controller.Server.Settings();

        var snapshot = await Snapshot.ReadAsync(settings, Query(Company.Exchange));

        snapshot.Token.Should().BeNull();
        snapshot.Entries.Should().NotBeEmpty();
    }

    [Fact]
    public async Task The_token_of_a_user_is_of_no_use_to_another()
    {
        var query = Query(Company.Exchange);
        var snapshot = await Snapshot.ReadAsync(controller.Settings(), query);

        (await snapshot.UpdateAsync(controller.Server.Settings(), query)).Should().BeFalse();
    }

    private static DirectoryQuery Query(params string[] bases) => new([.. bases.Select(DistinguishedName.Parse)], LdapFilter.Parse(Filter), ["mail", "cn", "objectGUID", "entryUUID"]);

    /// <summary>Units of this test alone.</summary>
    private static async Task<string[]> TopsAsync(LdapWriter writer, params string[] names)
    {
        string[] tops = [.. names.Select(name => $"OU={name} {Guid.NewGuid():N},{Company.Root}")];
        foreach (var top in tops) await writer.AddAsync(top, ("objectClass", "organizationalUnit"));
        return tops;
    }

    private async Task<Guid> IdAsync(DirectoryQuery query)
    {
        var entry = await new Ldap.LdapDirectorySource(controller.Settings()).ReadAsync(query, TestContext.Current.CancellationToken).SingleAsync();
        return new Guid(entry.Find("objectGUID").Single().Values[0].Span);
    }
}
