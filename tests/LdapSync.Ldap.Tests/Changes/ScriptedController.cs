using System.Text;
using LdapSync.Directories;
using LdapSync.Ldap.Protocol;
using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap.Changes;

/// <summary>What a domain controller answers to a user with the right to replicate, each part to be replaced by a test.</summary>
internal sealed class ScriptedController
{
    public const string Root = Reading.Base;
    public const string Service = "CN=NTDS Settings,CN=DC1," + Root;
    private const string Schema = "CN=Schema,CN=Configuration," + Root;

    public static readonly Guid Ann = new("11111111-2222-3333-4444-555555555555");
    public static readonly Guid Bob = new("22222222-3333-4444-5555-666666666666");
    public static readonly Guid Cid = new("33333333-4444-5555-6666-777777777777");

    public string Usn { get; set; } = "1000";

    public string DefaultContext { get; set; } = Root;

    public Guid Invocation { get; set; } = new("01020304-0506-0708-090a-0b0c0d0e0f10");

    /// <summary>Names, linkIDs, systemFlags and syntaxes of attributes.</summary>
    public List<(string Name, int Link, int Flags, string Syntax)> Attributes { get; } =
        [("objectClass", 0, 18, "2.5.5.2"), ("mail", 0, 16, "2.5.5.12"), ("objectGUID", 0, 19, "2.5.5.10"), ("objectCategory", 0, 18, "2.5.5.1"), ("homeMDB", 32, 0, "2.5.5.1")];

    /// <summary>To the search that is only for a first cookie.</summary>
    public Func<Request, Answer> First { get; set; } = request => SyncReply.DirSyncDone(request, "cookie 1");

    /// <summary>To the question what has changed: Ann, and Bob is deleted.</summary>
    public Func<Request, Answer> Sync { get; set; } = request => ScriptedOpenLdap.Concat(
        Object(request, "CN=Ann,DC=example,DC=com", Ann, ("mail", "ann@example.com")),
        Object(request, @"CN=Bob\0ADEL:2,CN=Deleted Objects,DC=example,DC=com", Bob, ("isDeleted", "TRUE"), ("name", "Bob")),
        SyncReply.DirSyncDone(request, "cookie 2"));

    /// <summary>To a page of the query.</summary>
    public Func<Request, Answer> Page { get; set; } = request => ScriptedOpenLdap.Concat(Object(request, "CN=Ann,DC=example,DC=com", Ann, ("mail", "ann@example.com")), Reply.Done(request, []));

    public static DirectoryQuery Query { get; } = Reading.Query() with { Attributes = ["mail", "objectGUID"] };

    public Answer Answer(Request request)
    {
        if (request.Operation == Request.Extended) return Reply.Extended(request, LdapResultCode.ProtocolError, "unsupported");
        if (request.Operation == Request.Bind) return Reply.Bound(request);
        if (request.Contains(DirSyncControl.Oid)) return request.Contains("cookie") ? Sync(request) : First(request);
        if (request.Base().Equals(Schema, StringComparison.OrdinalIgnoreCase)) return AnswerSchema(request);
        if (!request.IsOfOneEntry()) return Page(request);
        return request.Base().Length == 0 ? AnswerRoot(request) : ScriptedOpenLdap.Concat(Reply.Entry(request, Service, [("invocationId", [Invocation.ToByteArray()])]), Reply.Done(request, null));
    }

    public ScriptedServer Start()
    {
        var server = ScriptedServer.Start(Answer);
        server.TellsOfItself = true;
        return server;
    }

    public static byte[] Object(Request request, string dn, Guid? id, params (string Name, string Value)[] attributes) => Reply.Entry(
        request,
        dn,
        [.. attributes.Select(a => (a.Name, new[] { Encoding.UTF8.GetBytes(a.Value) })), .. id is null ? [] : new[] { ("objectGUID", new[] { id.Value.ToByteArray() }) }]);

    private Answer AnswerRoot(Request request) => ScriptedOpenLdap.Concat(
        Reply.Entry(
            request,
            "",
            ("supportedControl", [DirSyncControl.Oid]),
            ("namingContexts", [Root, "CN=Configuration," + Root, "DC=Child," + Root]),
            ("defaultNamingContext", [DefaultContext]),
            ("schemaNamingContext", [Schema]),
            ("dsServiceName", [Service]),
            ("highestCommittedUSN", [Usn])),
        Reply.Done(request, null));

    private Answer AnswerSchema(Request request) => ScriptedOpenLdap.Concat(
    [
        .. Attributes.Where(a => Asks(request, a.Name)).Select(a => Reply.Entry(request, $"CN={a.Name},{Schema}", ("lDAPDisplayName", [a.Name]), ("linkID", [$"{a.Link}"]), ("systemFlags", [$"{a.Flags}"]), ("attributeSyntax", [a.Syntax]))),
        Reply.Done(request, []),
    ]);

    private static bool Asks(Request request, string name) => Encoding.Latin1.GetString(request.Octets).Contains(name, StringComparison.OrdinalIgnoreCase);
}
