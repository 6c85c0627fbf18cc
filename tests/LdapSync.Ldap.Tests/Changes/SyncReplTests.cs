using LdapSync.Directories;
using LdapSync.Ldap.Protocol;
using LdapSync.Ldap.Scripted;
using static LdapSync.Ldap.Changes.ScriptedOpenLdap;

namespace LdapSync.Ldap.Changes;

/// <summary>Content synchronization (RFC 4533): what a server says, and what is made of it. Whatever is doubtful becomes null.</summary>
public class SyncReplTests
{
    private readonly ScriptedOpenLdap _script = new();

    [Fact]
    public async Task Changed_entries_come_whole_and_hinted_ones_that_do_not_come_back_are_gone()
    {
        await using var server = _script.Start();
        var options = Reading.Options(server.Address);
        var token = await Told.ReadAsync(options, Query);
        var told = new Told();

        var changes = await told.ChangesAsync(options, Query, token!);

        changes!.Changed.Should().ContainSingle().Which.Find("mail").Single().Values.Should().ContainSingle();
        (changes.Gone.Single(), changes.Remaining).Should().Be(($"{Bob}", null));
        told.Tokens.Should().ContainSingle().Which.Should().NotBe(token);
        told.Evidence.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Server = $"ldap://{server.Address}", Entries = 1L, Pages = 1 });
    }

    [Fact]
    public async Task The_real_query_is_asked_for_the_hinted_entries_alone()
    {
        await using var server = _script.Start();
        await Told.SinceReadAsync(Reading.Options(server.Address), Query);

        var asked = server.Requests.Last(request => request.Operation == Request.Search && !request.IsOfOneEntry() && !request.Contains(SyncControl.RequestOid));

        asked.Base().Should().Be(Reading.Base);
        asked.Octets.AsSpan().IndexOf(LdapFilter.Parse($"(&(|(entryUUID={Bob})(entryUUID={Ann}))(mail=*))").ToBer()).Should().BePositive();
    }

    [Fact]
    public async Task Without_a_change_nothing_is_asked_and_the_cookie_stays()
    {
        _script.Sync = request => SyncReply.Done(request, null);
        await using var server = _script.Start();
        var options = Reading.Options(server.Address);
        var token = await Told.ReadAsync(options, Query);
        var requests = server.Requests.Count(request => request.Operation == Request.Search);
        var told = new Told();

        var changes = await told.ChangesAsync(options, Query, token!);

        changes.Should().BeEquivalentTo(new DirectoryChanges([], []));
        told.Tokens.Should().Equal(token!);
        (server.Requests.Count(request => request.Operation == Request.Search) - requests).Should().Be(5, "root DSE, suffix, the question, and twice the state for the evidence");
    }

    [Theory]
    [InlineData("state")]
    [InlineData("info")]
    [InlineData("done")]
    public async Task The_latest_cookie_is_sent_next_time(string where)
    {
        _script.Sync = request => Concat(
            SyncReply.NewCookie(request, where == "info" ? "cookie 7" : "cookie 3"),
            SyncReply.With(Reply.Entry(request, "cn=x,dc=example,dc=com"), (SyncControl.StateOid, SyncReply.State(3, Cid, where == "state" ? "cookie 7" : null))),
            SyncReply.Done(request, where == "done" ? "cookie 7" : null));
        await using var server = _script.Start();
        var options = Reading.Options(server.Address);
        var first = await Told.ReadAsync(options, Query);
        _script.Page = request => Reply.Done(request, []);
        var told = new Told();
        await told.ChangesAsync(options, Query, first!);
        await told.ChangesAsync(options, Query, told.Tokens.Single());

        var sent = server.Requests.Where(request => request.Contains(SyncControl.RequestOid) && !request.IsOfOneEntry()).ToList();

        sent[0].Contains("cookie 1").Should().BeTrue();
        sent[1].Contains("cookie 7").Should().BeTrue();
    }

    [Fact]
    public async Task After_a_present_phase_all_others_that_are_still_there_are_named()
    {
        _script.Sync = request => Concat(SyncReply.Changed(request, "cn=Ann,dc=example,dc=com", Ann), SyncReply.Ids(request, false, Cid), SyncReply.Done(request, "cookie 2", refreshDeletes: false));
        await using var server = _script.Start();

        var changes = await Told.SinceReadAsync(Reading.Options(server.Address), Query);

        changes!.Changed.Should().ContainSingle();
        changes.Gone.Should().BeEmpty();
        changes.Remaining.Should().Equal($"{Cid}");
    }

    [Fact]
    public async Task A_delete_phase_may_follow_the_present_phase_and_entries_may_be_named_one_by_one()
    {
        _script.Sync = request => Concat(
            SyncReply.With(Reply.Entry(request, "cn=Cid,dc=example,dc=com"), (SyncControl.StateOid, SyncReply.State(0, Cid))),
            SyncReply.EndOfPresentPhase(request),
            SyncReply.Changed(request, "cn=Ann,dc=example,dc=com", Ann, state: 2),
            SyncReply.Ids(request, true, Bob),
            SyncReply.Done(request, "cookie 2"));
        await using var server = _script.Start();

        var changes = await Told.SinceReadAsync(Reading.Options(server.Address), Query);

        (changes!.Changed.Count, changes.Gone.Single(), changes.Remaining!.Single()).Should().Be((1, $"{Bob}", $"{Cid}"));
    }

    [Fact]
    public async Task With_an_entry_that_has_others_below_it_those_are_asked_for_too()
    {
        _script.Sync = request => Concat(SyncReply.Changed(request, "ou=Team,dc=example,dc=com", Bob, hasSubordinates: true), SyncReply.Done(request, "cookie 2"));
        _script.Page = request => request.Base() == "ou=Team,dc=example,dc=com"
            ? Concat(Reply.Entry(request, "cn=Ann,ou=Team,dc=example,dc=com", ("entryUUID", [$"{Ann}"])), Reply.Entry(request, "cn=Cid,ou=Team,dc=example,dc=com", ("entryUUID", [$"{Cid}"])), Reply.Done(request, []))
            : Concat(Entry(request, "Ann", Ann), Reply.Done(request, []));
        await using var server = _script.Start();

        var changes = await Told.SinceReadAsync(Reading.Options(server.Address), Query);

        changes!.Changed.Should().ContainSingle();
        changes.Gone.Should().BeEquivalentTo($"{Bob}", $"{Cid}");
    }

    public static TheoryData<string, string, object> Doubts => new()
    {
        { "the server has forgotten", "the server does not tell changes (4096)", Search(request => SyncReply.Done(request, null, true, (LdapResultCode)4096)) },
        { "the server is behind", "the server does not tell changes (53 unwillingToPerform)", Search(request => SyncReply.Done(request, null, true, LdapResultCode.UnwillingToPerform)) },
        { "the server is busy", "the server does not tell changes (51 busy)", Search(request => Reply.Done(request, null, LdapResultCode.Busy)) },
        { "the control is not known", "the server does not tell changes (12 unavailableCriticalExtension)", Search(request => Reply.Done(request, null, LdapResultCode.UnavailableCriticalExtension)) },
        { "a limit was met", "the server does not tell changes (4 sizeLimitExceeded)", Search(request => Concat(SyncReply.Changed(request, "cn=Ann,dc=example,dc=com", Ann), SyncReply.Done(request, "c", true, LdapResultCode.SizeLimitExceeded))) },
        { "the end has no control", "the server does not say what it synchronizes", Search(request => Reply.Done(request, null)) },
        { "the end has two", "the server does not say what it synchronizes", Search(request => SyncReply.With(Reply.Done(request, null), (SyncControl.DoneOid, SyncReply.DoneValue("c", true)), (SyncControl.DoneOid, SyncReply.DoneValue("c", true)))) },
        { "an entry has no control", "the server does not say what it synchronizes", Search(request => Concat(Reply.Entry(request, "cn=Ann,dc=example,dc=com"), SyncReply.Done(request, "c"))) },
        { "a state is none of the four", "a sync state is none of the four", Search(request => Concat(SyncReply.Changed(request, "cn=Ann,dc=example,dc=com", Ann, state: 4), SyncReply.Done(request, "c"))) },
        { "an id is short", "an entryUUID has not 16 octets", Search(request => Concat(SyncReply.With(Reply.Entry(request, "cn=Ann"), (SyncControl.StateOid, [0x30, 0x06, 0x0A, 0x01, 0x03, 0x04, 0x01, 0x01])), SyncReply.Done(request, "c"))) },
        { "a message is of another kind", "the server says something else beside what has changed", Search(request => Concat(SyncReply.Info(request, [0x80, 0x00], "1.2.3"), SyncReply.Done(request, "c"))) },
        { "a message is empty", "an element is missing", Search(request => Concat(SyncReply.Info(request, []), SyncReply.Done(request, "c"))) },
        { "a message has no OID", "the server says something else beside what has changed", Search(request => Concat(Reply.Intermediate(request), SyncReply.Done(request, "c"))) },
        { "a message has octets too many", "a sync control or message has octets behind its end", Search(request => Concat(SyncReply.Info(request, [0x80, 0x01, 0x41, 0x00]), SyncReply.Done(request, "c"))) },
        { "a message is none of the four", "a sync message is none of the four", Search(request => Concat(SyncReply.Info(request, [0xA4, 0x00]), SyncReply.Done(request, "c"))) },
        { "a part of the tree is elsewhere", "another server holds a part of the directory", Search(request => Concat(Reply.Reference(request, "ldap://other/"), SyncReply.Done(request, "c"))) },
        { "the id may not be read", "User may not read entryUUID", Search(request => Concat(SyncReply.With(Reply.Entry(request, "cn=Ann,dc=example,dc=com", ("hasSubordinates", ["FALSE"])), (SyncControl.StateOid, SyncReply.State(1, Ann))), SyncReply.Done(request, "c"))) },
        { "nobody is present", "the server contradicts itself about who is still there", Search(request => SyncReply.Done(request, "c", refreshDeletes: false)) },
        { "who is present is named without a present phase", "the server contradicts itself about who is still there", Search(request => Concat(SyncReply.Ids(request, false, Cid), SyncReply.Done(request, "c"))) },
        { "the name of a moved entry cannot be read", "the name of a changed entry cannot be read", Search(request => Concat(SyncReply.Changed(request, "no name", Ann, hasSubordinates: true), SyncReply.Done(request, "c"))) },
        { "very many are gone", "more than 5000 entries have changed", Search(request => Concat(SyncReply.Ids(request, true, [.. Enumerable.Range(0, 5001).Select(_ => Guid.NewGuid())]), SyncReply.Done(request, "c"))) },
        { "very many have changed", "the server sends more than the 5000 entries that are useful", Search(request => Concat([.. Enumerable.Range(0, 5001).Select(_ => SyncReply.Changed(request, "cn=x", Guid.NewGuid())), SyncReply.Done(request, "c")])) },
        { "the connection is lost", "the server closed the connection", Search(_ => Answer.Close) },
        { "no LDAP comes", "a message starts with tag 30", Search(_ => "HTTP/1.1 400 Bad Request"u8.ToArray()) },
        { "an entry came that was not asked for", "an entry came that was not asked for", Pages(request => Concat(Entry(request, "Cid", Cid), Reply.Done(request, []))) },
        { "an entry has no id", "an entry shows no entryUUID", Pages(request => Concat(Entry(request, "Ann", null), Reply.Done(request, []))) },
        { "an entry has an objectGUID too", "an entry has an objectGUID beside its entryUUID", Pages(request => Concat(Reply.Entry(request, "cn=Ann,dc=example,dc=com", ("entryUUID", [$"{Ann}"]), ("objectGUID", ["0123456789abcdef"])), Reply.Done(request, []))) },
        { "the base is gone", "does not exist on ldap://", Pages(request => Reply.Done(request, null, LdapResultCode.NoSuchObject)) },
        { "the answer is not complete", "the server ignored that the result was to come in pages", Pages(request => Reply.Done(request, null)) },
        { "another part is elsewhere", "another server holds a part of it", Pages(request => Concat(Reply.Reference(request, "ldap://other/"), Reply.Done(request, []))) },
        { "the server was restored", "the server is not as far as it was: it was restored, or has fallen behind others", Then(script => script.Csns = ["20261122115959.000000Z#000000#000#000000"]) },
        { "another server writes now", "the server is not as far as it was: it was restored, or has fallen behind others", Then(script => script.Csns = ["20261122120000.000000Z#000000#001#000000"]) },
        { "the server does not tell how far it is", "the server does not tell how far it is, or not to User", Then(script => script.Csns = []) },
        { "the server has no such control any more", "the server has neither DirSync nor content synchronization (RFC 4533)", Then(script => script.Controls = []) },
        { "the naming context is another one", "another server, database, query or user, or another schema", Then(script => script.Contexts = ["dc=com"]) },
        { "the bases are in no naming context", "the bases are in no naming context of the server, or in several", Then(script => script.Contexts = ["dc=org"]) },
    };

    [Theory]
    [MemberData(nameof(Doubts))]
    public async Task A_doubt_is_null_and_the_log_says_which(string doubt, string reason, object script)
    {
        await using var server = _script.Start();

        (await Told.WhyNoneAsync(Reading.Options(server.Address), Query, () => ((Action<ScriptedOpenLdap>)script)(_script))).Should().Contain(reason, doubt);
    }

    [Fact]
    public async Task A_server_that_is_ahead_for_every_writer_is_asked()
    {
        await using var server = _script.Start();

        var changes = await Told.SinceReadAsync(Reading.Options(server.Address), Query, () => _script.Csns = ["20261122120001.000000Z#000000#000#000000", "20200101000000.000000Z#000000#001#000000"]);

        changes.Should().NotBeNull();
    }

    [Fact]
    public async Task A_server_that_falls_silent_ends_within_the_deadline()
    {
        await using var server = _script.Start();
        var options = Reading.Options(server.Address);
        options.AnswerTimeout = TimeSpan.FromMilliseconds(200);

        (await Told.SinceReadAsync(options, Query, () => _script.Sync = _ => Answer.Silence)).Should().BeNull();
    }

    [Fact]
    public async Task The_time_for_a_whole_read_holds_for_changes_too()
    {
        await using var server = _script.Start();
        var options = Reading.Options(server.Address);
        var token = await Told.ReadAsync(options, Query);
        (options.ReadTimeout, _script.Sync) = (TimeSpan.FromMilliseconds(200), _ => Answer.Silence);

        (await FluentActions.Awaiting(() => new Told().ChangesAsync(options, Query, token!)).Should().ThrowAsync<SourceException>()).Which.Message.Should().Contain("ReadTimeout");
    }

    [Fact]
    public async Task Cancellation_ends_the_wait()
    {
        await using var server = _script.Start();
        var options = Reading.Options(server.Address);
        var token = await Told.ReadAsync(options, Query);
        using var cancelled = new CancellationTokenSource();
        _script.Sync = _ =>
        {
            cancelled.Cancel();
            return Answer.Silence;
        };

        await FluentActions.Awaiting(() => new LdapDirectorySource(options).ReadChangesAsync(Query, token!, cancelled.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    private static object Search(Func<Request, Answer> answer) => Then(script => script.Sync = answer);

    private static object Pages(Func<Request, Answer> answer) => Then(script => script.Page = answer);

    private static object Then(Action<ScriptedOpenLdap> change) => change;
}
