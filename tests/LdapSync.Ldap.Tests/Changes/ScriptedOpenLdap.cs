using System.Text;
using LdapSync.Directories;
using LdapSync.Ldap.Protocol;
using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap.Changes;

/// <summary>What an OpenLDAP with syncprov answers, each part to be replaced by a test.</summary>
internal sealed class ScriptedOpenLdap
{
    public static readonly Guid Ann = new("11111111-1111-1111-1111-111111111111");
    public static readonly Guid Bob = new("22222222-2222-2222-2222-222222222222");
    public static readonly Guid Cid = new("33333333-3333-3333-3333-333333333333");

    public string[] Controls { get; set; } = ["1.2.840.113556.1.4.319", SyncControl.RequestOid];

    public string[] Contexts { get; set; } = [Reading.Base];

    public string[] Csns { get; set; } = ["20261122120000.000000Z#000000#000#000000"];

    /// <summary>To the search that is only for a first cookie.</summary>
    public Func<Request, Answer> First { get; set; } = request => Concat(SyncReply.Changed(request, Reading.Base, Guid.NewGuid(), hasSubordinates: true), SyncReply.Done(request, "cookie 1"));

    /// <summary>To the question what has changed: Ann, and Bob is gone.</summary>
    public Func<Request, Answer> Sync { get; set; } = request => Concat(
        SyncReply.Changed(request, "cn=Ann,dc=example,dc=com", Ann), SyncReply.Ids(request, true, Bob), SyncReply.Done(request, "cookie 2"));

    /// <summary>To a page of the query.</summary>
    public Func<Request, Answer> Page { get; set; } = request => Concat(Entry(request, "Ann", Ann), Reply.Done(request, []));

    public static DirectoryQuery Query { get; } = Reading.Query() with { Attributes = ["mail", "entryUUID"] };

    public Answer Answer(Request request)
    {
        if (request.Operation == Request.Extended) return Reply.Extended(request, LdapResultCode.ProtocolError, "unsupported");
        if (request.Operation == Request.Bind) return Reply.Bound(request);
        if (request.Contains(SyncControl.RequestOid)) return request.IsOfOneEntry() ? First(request) : Sync(request);
        if (!request.IsOfOneEntry()) return Page(request);
        return request.Base().Length == 0
            ? Concat(Reply.Entry(request, "", ("supportedControl", Controls), ("namingContexts", Contexts)), Reply.Done(request, null))
            : Concat(Reply.Entry(request, request.Base(), ("contextCSN", Csns)), Reply.Done(request, null));
    }

    public ScriptedServer Start()
    {
        var server = ScriptedServer.Start(Answer);
        server.TellsOfItself = true;
        return server;
    }

    public static byte[] Entry(Request request, string name, Guid? id) =>
        Reply.Entry(request, $"cn={name},dc=example,dc=com", [("mail", [Encoding.UTF8.GetBytes($"{name}@example.com")]), .. id is null ? [] : new[] { ("entryUUID", new[] { Encoding.UTF8.GetBytes($"{id}") }) }]);

    public static byte[] Concat(params byte[][] messages) => [.. messages.SelectMany(message => message)];
}
