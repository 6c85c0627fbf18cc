using System.IO.Compression;
using LdapSync.MailRoute.FakeServer;
using LdapSync.MailRoute.Http;

namespace LdapSync.MailRoute;

/// <summary>Answers that are not what the documentation promises: liberal where nothing depends on it, a clear error where it matters.</summary>
public sealed class AnswerShapeTests : MailRouteTest
{
    [Fact]
    public async Task Numbers_may_come_as_text_and_unknown_members_are_passed_over()
    {
        Next($$$"""{"meta": {"total_count": "1", "limit": "x", "more": []}, "objects": [{"id": "7", "localpart": "ann", "domain": "{{{Uri}}}", "state": "2", "aliases": null, "priority": {"a": 1}}], "x": 1}""");

        (await ReadInWordsAsync()).Should().Equal("ann DistributionList:");
    }

    [Fact]
    public async Task An_account_may_name_its_domain_instead_of_its_address()
    {
        Next("""{"meta": {"total_count": 1}, "objects": [{"id": 7, "localpart": "ann", "domain_name": "EXAMPLE.com", "aliases": " a , ,a,ann,B"}]}""");

        (await ReadInWordsAsync()).Should().Equal("ann Mailbox: a b");
    }

    [Theory]
    [InlineData("""{"meta": {"total_count": 1}, "objects": [{"localpart": "ann", "domain_name": "example.com"}]}""", "id")]
    [InlineData("""{"meta": {"total_count": 1}, "objects": [{"id": 7, "domain_name": "example.com"}]}""", "localpart")]
    [InlineData("""{"meta": {"total_count": 1}, "objects": [{"id": 7, "localpart": "", "domain_name": "example.com"}]}""", "localpart")]
    [InlineData("""{"meta": {"total_count": 1}, "objects": [{"id": 7, "localpart": "ann"}]}""", "domain")]
    [InlineData("""{"meta": {"total_count": 1}, "objects": [null]}""", "id")]
    [InlineData("""{"meta": {"total_count": 1}}""", "objects")]
    [InlineData("""{"meta": {}, "objects": []}""", "total_count")]
    [InlineData("""{"objects": []}""", "total_count")]
    [InlineData("""{"meta": {"total_count": 1}, "objects": [{"id": 7, "localpart": "ann", "domain_name": "example.com", "state": 3}]}""", "state 3")]
    public async Task What_is_needed_and_missing_or_unknown_is_named(string page, string named)
    {
        Next(page);

        (await ReadingFailsAsync()).Message.Should().Contain(named).And.StartWith("127.0.0.1: reading the accounts of example.com failed:");
    }

    [Theory]
    [InlineData("""{"meta": {"total_count": 1}, "objects": [{"id": {}, "localpart": "secret-value"}]}""")]
    [InlineData("""{"meta": {"total_count": "secret-value"}, "objects": []}""")]
    [InlineData("""["secret-value"]""")]
    [InlineData("""{"meta": {"total_count": 1}, "objects": [{"id": 7, "localpart": "secret-value\ud800"}]}""")]
    [InlineData("\"secret-value\"")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("""{"meta": {"total_count": 1}, "objects": [{"id": 7, "localpart": "secret-value""")]
    [InlineData("""{"meta": {"total_count": 99999999999999999999}, "objects": []}""")]
    public async Task What_is_no_page_is_asked_for_again_and_then_an_error_that_shows_nothing_of_it(string body)
    {
        Fake.Faults.Next(Fault.Answer(200, body), times: 5, path: "email_account/");

        var failure = await ReadingFailsAsync();

        failure.Message.Should().Contain("no result in 5 attempts").And.Contain("JSON as documented was expected").And.NotContain("secret-value");
        $"{failure}".Should().NotContain("secret-value");
    }

    [Fact]
    public async Task Endless_nesting_is_an_error()
    {
        Fake.Faults.Next(Fault.Answer(200, $$"""{"meta": {{new string('[', 100_000)}}"""), times: 5, path: "email_account/");

        (await ReadingFailsAsync()).Message.Should().Contain("JSON as documented was expected");
    }

    [Fact]
    public async Task A_page_for_browsers_is_an_error_that_says_what_it_is()
    {
        Fake.Faults.Next(Fault.Html(), times: 5, path: "email_account/");

        (await ReadingFailsAsync()).Message.Should().Contain("a body of type text/html").And.Contain("proxies");
    }

    [Fact]
    public async Task A_page_for_browsers_that_is_gone_the_next_time_does_no_harm()
    {
        Fake.AddAccount("ann@example.com");
        Fake.Faults.Next(Fault.Html(), path: "email_account/");
        Fake.Faults.Next(Fault.Truncated, path: "email_account/");
        Fake.Faults.Next(Fault.CutBody, path: "email_account/");

        (await ReadAsync()).Should().HaveCount(1);
    }

    [Fact]
    public async Task A_body_that_cannot_be_decompressed_is_an_error()
    {
        using var handler = new CorruptingHandler();
        using var target = NewTarget(handler);

        var reading = async () => await target.ReadAccountsAsync(Token).ToListAsync(Token);

        (await reading.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain("a body that cannot be decompressed").And.Contain("proxies");
    }

    [Fact]
    public async Task An_answer_of_any_length_is_not_kept()
    {
        Fake.Faults.Next(Fault.Huge(64 << 20), path: "email_account/");

        (await ReadingFailsAsync()).Message.Should().Contain("at most 32 MiB").And.Contain("PageSize");
    }

    [Fact]
    public async Task An_error_page_of_any_length_counts_by_its_status()
    {
        Fake.Faults.Next(Fault.Answer(404, $$"""{"error": "{{new string('x', 1 << 20)}}"}"""), path: "email_account/");

        (await ReadingFailsAsync()).Message.Should().Contain("404 NotFound").And.NotContain("xxx");
    }

    [Theory]
    [InlineData("http://elsewhere.example/api/v1/email_account/?offset=1", "elsewhere.example")]
    [InlineData("//elsewhere.example/api/v1/email_account/?offset=1", "elsewhere.example")]
    [InlineData("https://127.0.0.1/api/v1/email_account/?offset=1", "https://127.0.0.1:443")]
    [InlineData("http://user:password@127.0.0.1:1/api/v1/email_account/", "http://127.0.0.1:1")]
    [InlineData("/api/v1/localpart_alias/?offset=1", "the same list")]
    [InlineData("/api/v1/email_account/1/?offset=1", "the same list")]
    [InlineData("http://[", "something else")]
    public async Task The_next_page_is_followed_nowhere_but_in_the_same_list_of_the_same_host(string next, string found)
    {
        Next($$$"""{"meta": {"total_count": 2, "next": "{{{next}}}"}, "objects": [{"id": 7, "localpart": "ann", "domain": "{{{Uri}}}"}]}""");

        (await ReadingFailsAsync()).Message.Should().Contain(found).And.NotContain("password");
        Fake.Requests.Count("GET").Should().Be(2, "of the domain and its first page");
    }

    [Fact]
    public async Task The_key_does_not_go_to_another_host_that_the_next_page_names()
    {
        await using var other = FakeMailRoute.Start();
        Next($$$"""{"meta": {"total_count": 2, "next": "{{{other.BaseAddress}}}email_account/?offset=1"}, "objects": [{"id": 7, "localpart": "ann", "domain": "{{{Uri}}}"}]}""");

        (await ReadingFailsAsync()).Message.Should().Contain("where the key must not go");
        other.Requests.Count().Should().Be(0);
    }

    [Fact]
    public async Task Two_accounts_that_differ_by_case_alone_fail_the_read()
    {
        var page = $$$"""{"meta": {"total_count": 2}, "objects": [{"id": 7, "localpart": "ann", "domain": "{{{Uri}}}"}, {"id": 8, "localpart": "Ann", "domain": "{{{Uri}}}"}]}""";
        Fake.Faults.Next(Fault.Answer(200, page), times: 3, path: "email_account/");

        (await ReadingFailsAsync()).Message.Should().Contain("Ann (8) was listed twice");
    }

    [Fact]
    public async Task Pages_that_go_on_beyond_the_total_are_not_followed()
    {
        var id = 0;
        for (var i = 0; i < 20; i++)
        {
            Next($$$"""{"meta": {"total_count": 2, "next": "/api/v1/email_account/?x=1"}, "objects": [{"id": {{{++id}}}, "localpart": "a{{{id}}}", "domain": "{{{Uri}}}"}]}""");
        }

        (await ReadingFailsAsync()).Message.Should().Contain("more than 2 were listed");
        Fake.Requests.Count("GET", "email_account/").Should().Be(9, "three pages, three times");
    }

    [Fact]
    public async Task Empty_pages_that_go_on_and_on_are_not_followed()
    {
        Fake.Faults.Next(Fault.Answer(200, """{"meta": {"total_count": 2, "next": "/api/v1/email_account/?x=1"}, "objects": []}"""), times: 100, path: "email_account/");

        (await ReadingFailsAsync()).Message.Should().Contain("an empty page said that another one follows");
        Fake.Requests.Count("GET", "email_account/").Should().Be(3);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        Fake.Faults.Next(Fault.Answer(status, ""), path: "email_account/");

        (await ReadingFailsAsync()).Message.Should().Contain("redirect").And.Contain($"{status}").And.Contain("BaseAddress");
        Fake.Requests.Count("GET", "email_account/").Should().Be(1);
    }

    [Fact]
    public async Task A_path_without_its_slash_is_answered_with_a_redirect_that_is_not_followed()
    {
        using var client = new ApiClient(Options, handler: null, Clock, Logger);

        var asking = async () => await client.SendAsync(ApiRequest.Get("email_account"), Cancellation.AtOnce(Token));

        (await asking.Should().ThrowAsync<UnexpectedAnswerException>()).Which.Message.Should().Contain($"to http://127.0.0.1:{Fake.BaseAddress.Port} (301)");
        Fake.Requests.Count().Should().Be(1);
    }

    [Fact]
    public async Task A_handler_that_follows_redirects_is_found_out()
    {
        using var handler = new RedirectingHandler();
        using var target = NewTarget(handler);

        var reading = async () => await target.ReadAccountsAsync(Token).ToListAsync(Token);

        (await reading.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain("redirect");
    }

    private string Uri => $"/api/v1/domain/{Fake.DomainId}/";

    private void Next(string page) => Fake.Faults.Next(Fault.Answer(200, page), path: "email_account/");

    /// <summary>Answers as sockets do whose body says that it is compressed, and is not.</summary>
    private sealed class CorruptingHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(new HttpResponseMessage
        {
            RequestMessage = request,
            Content = new StreamContent(new GZipStream(new MemoryStream("not a gzip!!"u8.ToArray()), CompressionMode.Decompress)),
        });
    }

    private sealed class RedirectingHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(new HttpResponseMessage
        {
            RequestMessage = new HttpRequestMessage(HttpMethod.Get, "http://elsewhere.example/"),
            Content = new StringContent("{}"),
        });
    }
}
