using LdapSync.Directories;
using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap;

/// <summary>With FollowReferrals, a directory that is spread over servers is read as a whole, or not at all (R1).</summary>
public class ReferralTests
{
    private const string Child = "ou=Child,dc=example,dc=com";

    [Fact]
    public async Task The_part_that_another_server_holds_is_read_there()
    {
        await using var second = ScriptedServer.StartSearching(request => request.Cookie().Length == 0
            ? Concat(Entry(request, "Bob"), Reply.Done(request, [1]))
            : Concat(Entry(request, "Cleo"), Reply.Done(request, [])));
        await using var first = ScriptedServer.StartSearching(request => Concat(Entry(request, "Ann"), Reply.Reference(request, $"ldap://{second.Address}/{Child}??sub"), Reply.Done(request, [])));

        var (names, evidence) = await ReadAsync(first);

        names.Should().Equal("Ann", "Bob", "Cleo");
        evidence!.Followed.Should().Equal($"ldap://{second.Address}/{Child}??sub");
        (evidence.Server, evidence.Entries, evidence.Pages, evidence.References.Count).Should().Be(($"ldap://{first.Address}", 3L, 3, 0));
        evidence.ToString().Should().Contain("3 entries in 3 pages, 1 referral followed, ");
        second.Requests.First(request => request.Operation == Request.Search).Base().Should().Be(Child);
        second.Requests.First(request => request.Operation == Request.Bind).Credentials().Should().Be((Reading.User, Reading.Password));
    }

    [Fact]
    public async Task A_base_that_another_server_holds_is_read_there()
    {
        await using var second = ScriptedServer.StartSearching(request => Concat(Entry(request, "Bob"), Reply.Done(request, [])));
        await using var first = ScriptedServer.StartSearching(request => Referral(request, $"ldap://{second.Address}"));

        (await ReadAsync(first)).Names.Should().Equal("Bob");
        second.Requests.First(request => request.Operation == Request.Search).Base().Should().Be(Reading.Base, "what the URL leaves out stays");
    }

    [Fact]
    public async Task A_reference_may_lead_to_the_next_and_its_scope_and_filter_count()
    {
        await using var third = ScriptedServer.StartSearching(request => Concat(Entry(request, "Cleo"), Reply.Done(request, [])));
        await using var second = ScriptedServer.StartSearching(request => Concat(Reply.Reference(request, $"ldap://{third.Address}/ou=Deep,{Child}"), Entry(request, "Bob"), Reply.Done(request, [])));
        await using var first = ScriptedServer.StartSearching(request => Concat(Reply.Reference(request, $"ldap://{second.Address}/{Child}??one?(cn=special)"), Reply.Done(request, [])));

        (await ReadAsync(first)).Names.Should().Equal("Bob", "Cleo");

        var search = second.Requests.Single(request => request.Operation == Request.Search);
        search.Contains("special").Should().BeTrue();
        search.Octets.AsSpan().IndexOf("\n\u0001\u0001\n\u0001\0"u8).Should().BePositive("scope singleLevel");
        third.Requests.Single(request => request.Operation == Request.Search).IsOfOneEntry().Should().BeTrue("below a single level, a reference stands for its base alone");
    }

    [Fact]
    public async Task An_entry_on_two_servers_is_delivered_once()
    {
        await using var second = ScriptedServer.StartSearching(request => Concat(Entry(request, "Ann"), Entry(request, "Bob"), Reply.Done(request, [])));
        await using var first = ScriptedServer.StartSearching(request => Concat(
            Entry(request, "ann"),
            Reply.Reference(request, $"ldap://{second.Address}/{Child}"),
            Reply.Reference(request, $"ldap://{second.Address}/ou=Other,dc=example,dc=com"),
            Reply.Reference(request, $"ldap://{second.Address}/OU=child, dc=example, dc=com"), // the first again
            Reply.Done(request, [])));

        var (names, evidence) = await ReadAsync(first);

        names.Should().Equal("ann", "Bob");
        (evidence!.Entries, evidence.Followed.Count).Should().Be((2L, 2));
    }

    [Fact]
    public async Task One_of_the_servers_of_a_reference_is_enough()
    {
        await using var down = ScriptedServer.StartSearching(request => Reply.Done(request, null, LdapResultCode.Unavailable));
        await using var up = ScriptedServer.StartSearching(request => Concat(Entry(request, "Bob"), Reply.Done(request, [])));
        await using var first = ScriptedServer.StartSearching(request => Concat(
            Reply.Reference(request, "x500:c=de", $"ldap://{down.Address}/{Child}", $"ldap://{up.Address}/{Child}"), Reply.Done(request, [])));

        (await ReadAsync(first)).Names.Should().Equal("Bob");
        down.Connections.Should().Be(1);
    }

    [Fact]
    public async Task R1_a_part_whose_server_does_not_answer_fails_the_read_with_both_names()
    {
        await using var down = ScriptedServer.StartSearching(request => Reply.Done(request, null, LdapResultCode.Unavailable));
        await using var first = ScriptedServer.StartSearching(request => Concat(Entry(request, "Ann"), Reply.Reference(request, $"ldap://{down.Address}/{Child}"), Reply.Done(request, [])));

        var failure = await FailureAsync(first);

        failure.Message.Should().StartWith($"ldap://{first.Address}: search below \"{Reading.Base}\" failed: another server holds a part of it, ldap://{down.Address}/{Child}, and cannot be read: ")
            .And.Contain($"ldap://{down.Address}: search below \"{Child}\" failed: the server is not available");
        failure.IsBrokenOff.Should().BeTrue("another attempt may succeed");
    }

    [Theory]
    [InlineData("x500:c=de", "no ldap://")]
    [InlineData("ldap:///ou=Child,dc=example,dc=com", "names no host")]
    [InlineData("ldap://dc9.example.com/dc=com", "leads above the base")]
    [InlineData("ldap://dc9.example.com/ou=x????!ext", "extension")]
    public async Task R1_a_reference_that_cannot_be_followed_fails_the_read(string url, string because)
    {
        await using var first = ScriptedServer.StartSearching(request => Concat(Entry(request, "Ann"), Reply.Reference(request, url), Reply.Done(request, [])));

        var failure = await FailureAsync(first);

        failure.Message.Should().Contain(url).And.Contain(because).And.Contain("correct the reference in the directory");
        failure.IsBrokenOff.Should().BeFalse("another attempt would find the same");
    }

    [Fact]
    public async Task R1_a_base_that_does_not_exist_where_a_reference_leads_fails_the_read()
    {
        await using var second = ScriptedServer.StartSearching(request => Reply.Done(request, null, LdapResultCode.NoSuchObject));
        await using var first = ScriptedServer.StartSearching(request => Concat(Reply.Reference(request, $"ldap://{second.Address}/{Child}"), Reply.Done(request, [])));

        (await FailureAsync(first)).Message.Should().Contain($"\"{Child}\" does not exist on ldap://{second.Address}").And.Contain("correct the reference");
    }

    [Fact]
    public async Task R1_servers_that_refer_to_each_other_hold_nothing()
    {
        var addresses = new string[2];
        await using var second = ScriptedServer.StartSearching(request => Referral(request, $"ldap://{addresses[0]}/{Reading.Base}??sub"));
        await using var first = ScriptedServer.StartSearching(request => Referral(request, $"ldap://{addresses[1]}/{Reading.Base}"));
        (addresses[0], addresses[1]) = (first.Address, second.Address);

        (await FailureAsync(first)).Message.Should().Contain("in a circle");
        (first.Connections, second.Connections).Should().Be((1, 1));
    }

    [Fact]
    public async Task R1_a_part_that_is_said_to_be_where_nothing_is_fails_the_read()
    {
        var back = "";
        await using var second = ScriptedServer.StartSearching(request => Concat(Entry(request, "Bob"), Reply.Reference(request, back), Reply.Done(request, [])));
        await using var first = ScriptedServer.StartSearching(request => Referral(request, $"ldap://{second.Address}"));
        back = $"ldap://{first.Address}/{Reading.Base}";

        (await FailureAsync(first)).Message.Should().Contain("another server holds a part of it").And.Contain("in a circle");
    }

    [Fact]
    public async Task A_reference_back_to_what_is_read_already_ends_there()
    {
        var back = "";
        await using var second = ScriptedServer.StartSearching(request => Concat(Entry(request, "Bob"), Reply.Reference(request, back), Reply.Done(request, [])));
        await using var first = ScriptedServer.StartSearching(request => Concat(Entry(request, "Ann"), Reply.Reference(request, $"ldap://{second.Address}/{Child}"), Reply.Done(request, [])));
        foreach (var url in (string[])[$"ldap://{first.Address}/{Reading.Base}", $"ldap://{second.Address}/{Child}"])
        {
            back = url;
            (await ReadAsync(first)).Names.Should().Equal("Ann", "Bob");
        }
    }

    [Fact]
    public async Task R1_a_chain_without_end_ends()
    {
        var steps = 0;
        ScriptedServer? self = null;
        await using var first = self = ScriptedServer.StartSearching(request => Concat(Reply.Reference(request, $"ldap://{self!.Address}/ou={++steps},{request.Base()}"), Reply.Done(request, [])));

        (await FailureAsync(first)).Message.Should().Contain("more than 10 servers refer one to the next");
        steps.Should().Be(11);
    }

    [Fact]
    public async Task R1_references_without_end_end()
    {
        var steps = 0;
        await using var first = ScriptedServer.StartSearching(request =>
            Concat([Entry(request, $"{steps}"), .. Enumerable.Range(0, 600).Select(_ => Reply.Reference(request, $"ldap://127.0.0.1:1/ou={++steps},{request.Base()}")), Reply.Done(request, [1])]));

        (await FailureAsync(first)).Message.Should().Contain("more than 1000 such parts");
    }

    [Fact]
    public async Task R2_the_password_does_not_follow_to_a_server_without_TLS()
    {
        using var authority = new TestAuthority();
        var caFile = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(caFile, authority.Pem, TestContext.Current.CancellationToken);
            using var certificate = authority.Issue("127.0.0.1");
            await using var second = ScriptedServer.StartSearching(request => Concat(Entry(request, "Bob"), Reply.Done(request, [])));
            await using var first = ScriptedServer.StartTls(certificate, fromStart: true, request => request.Operation == Request.Bind
                ? Reply.Bound(request)
                : Concat(Reply.Reference(request, $"ldap://{second.Address}/{Child}"), Reply.Done(request, [])));
            var options = Options(first);
            (options.UseSsl, options.CaFile, options.AllowClearTextPassword) = (true, caFile, false);

            (await Reading.FailureAsync<SourceException>(options)).Should().Contain($"ldap://{second.Address}: StartTLS failed: the server does not offer it").And.Contain("not sent in clear text");
            second.Requests.Should().NotContain(request => request.Operation == Request.Bind);
        }
        finally
        {
            File.Delete(caFile);
        }
    }

    [Theory]
    [InlineData("ldap://dc9/dc=x", true, "ldaps://dc9:636")]
    [InlineData("ldap://DC9/dc=x", false, "ldap://dc9:389")]
    [InlineData("ldap://dc9:389/dc=x", true, "ldap://dc9:389")]
    [InlineData("ldaps://dc9/dc=x", false, "ldaps://dc9:636")]
    public void A_reference_without_a_port_is_followed_in_the_way_that_led_to_it(string url, bool useSsl, string server)
    {
        LdapUrl.TryParse(url, out var parsed, out _).Should().BeTrue();
        var search = new LdapSearch(DistinguishedName.Parse("dc=x"), LdapFilter.Parse("(mail=*)"), [], 1000);

        new Referral([url], new LdapServer("dc1", 1, useSsl), search, IsOfWhole: false).At(parsed!).Server.ToString().Should().Be(server);
    }

    [Fact]
    public async Task The_zones_of_a_forest_are_passed_over_still()
    {
        await using var first = ScriptedServer.StartSearching(request => Concat(
            Reply.Reference(request, "ldap://ForestDnsZones.example.com/DC=ForestDnsZones,DC=example,DC=com"), Entry(request, "Ann"), Reply.Done(request, [])));

        var (names, evidence) = await ReadAsync(first);

        names.Should().Equal("Ann");
        (evidence!.References.Count, evidence.Followed.Count).Should().Be((1, 0));
    }

    [Fact]
    public async Task Every_session_is_closed_whether_the_read_succeeds_or_not()
    {
        var code = LdapResultCode.Success;
        await using var second = ScriptedServer.StartSearching(request => Reply.Done(request, [], code));
        await using var first = ScriptedServer.StartSearching(request => Referral(request, $"ldap://{second.Address}"));

        await ReadAsync(first);
        await second.WaitForCloseAsync();
        await first.WaitForCloseAsync();

        code = LdapResultCode.InsufficientAccessRights;
        await FailureAsync(first);
        await second.WaitForCloseAsync();
        await first.WaitForCloseAsync();
        second.Connections.Should().Be(2);
    }

    private static SyncOptions Options(ScriptedServer first)
    {
        var options = Reading.Options(first.Address);
        options.FollowReferrals = true;
        return options;
    }

    private static async Task<(List<string> Names, ReadEvidence? Evidence)> ReadAsync(ScriptedServer first)
    {
        var evidence = new Kept();
        var entries = await Reading.ReadAllAsync(Options(first), Reading.Query() with { Evidence = evidence });
        return (entries.ConvertAll(entry => entry.Dn.Split(',')[0][3..]), evidence.Value);
    }

    private static async Task<SourceException> FailureAsync(ScriptedServer first) =>
        (await FluentActions.Awaiting(() => ReadAsync(first)).Should().ThrowAsync<SourceException>()).Which;

    private static byte[] Referral(Request request, string url) => Reply.Done(request, null, LdapResultCode.Referral, referrals: [url]);

    private static byte[] Entry(Request request, string name) => Reply.Entry(request, $"cn={name},dc=example,dc=com", ("mail", [$"{name}@example.com"]));

    private static byte[] Concat(params byte[][] messages) => [.. messages.SelectMany(message => message)];

    private sealed class Kept : IProgress<ReadEvidence>
    {
        public ReadEvidence? Value { get; private set; }

        public void Report(ReadEvidence value) => Value = value;
    }
}
