namespace LdapSync.MailRoute.Http;

/// <summary>A request to the API. Its text never shows the body.</summary>
/// <param name="method">What is asked for.</param>
/// <param name="address">Where: relative to the API's address, or absolute.</param>
/// <param name="body">JSON, or null.</param>
internal sealed class ApiRequest(HttpMethod method, Uri address, byte[]? body = null)
{
    public HttpMethod Method => method;

    public Uri Address => address;

    public byte[]? Body => body;

    /// <summary>Whether it changes anything.</summary>
    public bool IsWrite => method != HttpMethod.Get;

    /// <summary>The path as it is logged: without the query, which may be as long as a page.</summary>
    public string Path => (address.IsAbsoluteUri ? address.AbsolutePath : address.OriginalString).Split('?', 2)[0];

    /// <param name="path">Relative to the API's address. It ends in a slash: without it the service answers with a redirect.</param>
    public static ApiRequest Get(string path) => new(HttpMethod.Get, new Uri(path, UriKind.Relative));

    /// <inheritdoc cref="Get"/>
    public static ApiRequest Post(string path, byte[] body) => new(HttpMethod.Post, new Uri(path, UriKind.Relative), body);

    /// <inheritdoc cref="Get"/>
    public static ApiRequest Patch(string path, byte[] body) => new(HttpMethod.Patch, new Uri(path, UriKind.Relative), body);

    /// <inheritdoc cref="Get"/>
    public static ApiRequest Delete(string path) => new(HttpMethod.Delete, new Uri(path, UriKind.Relative));

    public override string ToString() => $"{method} {Path}";
}
