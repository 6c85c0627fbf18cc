using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LdapSync.MailRoute.FakeServer;

namespace LdapSync.MailRoute.Fake;

/// <summary>What the tests of the fake have in common: a client that repeats nothing and follows no redirect, and requests in few words.</summary>
public abstract class FakeTest : IAsyncDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero });

    protected FakeTest(FakeMailRouteOptions? options = null) => Fake = FakeMailRoute.Start(options ?? new FakeMailRouteOptions());

    protected FakeMailRoute Fake { get; }

    /// <summary>The URI of the domain that is there from the start.</summary>
    protected string DomainUri => $"/api/v1/domain/{DomainId}/";

    protected int DomainId => Fake.DomainId;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Fake.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected Task<Answer> Get(string path) => Send("GET", path);

    protected Task<Answer> Post(string path, string body) => Send("POST", path, body);

    /// <summary>Creates an account in the domain that is there from the start.</summary>
    protected Task<Answer> PostAccount(string localpart) => Post("email_account/", $$"""{"localpart": "{{localpart}}", "domain": "{{DomainUri}}", "create_opt": "generate_pwd"}""");

    protected async Task<Answer> Send(string method, string path, string? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Fake.BaseAddress, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("ApiKey", $"{Fake.Options.Login}:{key ?? Fake.Options.ApiKey}");
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), $"{response.Content.Headers.ContentType}", response.Headers);
    }

    /// <summary>What came back.</summary>
    protected sealed record Answer(int Status, string Body, string ContentType, HttpResponseHeaders Headers)
    {
        public JsonElement Json => JsonElement.Parse(Body);

        public JsonElement Meta => Json.GetProperty("meta");

        /// <summary>A field of each object of a listing.</summary>
        public string[] Each(string field) => [.. Json.GetProperty("objects").EnumerateArray().Select(row => $"{row.GetProperty(field)}")];
    }
}
