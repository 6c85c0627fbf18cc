using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap;

/// <summary>A read delivers everything or throws (R1).</summary>
public class CompleteReadTests
{
    private static readonly byte[] LastPage = [];
    private static readonly byte[] Cookie = [1, 2, 3];

    [Fact]
    public async Task R1_pages_follow_each_other_by_the_cookie_of_the_one_before()
    {
        await using var server = ScriptedServer.StartSearching(request => request.Cookie().Length switch
        {
            0 => Concat(Ann(request), Reply.Done(request, [7])),
            1 => Reply.Done(request, [8, 9]), // an empty page is not the end
            _ => Concat(Reply.Entry(request, "cn=Bob,dc=example,dc=com", ("mail", ["b@example.com", "bob@example.com"]), ("empty", [])), Reply.Done(request, LastPage)),
        });

        var entries = await Reading.ReadAllAsync(Reading.Options(server.Address));

        entries.Select(entry => entry.Dn).Should().Equal("cn=Ann,dc=example,dc=com", "cn=Bob,dc=example,dc=com");
        entries[1].Attributes.Select(attribute => attribute.Name).Should().Equal("mail", "empty");
        entries[1].Attributes[0].Values.Select(value => System.Text.Encoding.UTF8.GetString(value.Span)).Should().Equal("b@example.com", "bob@example.com");
        entries[1].Attributes[1].Values.Should().BeEmpty();
        Searches(server).Select(request => Convert.ToHexString(request.Cookie())).Should().Equal("", "07", "0809");
    }

    [Fact]
    public async Task R1_a_server_that_repeats_a_page_for_ever_is_found_out()
    {
        await using var server = ScriptedServer.StartSearching(request => Concat(Ann(request), Reply.Done(request, Cookie)));

        (await Reading.FailureAsync<SourceException>(Reading.Options(server.Address))).Should().Contain("the same page twice");
    }

    [Fact]
    public async Task R1_a_server_that_gives_empty_pages_for_ever_is_found_out()
    {
        await using var server = ScriptedServer.StartSearching(request => Reply.Done(request, Cookie));

        (await Reading.FailureAsync<SourceException>(Reading.Options(server.Address))).Should().Contain("more than 1000 pages without an entry");
    }

    [Fact]
    public async Task R1_a_cookie_that_stays_the_same_is_no_sign_of_the_end()
    {
        // 389 Directory Server sends the number of its slot.
        var page = 0;
        await using var server = ScriptedServer.StartSearching(request =>
            Concat(Reply.Entry(request, $"cn={++page},dc=example,dc=com"), Reply.Done(request, page < 5 ? Cookie : LastPage)));

        (await Reading.ReadAllAsync(Reading.Options(server.Address))).Should().HaveCount(5);
    }

    [Fact]
    public async Task Every_outermost_base_is_searched_once()
    {
        await using var server = ScriptedServer.StartSearching(request => Reply.Done(request, LastPage));

        await Reading.ReadAllAsync(
            Reading.Options(server.Address),
            Reading.Query("ou=B,dc=example,dc=com", "ou=Staff,ou=A,dc=example,dc=com", "OU=a, DC=example, DC=com", "ou=b,dc=example,dc=com"));

        Searches(server).Select(request => request.Base()).Should().Equal("ou=B,dc=example,dc=com", "ou=a,dc=example,dc=com");
    }

    [Fact]
    public async Task Only_the_attributes_that_are_needed_are_asked_for()
    {
        await using var server = ScriptedServer.StartSearching(request => Reply.Done(request, LastPage));

        await Reading.ReadAllAsync(Reading.Options(server.Address));

        var search = Searches(server).Should().ContainSingle().Subject;
        search.Contains("mail").Should().BeTrue();
        search.Contains("proxyAddresses").Should().BeTrue();
        search.Contains("objectGUID").Should().BeFalse();
    }

    [Theory]
    [InlineData(LdapResultCode.OperationsError, "1 operationsError", "User")]
    [InlineData(LdapResultCode.TimeLimitExceeded, "3 timeLimitExceeded", "time limit")]
    [InlineData(LdapResultCode.SizeLimitExceeded, "4 sizeLimitExceeded", "size=unlimited")]
    [InlineData(LdapResultCode.StrongerAuthRequired, "8 strongerAuthRequired", "UseSsl")]
    [InlineData(LdapResultCode.Referral, "10 referral", "Servers")]
    [InlineData(LdapResultCode.AdminLimitExceeded, "11 adminLimitExceeded", "size.pr")]
    [InlineData(LdapResultCode.UnavailableCriticalExtension, "12 unavailableCriticalExtension", "paged results")]
    [InlineData(LdapResultCode.InvalidDNSyntax, "34 invalidDNSyntax", "BaseDns")]
    [InlineData(LdapResultCode.InsufficientAccessRights, "50 insufficientAccessRights", "grant")]
    [InlineData(LdapResultCode.Busy, "51 busy", "later")]
    [InlineData(LdapResultCode.Unavailable, "52 unavailable", "later")]
    [InlineData(LdapResultCode.UnwillingToPerform, "53 unwillingToPerform", "log")]
    [InlineData(LdapResultCode.Other, "80 other", "log")]
    [InlineData((LdapResultCode)4096, "(4096", "log")]
    public async Task R1_a_result_that_is_no_success_throws_whatever_came_before_it(LdapResultCode code, string named, string change)
    {
        await using var server = ScriptedServer.StartSearching(request => request.Cookie().Length == 0
            ? Concat(Ann(request), Reply.Done(request, Cookie))
            : Concat(Ann(request), Reply.Done(request, LastPage, code, diagnostic: "of the\r\nserver")));

        var message = await Reading.FailureAsync<SourceException>(Reading.Options(server.Address));

        message.Should().StartWith($"ldap://{server.Address}: search below \"{Reading.Base}\" failed: ").And.Contain(named).And.Contain("\"of the  server\"").And.Contain(change);
    }

    [Fact]
    public async Task R1_a_referral_names_the_servers_it_refers_to()
    {
        await using var server = ScriptedServer.StartSearching(request =>
            Reply.Done(request, null, LdapResultCode.Referral, referrals: ["ldap://dc9.example.com/dc=example,dc=com"]));

        (await Reading.FailureAsync<SourceException>(Reading.Options(server.Address))).Should().Contain("ldap://dc9.example.com/dc=example,dc=com");
    }

    [Fact]
    public async Task R1_a_base_that_does_not_exist_is_a_fault_of_the_settings()
    {
        await using var server = ScriptedServer.StartSearching(request => Reply.Done(request, null, LdapResultCode.NoSuchObject, matchedDn: "dc=com"));

        (await Reading.FailureAsync<SettingsException>(Reading.Options(server.Address))).Should()
            .Contain($"\"{Reading.Base}\" does not exist on ldap://{server.Address}").And.Contain("\"dc=com\"").And.Contain("32 noSuchObject");
    }

    [Fact]
    public async Task R1_no_base_at_all_is_a_fault_of_the_settings()
    {
        var query = Reading.Query() with { BaseDns = [] };

        (await Reading.FailureAsync<SettingsException>(Reading.Options("127.0.0.1:1"), query)).Should().Contain("BaseDns");
    }

    [Fact]
    public async Task R1_an_answer_without_paging_control_proves_nothing()
    {
        await using var server = ScriptedServer.StartSearching(request => Concat(Ann(request), Reply.Done(request, null)));

        (await Reading.FailureAsync<SourceException>(Reading.Options(server.Address))).Should().Contain("ignored").And.Contain("RFC 2696");
    }

    [Fact]
    public async Task R1_a_base_that_does_not_exist_is_named_although_the_server_ends_the_search_well()
    {
        // 389 Directory Server 2.3: success without paging control for the page, 32 for the base alone.
        await using var server = ScriptedServer.StartSearching(request =>
            Reply.Done(request, null, request.IsOfOneEntry() ? LdapResultCode.NoSuchObject : LdapResultCode.Success));

        (await Reading.FailureAsync<SettingsException>(Reading.Options(server.Address))).Should().Contain("does not exist").And.Contain("correct BaseDns");
    }

    [Fact]
    public async Task R1_an_empty_answer_without_paging_control_proves_nothing_even_where_the_base_exists()
    {
        await using var server = ScriptedServer.StartSearching(request => request.IsOfOneEntry() ? Concat(Ann(request), Reply.Done(request, null)) : Reply.Done(request, null));

        (await Reading.FailureAsync<SourceException>(Reading.Options(server.Address))).Should().Contain("RFC 2696");
    }

    [Fact]
    public async Task R1_a_page_larger_than_asked_for_is_refused_before_it_fills_the_memory()
    {
        await using var server = ScriptedServer.StartSearching(request => Concat([.. Enumerable.Range(0, PagedSearch.PageSize + 1).Select(_ => Ann(request))]));

        (await Reading.FailureAsync<SourceException>(Reading.Options(server.Address))).Should().Contain("more than the page of 1000");
    }

    [Fact]
    public async Task The_references_of_a_domain_root_are_passed_over()
    {
        await using var server = ScriptedServer.StartSearching(request => Concat(
            Reply.Reference(request, "ldap://ForestDnsZones.example.com/DC=ForestDnsZones,DC=example,DC=com"),
            Reply.Reference(request, "ldap://DomainDnsZones.example.com/DC=DomainDnsZones,DC=example,DC=com??sub"),
            Ann(request),
            Reply.Reference(request, "ldap://example.com/CN=Configuration,DC=example,DC=com", "ldaps://example.com/CN=Configuration,DC=example,DC=com"),
            Reply.Done(request, LastPage)));

        (await Reading.ReadAllAsync(Reading.Options(server.Address))).Should().ContainSingle();
    }

    [Theory]
    [InlineData("ldap://child.example.com/DC=child,DC=example,DC=com")]
    [InlineData("ldap://example.org/CN=Configuration,DC=example,DC=org")]
    [InlineData("ldap://example.com/CN=Configuration,OU=Staff,DC=example,DC=com")]
    [InlineData("ldap://other.example.com/")]
    [InlineData("ldap://other.example.com")]
    [InlineData("https://example.com/CN=Configuration,DC=example,DC=com")]
    [InlineData("not a uri")]
    [InlineData("ldap:")]
    public async Task R1_any_other_reference_throws(string url)
    {
        await using var server = ScriptedServer.StartSearching(request => Concat(Ann(request), Reply.Reference(request, url), Reply.Done(request, LastPage)));

        (await Reading.FailureAsync<SourceException>(Reading.Options(server.Address))).Should().Contain("another server holds a part of it").And.Contain(url).And.Contain("BaseDns");
    }

    [Fact]
    public async Task R1_a_connection_that_ends_anywhere_in_the_last_page_throws()
    {
        var length = int.MaxValue;
        await using var server = ScriptedServer.StartSearching(request =>
        {
            if (request.Cookie().Length == 0) return Concat(Ann(request), Reply.Done(request, Cookie));
            var page = Concat(Bob(request), Bob(request), Reply.Done(request, LastPage));
            return length < page.Length ? new Answer(page[..length], ThenClose: true) : page;
        });
        (await Reading.ReadAllAsync(Reading.Options(server.Address))).Should().HaveCount(3);

        var sizeOfPage = SizeOfLastPage();
        for (length = 0; length < sizeOfPage; length++)
        {
            (await Reading.FailureAsync<SourceException>(Reading.Options(server.Address))).Should().Contain("closed the connection");
        }
    }

    [Fact]
    public async Task R1_a_notice_of_disconnection_ends_the_read_with_its_code()
    {
        await using var server = ScriptedServer.StartSearching(request => Concat(Ann(request), Reply.Notice(LdapResultCode.Unavailable, Reading.User)));

        (await Reading.FailureAsync<SourceException>(Reading.Options(server.Address))).Should()
            .Contain("the server ended the connection (52 unavailable);");
    }

    [Fact]
    public async Task What_a_client_may_pass_over_it_passes_over()
    {
        await using var server = ScriptedServer.StartSearching(request => Concat(
            Reply.Notice(LdapResultCode.Success, oid: "1.3.6.1.4.1.4203.666.1"), Reply.Intermediate(request), Ann(request), Reply.Done(request, LastPage)));

        (await Reading.ReadAllAsync(Reading.Options(server.Address))).Should().ContainSingle();
    }

    [Theory]
    [InlineData("300C02017F65070A010004000400", "127 answered")]
    [InlineData("300C02010065070A010004000400", "0 answered")]
    [InlineData("300C02010361070A010004000400", "operation 61")]
    [InlineData("30050201034200", "operation 42")]
    [InlineData("3003020103", "missing")]
    [InlineData("300C020103A5070A010004000400", "no operation")]
    [InlineData("308400100000", "closed")]
    [InlineData("48545450", "found 48")]
    public async Task R1_an_answer_that_is_no_answer_throws(string hex, string reason)
    {
        // The search is the third message: StartTLS, bind, search.
        await using var server = ScriptedServer.StartSearching(_ => new Answer(Convert.FromHexString(hex), ThenClose: true));

        (await Reading.FailureAsync<SourceException>(Reading.Options(server.Address))).Should().Contain(reason).And.StartWith($"ldap://{server.Address}: search");
    }

    private static int SizeOfLastPage()
    {
        var request = new Request(4, Request.Search, []);
        return Concat(Bob(request), Bob(request), Reply.Done(request, LastPage)).Length;
    }

    private static byte[] Bob(Request request) => Reply.Entry(request, "cn=Bob,dc=example,dc=com", ("mail", ["bob@example.com"]));

    private static byte[] Ann(Request request) => Reply.Entry(request, "cn=Ann,dc=example,dc=com", ("mail", ["ann@example.com"]));

    private static byte[] Concat(params byte[][] messages) => [.. messages.SelectMany(message => message)];

    private static IEnumerable<Request> Searches(ScriptedServer server) => server.Requests.Where(request => request.Operation == Request.Search);
}
