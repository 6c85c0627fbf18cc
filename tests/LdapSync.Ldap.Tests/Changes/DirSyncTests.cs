using LdapSync.Directories;
using LdapSync.Ldap.Protocol;
using LdapSync.Ldap.Scripted;
using static LdapSync.Ldap.Changes.ScriptedController;
using static LdapSync.Ldap.Changes.ScriptedOpenLdap;

namespace LdapSync.Ldap.Changes;

/// <summary>DirSync ([MS-ADTS]): what a domain controller says, and what is made of it. Whatever is doubtful becomes null.</summary>
public class DirSyncTests
{
    private const string Team = "OU=Team,DC=example,DC=com";
    private readonly ScriptedController _script = new();

    private static DirectoryQuery Query => ScriptedController.Query;

    [Fact]
    public async Task Changed_objects_come_whole_and_deleted_ones_are_gone()
    {
        await using var server = _script.Start();

        var changes = await Told.SinceReadAsync(Reading.Options(server.Address), Query);

        changes!.Changed.Should().ContainSingle().Which.Dn.Should().Be("CN=Ann,DC=example,DC=com");
        (changes.Gone.Single(), changes.Remaining).Should().Be(($"{ScriptedController.Bob}", null));
    }

    [Fact]
    public async Task The_whole_domain_is_asked_about_whatever_the_filter_and_without_the_flag_that_hides_deletions()
    {
        await using var server = _script.Start();
        await Told.SinceReadAsync(Reading.Options(server.Address), Query with { BaseDns = [DistinguishedName.Parse(Team)] });

        var asked = server.Requests.Last(request => request.Contains(DirSyncControl.Oid));

        asked.Base().Should().BeEquivalentTo(Root);
        asked.Octets.AsSpan().IndexOf(LdapFilter.Parse("(objectClass=*)").ToBer()).Should().BePositive();
        Convert.ToHexString(LdapMessage.Parse(asked.Octets).ReadControls().Single().Value.Span).Should().StartWith("3012" + "020100" + "0203100000" + "0408");
        foreach (var attribute in new[] { "mail", "objectGUID", "name", "whenCreated", "isDeleted", "nTSecurityDescriptor" }) asked.Contains(attribute).Should().BeTrue(attribute);
    }

    [Fact]
    public async Task It_goes_on_while_there_is_more_each_time_with_the_new_cookie()
    {
        _script.Sync = request => request.Contains("cookie 1") ? Concat(Object(request, "CN=Ann,DC=example,DC=com", ScriptedController.Ann), SyncReply.DirSyncDone(request, "cookie 2", hasMore: true))
            : request.Contains("cookie 2") ? SyncReply.DirSyncDone(request, "cookie 3", hasMore: true)
            : Concat(Object(request, "CN=x", ScriptedController.Bob, ("isDeleted", "TRUE")), SyncReply.DirSyncDone(request, "cookie 4"));
        await using var server = _script.Start();
        var options = Reading.Options(server.Address);
        var token = await Told.ReadAsync(options, Query);
        var told = new Told();

        var changes = await told.ChangesAsync(options, Query, token!);

        (changes!.Changed.Count, changes.Gone.Count).Should().Be((1, 1));
        told.Tokens.Single().Value.Should().EndWith(Convert.ToBase64String("cookie 4"u8));
    }

    [Fact]
    public async Task The_first_cookie_is_fetched_without_objects_however_many_answers_it_takes()
    {
        var answers = 0;
        _script.First = request => request.Contains("first 4") ? SyncReply.DirSyncDone(request, "cookie 1") : SyncReply.DirSyncDone(request, $"first {++answers}", hasMore: true);
        await using var server = _script.Start();

        (await Told.ReadAsync(Reading.Options(server.Address), Query)).Should().NotBeNull();

        answers.Should().Be(4);
        server.Requests.Count(request => request.Contains(DirSyncControl.Oid) && request.Octets.AsSpan().IndexOf(LdapFilter.Parse("(!(objectClass=*))").ToBer()) > 0).Should().Be(5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_below_a_renamed_object_is_asked_for_and_what_is_below_a_new_one_is_not(bool isNew)
    {
        var below = 0;
        (string, string)[] created = isNew ? [("whenCreated", "20261122120000.0Z")] : [];
        _script.Sync = request => Concat(Object(request, Team, ScriptedController.Bob, [("name", "Team"), .. created]), SyncReply.DirSyncDone(request, "cookie 2"));
        _script.Page = request =>
        {
            if (!request.Base().Equals(Team, StringComparison.OrdinalIgnoreCase)) return Concat(Object(request, $"CN=Ann,{Team}", ScriptedController.Ann, ("mail", "ann@example.com")), Reply.Done(request, []));
            below++;
            return Concat(Object(request, $"CN=Ann,{Team}", ScriptedController.Ann), Object(request, $"CN=Cid,{Team}", ScriptedController.Cid), Reply.Done(request, []));
        };
        await using var server = _script.Start();
        var options = Reading.Options(server.Address);
        var token = await Told.ReadAsync(options, Query);
        if (isNew) _script.Page = request => Reply.Done(request, []);

        var changes = await new Told().ChangesAsync(options, Query, token!);

        below.Should().Be(isNew ? 0 : 1);
        changes!.Gone.Should().BeEquivalentTo(isNew ? [$"{ScriptedController.Bob}"] : new[] { $"{ScriptedController.Bob}", $"{ScriptedController.Cid}" });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rights_that_change_on_somebody_in_the_answer_are_that_entrys_own_and_all_others_may_be_inherited(bool isInAnswer)
    {
        var id = isInAnswer ? ScriptedController.Ann : ScriptedController.Cid;
        _script.Sync = request => Concat(
            Object(request, "CN=Ann,DC=example,DC=com", ScriptedController.Ann), Object(request, "CN=x,DC=example,DC=com", id, ("nTSecurityDescriptor", "x")), SyncReply.DirSyncDone(request, "cookie 2"));
        await using var server = _script.Start();

        ((await Told.SinceReadAsync(Reading.Options(server.Address), Query)) is not null).Should().Be(isInAnswer);
    }

    public static TheoryData<string, string, object> Doubts => new()
    {
        { "the right is gone", "the server does not tell changes (50 insufficientAccessRights)", Search(request => Reply.Done(request, null, LdapResultCode.InsufficientAccessRights)) },
        { "the server is not willing", "the server does not tell changes (53 unwillingToPerform)", Search(request => Reply.Done(request, null, LdapResultCode.UnwillingToPerform)) },
        { "the cookie is not known", "the server does not tell changes (2 protocolError)", Search(request => Reply.Done(request, null, LdapResultCode.ProtocolError)) },
        { "no control comes", "the server gives no cookie", Search(request => Concat(Object(request, "CN=x", ScriptedController.Ann), Reply.Done(request, null))) },
        { "no cookie comes", "the DirSync control has no cookie, or octets behind it", Search(request => SyncReply.DirSyncDone(request, "")) },
        { "octets are behind the cookie", "the DirSync control has no cookie, or octets behind it", Search(request => SyncReply.With(Reply.Done(request, null), (DirSyncControl.Oid, [0x30, 0x0A, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00, 0x04, 0x01, 0x41, 0x00]))) },
        { "the control is cut", "an element is longer than what holds it", Search(request => SyncReply.With(Reply.Done(request, null), (DirSyncControl.Oid, SyncReply.DirSyncValue("cookie", false)[..^1]))) },
        { "an object has no id", "a changed object has no objectGUID", Search(request => Concat(Object(request, "CN=x", null), SyncReply.DirSyncDone(request, "c"))) },
        { "very many have changed, over several answers", "more than 5000 objects have changed", Search(request => Concat([.. Enumerable.Range(0, 2001).Select(_ => Object(request, "CN=x", Guid.NewGuid())), SyncReply.DirSyncDone(request, "cookie", hasMore: true)])) },
        { "it does not come to an end", "the server does not come to an end", Search(request => SyncReply.DirSyncDone(request, "cookie", hasMore: true)) },
        { "a renamed object is not where it was said to be", "does not exist on ldap://", Then(script =>
            {
                script.Sync = request => Concat(Object(request, Team, ScriptedController.Bob, ("name", "Team")), SyncReply.DirSyncDone(request, "c"));
                script.Page = request => Reply.Done(request, null, LdapResultCode.NoSuchObject);
            }) },
        { "the name of a renamed object cannot be read", "the name of a changed entry cannot be read", Search(request => Concat(Object(request, "no name", ScriptedController.Bob, ("name", "Team")), SyncReply.DirSyncDone(request, "c"))) },
        { "the database was restored", "another server, database, query or user, or another schema", Then(script => script.Invocation = Guid.NewGuid()) },
        { "the database has gone back", "the server is not as far as it was: it was restored, or has fallen behind others", Then(script => script.Usn = "999") },
        { "the count cannot be read", "the server is not as far as it was: it was restored, or has fallen behind others", Then(script => script.Usn = "many") },
        { "the schema is another one", "another server, database, query or user, or another schema", Then(script => script.Attributes[1] = ("mail", 0, 18, "2.5.5.12")) },
        { "the schema cannot be read", "User may not read the schema", Then(script => script.Attributes.Clear()) },
        { "the domain is another one", "the bases are not in the domain of the server", Then(script => script.DefaultContext = "DC=example,DC=org") },
    };

    [Theory]
    [MemberData(nameof(Doubts))]
    public async Task A_doubt_is_null_and_the_log_says_which(string doubt, string reason, object script)
    {
        await using var server = _script.Start();

        (await Told.WhyNoneAsync(Reading.Options(server.Address), Query, () => ((Action<ScriptedController>)script)(_script))).Should().Contain(reason, doubt);
    }

    [Theory]
    [InlineData("(memberOf=CN=x)", "memberOf", 3, 17, "2.5.5.1")]
    [InlineData("(lastLogon>=1)", "lastLogon", 0, 17, "2.5.5.16")]
    [InlineData("(canonicalName=x)", "canonicalName", 0, 134217748, "2.5.5.12")]
    [InlineData("(manager=*)", "manager", 42, 16, "2.5.5.1")]
    [InlineData("(publicDelegates=*)", "publicDelegates", 0, 0, "2.5.5.7")]
    [InlineData("(homeMDB=CN=x)", "homeMDB", 32, 0, "2.5.5.1")]
    [InlineData("(mail:1.2.840.113556.1.4.1941:=x)", "mail", 0, 0, "2.5.5.12")]
    [InlineData("(mail:caseExactMatch:=x)", "mail", 0, 0, "2.5.5.12")]
    public async Task A_filter_whose_answer_changes_without_a_trace_gets_no_token(string filter, string attribute, int link, int flags, string syntax)
    {
        _script.Attributes.RemoveAll(a => a.Name == attribute);
        _script.Attributes.Add((attribute, link, flags, syntax));
        await using var server = _script.Start();

        (await Told.ReadAsync(Reading.Options(server.Address), Query with { Filter = LdapFilter.Parse(filter) })).Should().BeNull();
        (await Told.ReadAsync(Reading.Options(server.Address), Query with { Filter = LdapFilter.Parse($"(|(mail=*)(!{filter}))") })).Should().BeNull();
    }

    [Theory]
    [InlineData("(homeMDB=*)")]
    [InlineData("(!(homeMDB=*))")]
    [InlineData("(objectCategory=person)")]
    [InlineData("(mail:1.2.840.113556.1.4.803:=2)")]
    [InlineData("(unknownToTheSchema=x)")]
    public async Task Other_filters_get_one(string filter)
    {
        await using var server = _script.Start();

        (await Told.ReadAsync(Reading.Options(server.Address), Query with { Filter = LdapFilter.Parse(filter) })).Should().NotBeNull();
    }

    [Fact]
    public async Task The_default_filter_gets_one()
    {
        await using var server = _script.Start();

        (await Told.ReadAsync(Reading.Options(server.Address), Query with { Filter = LdapFilter.Parse(LdapFilters.Exchange) })).Should().NotBeNull();
    }

    [Theory]
    [InlineData("homeMDB")]
    [InlineData("HOMEMDB;range=0-1")]
    public async Task Names_of_other_objects_among_the_attributes_get_none(string attribute)
    {
        await using var server = _script.Start();

        (await Told.ReadAsync(Reading.Options(server.Address), Query with { Attributes = ["mail", "objectGUID", attribute] })).Should().BeNull();
    }

    [Theory]
    [InlineData("CN=Configuration,DC=example,DC=com")]
    [InlineData("OU=a,DC=Child,DC=example,DC=com")]
    [InlineData("DC=org")]
    public async Task Bases_outside_the_domain_of_the_server_get_none(string baseDn)
    {
        _script.Page = request => Concat(Object(request, $"CN=Ann,{request.Base()}", Guid.NewGuid()), Reply.Done(request, []));
        await using var server = _script.Start();

        (await Told.ReadAsync(Reading.Options(server.Address), Query with { BaseDns = [DistinguishedName.Parse(baseDn)] })).Should().BeNull();
        (await Told.ReadAsync(Reading.Options(server.Address), Query with { BaseDns = [DistinguishedName.Parse(Team), DistinguishedName.Parse(baseDn)] })).Should().BeNull();
    }

    private static object Search(Func<Request, Answer> answer) => Then(script => script.Sync = answer);

    private static object Then(Action<ScriptedController> change) => change;
}
