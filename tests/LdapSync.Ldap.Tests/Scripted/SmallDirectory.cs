using System.Globalization;
using System.Text;
using LdapSync.Ldap.Inspection;

namespace LdapSync.Ldap.Scripted;

/// <summary>What a scripted server answers to a connection test: a root DSE, bases, people. Each part can be replaced.</summary>
internal sealed class SmallDirectory
{
    public const string Account = "dn:cn=reader,dc=example,dc=com";
    private const int PageSize = 1000;

    /// <summary>Asked first; null: the answer is the usual one.</summary>
    public Func<Request, Answer?> Instead { get; init; } = _ => null;

    public (string Name, string[] Values)[] Root { get; init; } = OpenLdap();

    public string? BoundAs { get; init; } = Account;

    /// <summary>The base entries, with what they tell.</summary>
    public Dictionary<string, (string Name, string[] Values)[]> Bases { get; init; } = new() { [Reading.Base] = [] };

    public IReadOnlyList<(string Dn, (string Name, string[] Values)[] Attributes)> People { get; init; } = [Person("Ann"), Person("Bob")];

    /// <summary>Whether StartTLS is agreed to.</summary>
    public bool HasTls { get; init; }

    public static (string Name, string[] Values)[] OpenLdap(params string[] withoutControls) =>
    [
        ("structuralObjectClass", ["OpenLDAProotDSE"]),
        ("namingContexts", ["dc=example,dc=com"]),
        ("supportedControl", [.. new[] { ServerFeature.PagedResults, "1.3.6.1.4.1.4203.1.9.1.1", "9.9.9" }.Except(withoutControls)]),
        ("supportedExtension", ["1.3.6.1.4.1.1466.20037", ServerFeature.WhoAmI]),
    ];

    public static (string Name, string[] Values)[] ActiveDirectory() =>
    [
        ("namingContexts", ["DC=example,DC=com", "CN=Configuration,DC=example,DC=com"]),
        ("supportedCapabilities", ["1.2.840.113556.1.4.800", "1.2.840.113556.1.4.1670"]),
        ("supportedControl", [ServerFeature.PagedResults, "1.2.840.113556.1.4.841"]),
        ("supportedExtension", ["1.3.6.1.4.1.1466.20037", ServerFeature.WhoAmI]),
        ("domainFunctionality", ["7"]),
        ("schemaNamingContext", ["CN=Schema,CN=Configuration,DC=example,DC=com"]),
    ];

    public static (string Dn, (string Name, string[] Values)[] Attributes) Person(string name, params (string Name, string[] Values)[] attributes) =>
        ($"cn={name},{Reading.Base}", attributes.Length > 0 ? attributes : [("mail", [$"{name}@example.com"])]);

    public ScriptedServer Start()
    {
        var server = ScriptedServer.Start(Answer);
        server.TellsOfItself = true;
        return server;
    }

    public Answer Answer(Request request) => Instead(request) ?? request.Operation switch
    {
        Request.Extended when request.IsStartTls => Reply.Extended(request, HasTls ? LdapResultCode.Success : LdapResultCode.ProtocolError),
        Request.Extended => Reply.WhoAmI(request, BoundAs),
        Request.Bind => Reply.Bound(request),
        _ when request.IsOfOneEntry() => One(request),
        _ => Page(request),
    };

    private byte[] One(Request request) => request.Base() switch
    {
        "" => [.. Reply.Entry(request, "", Root), .. Reply.Done(request, null)],
        var dn when Bases.TryGetValue(dn, out var attributes) => [.. Reply.Entry(request, dn, attributes), .. Reply.Done(request, null)],
        _ => Reply.Done(request, null, LdapResultCode.NoSuchObject, matchedDn: "dc=com"),
    };

    private byte[] Page(Request request)
    {
        var cookie = Encoding.ASCII.GetString(request.Cookie());
        var first = cookie.Length == 0 ? 0 : int.Parse(cookie, CultureInfo.InvariantCulture);
        var next = first + PageSize < People.Count ? Encoding.ASCII.GetBytes((first + PageSize).ToString(CultureInfo.InvariantCulture)) : [];
        return [.. People.Skip(first).Take(PageSize).SelectMany(person => Reply.Entry(request, person.Dn, person.Attributes)), .. Reply.Done(request, next)];
    }
}
