using LdapSync.MailRoute.FakeServer.Data;
using LdapSync.MailRoute.FakeServer.Resources;

namespace LdapSync.MailRoute.FakeServer.Http;

/// <summary>Who may come in, and which resource answers.</summary>
internal sealed class Api(FakeMailRouteOptions options, MailStore store)
{
    public const string Root = "/api/v1/";

    private readonly Dictionary<string, IResource> _resources = new IResource[]
    {
        new DomainResource(options, store), new DomainAliasResource(options, store), new AccountResource(options, store), new AliasResource(options, store),
    }.ToDictionary(resource => resource.Name, StringComparer.Ordinal);

    /// <summary>Called when a request has changed something, before any other is carried out.</summary>
    public Action? Changed { get; set; }

    /// <summary>Carries a request out.</summary>
    /// <param name="method">GET, POST, …</param>
    /// <param name="path">The path, decoded.</param>
    /// <param name="query">The query, from the question mark on.</param>
    /// <param name="body">The body.</param>
    /// <param name="authorization">The header of that name.</param>
    /// <param name="fault">What goes wrong with it.</param>
    /// <exception cref="OperationCanceledException">The service has ended.</exception>
    public Reply Answer(string method, string path, string query, string body, string? authorization, Fault? fault)
    {
        if (!path.StartsWith(Root, StringComparison.Ordinal)) return Reply.Empty(404);
        // Django adds the slash before anybody asks for the key.
        if (!path.EndsWith('/')) return Reply.Empty(301) with { Location = $"{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}/{query}" };
        if (!IsLetIn(authorization)) return Reply.Empty(401);

        string[] steps = [.. path[Root.Length..].TrimEnd('/').Split('/')];
        if (!_resources.TryGetValue(steps[0], out var resource)) return Reply.Empty(404);
        try
        {
            lock (store.Gate)
            {
                if (store.IsClosed) throw new OperationCanceledException("The service has ended.");
                var version = store.Version;
                var reply = resource.Answer(new ApiRequest(method, steps, query, body, fault));
                if (store.Version != version) Changed?.Invoke();
                return reply;
            }
        }
        catch (BadRequestException exception)
        {
            return new Reply(400) { Body = exception.Body };
        }
    }

    private bool IsLetIn(string? authorization) =>
        authorization?.Split(' ', 2) is [var scheme, var credentials]
        && string.Equals(scheme, "ApiKey", StringComparison.OrdinalIgnoreCase)
        && credentials == $"{options.Login}:{options.ApiKey}";
}
