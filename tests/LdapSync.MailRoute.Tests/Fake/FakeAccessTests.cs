using System.Net;
using System.Text;
using LdapSync.MailRoute.FakeServer;

namespace LdapSync.MailRoute.Fake;

/// <summary>Who is let in, and where: the key, the slash, the redirect that loses a POST.</summary>
public sealed class FakeAccessTests : FakeTest
{
    [Theory]
    [InlineData(null)]
    [InlineData("Basic YWRtaW5AZXhhbXBsZS5jb206a2V5")]
    [InlineData("ApiKey admin@example.com:wrong")]
    [InlineData("ApiKey the-key-of-the-fake-6b1f0c")]
    public async Task Without_login_and_key_there_is_an_empty_401(string? authorization)
    {
        using var client = new HttpClient();
        if (authorization is not null) client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await client.GetAsync(new Uri(Fake.BaseAddress, "email_account/"), TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        $"{answer.Content.Headers.ContentType}".Should().StartWith("text/html");
        (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_path_without_its_last_slash_is_sent_elsewhere()
    {
        var answer = await Get("email_account?limit=1");

        answer.Status.Should().Be(301);
        answer.Headers.Location.Should().Be(new Uri(Fake.BaseAddress, "email_account/?limit=1"));
    }

    [Fact]
    public async Task A_post_that_follows_the_redirect_becomes_a_get_that_creates_nobody()
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"ApiKey {Fake.Options.Login}:{Fake.Options.ApiKey}");
        using var body = new StringContent($$"""{"localpart": "ann", "domain": "{{DomainUri}}", "create_opt": "generate_pwd"}""", Encoding.UTF8, "application/json");

        using var answer = await client.PostAsync(new Uri(Fake.BaseAddress, "email_account"), body, TestContext.Current.CancellationToken);

        Fake.Accounts.Should().BeEmpty();
        Fake.Requests.All.Select(request => request.Method).Should().Equal("POST", "GET");
    }

    [Fact]
    public async Task A_query_that_is_too_long_is_refused_as_web_servers_do() =>
        (await Get($"email_account/?localpart__in={new string('x', 9000)}")).Status.Should().Be(414);

    [Theory]
    [InlineData("PUT", "email_account/")]
    [InlineData("POST", "email_account/1/")]
    [InlineData("GET", "email_account/mass_add/")]
    [InlineData("DELETE", "domain/example.com/")]
    [InlineData("PATCH", "localpart_alias/1/")]
    public async Task What_a_resource_does_not_do_is_405(string method, string path) => (await Send(method, path, "{}")).Status.Should().Be(405);

    [Fact]
    public async Task Every_request_is_kept_with_its_answer()
    {
        await Get("domain/?name=example.com");
        await PostAccount("ann");
        await PostAccount("ann");

        Fake.Requests.All.Select(request => $"{request}").Should().Equal("GET domain/?name=example.com 200", "POST email_account/ 201", "POST email_account/ 400");
        Fake.Requests.All[1].Body.Should().Contain("ann");
        Fake.Requests.Count("POST").Should().Be(2);
        Fake.Requests.Count("POST", "email_account/").Should().Be(2);
        Fake.Requests.Count("GET", "email_account/").Should().Be(0);
        Fake.Requests.MostAtOnce.Should().Be(1);
    }

    [Fact]
    public async Task The_log_has_a_line_for_each_request_and_no_key()
    {
        await using var log = new StringWriter();
        await using var fake = FakeMailRoute.Start(new FakeMailRouteOptions { Log = log });
        using var client = new HttpClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"ApiKey {fake.Options.Login}:{fake.Options.ApiKey}");

        await client.GetStringAsync(new Uri(fake.BaseAddress, "domain/"), TestContext.Current.CancellationToken);

        await fake.DisposeAsync(); // the line is written when the request has ended
        $"{log}".Trim().Should().Be("GET domain/ 200");
    }
}
