using LdapSync.Directories;
using LdapSync.Ldap.Protocol;
using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap.Changes;

/// <summary>What a token is told for, and what it is good for.</summary>
public class TokenTests
{
    private readonly ScriptedOpenLdap _script = new();

    [Fact]
    public async Task It_is_one_line_that_names_neither_user_nor_password()
    {
        await using var server = _script.Start();

        var token = await Told.ReadAsync(Reading.Options(server.Address), ScriptedOpenLdap.Query);

        token!.Value.Should().MatchRegex(@"^1 syncrepl ldap://127\.0\.0\.1:[0-9]+ [A-Za-z0-9_-]{43} 20261122120000\.000000Z#000000#000#000000 Y29va2llIDE=$");
        token.ToString().Should().NotContain(token.Value);
    }

    [Fact]
    public async Task Nobody_who_does_not_want_it_pays_for_it()
    {
        await using var server = _script.Start();

        await Reading.ReadAllAsync(Reading.Options(server.Address), ScriptedOpenLdap.Query);

        server.Requests.Should().NotContain(request => request.Contains(SyncControl.RequestOid));
    }

    [Fact]
    public async Task It_is_taken_before_the_first_entry_on_the_same_connection()
    {
        await using var server = _script.Start();

        await Told.ReadAsync(Reading.Options(server.Address), ScriptedOpenLdap.Query);

        var searches = server.Requests.Where(request => request.Operation == Request.Search).ToList();
        searches.FindIndex(request => request.Contains(SyncControl.RequestOid)).Should().BeLessThan(searches.FindIndex(request => !request.IsOfOneEntry()));
        server.Connections.Should().Be(1);
    }

    [Fact]
    public async Task A_server_that_delivers_no_page_leaves_no_token_behind_for_the_next_one()
    {
        _script.Page = request => Reply.Done(request, null, LdapResultCode.Busy);
        await using var first = _script.Start();
        await using var second = new ScriptedOpenLdap { Controls = [] }.Start();

        (await Told.ReadAsync(Reading.Options(first.Address, second.Address), ScriptedOpenLdap.Query)).Should().BeNull();
    }

    public static TheoryData<string, object> Without => new()
    {
        { "the server has no such control", Then(script => script.Controls = []) },
        { "it refuses", Then(script => script.First = request => SyncReply.Done(request, null, true, LdapResultCode.InsufficientAccessRights)) },
        { "the database has no such overlay", Then(script => script.First = request => Reply.Done(request, null, LdapResultCode.UnavailableCriticalExtension)) },
        { "it gives no cookie", Then(script => script.First = request => SyncReply.Done(request, null)) },
        { "it says nothing of synchronization", Then(script => script.First = request => Reply.Done(request, null)) },
        { "it does not tell how far it is", Then(script => script.Csns = []) },
        { "the base is in no naming context", Then(script => script.Contexts = ["dc=org"]) },
        { "the answer is malformed", Then(script => script.First = request => SyncReply.With(Reply.Done(request, null), (SyncControl.DoneOid, [0x30, 0x05, 0x01]))) },
        { "it sends everything", Then(script => script.First = request => ScriptedOpenLdap.Concat(SyncReply.Changed(request, "cn=a", Guid.NewGuid()), SyncReply.Changed(request, "cn=b", Guid.NewGuid()), SyncReply.Done(request, "c"))) },
        { "it hangs up", Then(script => script.First = _ => Answer.Close) },
        { "it falls silent", Then(script => script.First = _ => Answer.Silence) },
        { "it sends no LDAP", Then(script => script.First = _ => "HTTP/1.1 400 Bad Request"u8.ToArray()) },
    };

    [Theory]
    [MemberData(nameof(Without))]
    public async Task A_server_that_cannot_tell_changes_is_read_without_a_token(string reason, object script)
    {
        ((Action<ScriptedOpenLdap>)script)(_script);
        await using var server = _script.Start();
        var options = Reading.Options(server.Address);
        options.AnswerTimeout = TimeSpan.FromMilliseconds(300);

        (await Told.ReadAsync(options, ScriptedOpenLdap.Query)).Should().BeNull(reason);
    }

    [Theory]
    [InlineData("(:caseExactMatch:=x)")]
    [InlineData("(cn:dn:=x)")]
    [InlineData("(2.5.4.3=x)")]
    [InlineData("(!(memberOf=cn=x))")]
    [InlineData("(|(mail=*)(entryDN=cn=x))")]
    [InlineData("(hasSubordinates=TRUE)")]
    public async Task A_filter_whose_answer_changes_without_a_change_of_the_entry_gets_none(string filter)
    {
        await using var server = _script.Start();

        (await Told.ReadAsync(Reading.Options(server.Address), ScriptedOpenLdap.Query with { Filter = LdapFilter.Parse(filter) })).Should().BeNull();
    }

    [Theory]
    [InlineData("*")]
    [InlineData("+")]
    [InlineData("1.2.3.4")]
    [InlineData("OID.2.5.4.3")]
    [InlineData("memberof")]
    [InlineData("MemberOf;x-option")]
    [InlineData("")]
    public async Task Attributes_that_change_without_a_change_of_the_entry_get_none(string attribute)
    {
        await using var server = _script.Start();

        (await Told.ReadAsync(Reading.Options(server.Address), ScriptedOpenLdap.Query with { Attributes = ["mail", "entryUUID", attribute] })).Should().BeNull();
    }

    [Fact]
    public async Task R1_a_query_for_all_attributes_without_their_names_gets_none()
    {
        await using var server = _script.Start();
        var options = Reading.Options(server.Address);

        (await Told.ReadAsync(options, ScriptedOpenLdap.Query with { Attributes = [] })).Should().BeNull("changed entries would come with their id alone");
    }

    [Fact]
    public async Task A_token_takes_no_more_than_half_of_the_time_for_the_read()
    {
        _script.First = _ => Answer.Silence;
        await using var server = _script.Start();
        var options = Reading.Options(server.Address);
        options.ReadTimeout = TimeSpan.FromSeconds(2);

        (await Told.ReadAsync(options, ScriptedOpenLdap.Query)).Should().BeNull("the entries come all the same");
    }

    [Fact]
    public async Task Entries_that_have_an_objectGUID_beside_their_entryUUID_get_none()
    {
        _script.Page = request => ScriptedOpenLdap.Concat(ScriptedOpenLdap.Entry(request, "Ann", ScriptedOpenLdap.Ann), Reply.Done(request, []));
        await using var server = _script.Start();

        (await Told.ReadAsync(Reading.Options(server.Address), ScriptedOpenLdap.Query with { Attributes = ["mail", "entryUUID", "objectGUID"] })).Should().BeNull();
    }

    public static TheoryData<string> OtherTokens =>
    [
        "",
        "nonsense",
        "2 syncrepl {server} {digest} {state} {cookie}",
        "1 dirsync {server} {digest} {state} {cookie}",
        "1 syncrepl ldap://127.0.0.1:1 {digest} {state} {cookie}",
        "1 syncrepl {server} AAAA {state} {cookie}",
        "1 syncrepl {server} {digest} 20991122120000.000000Z#000000#000#000000 {cookie}",
        "1 syncrepl {server} {digest} x {cookie}",
        "1 syncrepl {server} {digest} {state} ",
        "1 syncrepl {server} {digest} {state} not-base64!",
        "1 syncrepl {server} {digest} {state} {cookie} more",
    ];

    [Theory]
    [MemberData(nameof(OtherTokens))]
    public async Task Another_token_is_of_no_use(string pattern)
    {
        await using var server = _script.Start();
        var options = Reading.Options(server.Address);
        var parts = (await Told.ReadAsync(options, ScriptedOpenLdap.Query))!.Value.Split(' ');
        var value = pattern.Replace("{server}", parts[2]).Replace("{digest}", parts[3]).Replace("{state}", parts[4]).Replace("{cookie}", parts[5]);

        (await new Told().ChangesAsync(options, ScriptedOpenLdap.Query, new ChangeToken(value))).Should().BeNull();
    }

    public static TheoryData<string, object> Others => new()
    {
        { "filter", Ask(query => query with { Filter = LdapFilter.Parse("(mail=a*)") }) },
        { "attributes", Ask(query => query with { Attributes = ["mail", "entryUUID", "cn"] }) },
        { "fewer attributes", Ask(query => query with { Attributes = ["mail"] }) },
        { "bases", Ask(query => query with { BaseDns = [DistinguishedName.Parse("ou=a,dc=example,dc=com")] }) },
        { "more bases", Ask(query => query with { BaseDns = [.. query.BaseDns, DistinguishedName.Parse("ou=a,dc=example,dc=com")] }) },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public async Task The_token_of_another_query_is_of_no_use(string other, object query)
    {
        await using var server = _script.Start();
        var options = Reading.Options(server.Address);
        var token = await Told.ReadAsync(options, ScriptedOpenLdap.Query);

        (await new Told().ChangesAsync(options, ((Func<DirectoryQuery, DirectoryQuery>)query)(ScriptedOpenLdap.Query), token!)).Should().BeNull(other);
    }

    [Fact]
    public async Task The_token_of_another_user_is_of_no_use()
    {
        await using var server = _script.Start();
        var options = Reading.Options(server.Address);
        var token = await Told.ReadAsync(options, ScriptedOpenLdap.Query);
        options.User = "cn=other,dc=example,dc=com";

        (await new Told().ChangesAsync(options, ScriptedOpenLdap.Query, token!)).Should().BeNull();
    }

    [Fact]
    public async Task The_server_of_the_token_is_asked_whatever_its_place_in_the_list()
    {
        await using var server = _script.Start();
        await using var other = new ScriptedOpenLdap().Start();
        var token = await Told.ReadAsync(Reading.Options(server.Address), ScriptedOpenLdap.Query);

        (await new Told().ChangesAsync(Reading.Options(other.Address, server.Address), ScriptedOpenLdap.Query, token!)).Should().NotBeNull();
        other.Connections.Should().Be(0);
    }

    [Fact]
    public async Task With_the_server_of_the_token_down_others_are_left_to_the_full_read_and_without_others_there_is_nobody()
    {
        await using var other = new ScriptedOpenLdap().Start();
        var server = _script.Start();
        var token = await Told.ReadAsync(Reading.Options(server.Address), ScriptedOpenLdap.Query);
        var address = server.Address;
        await server.DisposeAsync();

        (await new Told().ChangesAsync(Reading.Options(address, other.Address), ScriptedOpenLdap.Query, token!)).Should().BeNull();
        (await FluentActions.Awaiting(() => new Told().ChangesAsync(Reading.Options(address), ScriptedOpenLdap.Query, token!)).Should().ThrowAsync<SourceException>())
            .Which.Message.Should().Contain("connect failed: the connection was refused");
    }

    [Fact]
    public async Task A_refused_bind_is_said_at_once_and_not_tried_again_by_a_full_read()
    {
        await using var server = _script.Start();
        var token = await Told.ReadAsync(Reading.Options(server.Address), ScriptedOpenLdap.Query);
        await using var refusing = ScriptedServer.Start(request => request.Operation == Request.Bind ? Reply.Bound(request, LdapResultCode.InvalidCredentials) : Reply.Extended(request, LdapResultCode.ProtocolError));

        await FluentActions.Awaiting(() => new Told().ChangesAsync(Reading.Options(refusing.Address), ScriptedOpenLdap.Query, new ChangeToken(token!.Value.Replace(server.Address, refusing.Address))))
            .Should().ThrowAsync<SourceException>();
    }

    [Fact]
    public async Task Over_another_library_everything_is_always_read()
    {
        var told = new Told();
        var source = new LdapDirectorySource(Reading.Options("ldap.example.com"), () => new FakeConnection());

        await source.ReadAsync(ScriptedOpenLdap.Query with { Token = told }, TestContext.Current.CancellationToken).ToListAsync();
        var changes = await source.ReadChangesAsync(ScriptedOpenLdap.Query, new ChangeToken("1 syncrepl ldap://ldap.example.com:389 d s Y29va2llIDE="), TestContext.Current.CancellationToken);

        told.Tokens.Should().BeEmpty();
        changes.Should().BeNull();
    }

    private static object Then(Action<ScriptedOpenLdap> change) => change;

    private static object Ask(Func<DirectoryQuery, DirectoryQuery> change) => change;
}
