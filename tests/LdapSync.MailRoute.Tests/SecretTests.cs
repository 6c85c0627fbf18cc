using System.Reflection;
using LdapSync.MailRoute.FakeServer;
using LdapSync.MailRoute.Http;
using LdapSync.MailRoute.Reading;
using LdapSync.MailRoute.Resources;
using LdapSync.MailRoute.Writing;
using AccountState = LdapSync.MailRoute.FakeServer.AccountState;

namespace LdapSync.MailRoute;

/// <summary>The key, and what is sent and answered, are shown nowhere.</summary>
public sealed class SecretTests : MailRouteTest
{
    // Parts of bodies that no message has a reason to repeat.
    private static readonly string[] Bodies = ["generated-password-of-the-fake", "create_opt", "send_welcome", "use_domain_notifications", "<html", "\"objects\"", "localparts"];

    [Fact]
    public async Task Neither_the_key_nor_a_body_is_logged_or_told_of_reads_writes_and_failures()
    {
        Options.MaxAttempts = 2;
        Options.BulkFrom = 5;
        Options.PageSize = 3;
        var told = new List<string>();
        foreach (var fault in Faults)
        {
            foreach (var (method, path) in new[] { ("GET", "email_account/"), ("GET", "localpart_alias/"), ("POST", null), ("PATCH", null), ("DELETE", null) })
            {
                Fake.Faults.Clear();
                Fake.Faults.Next(fault, times: 4, method: method, path: path);
                told.AddRange(await EverythingAsync());
            }
        }

        told.Should().NotBeEmpty();
        var shown = told.Concat(Logger.Messages).ToList();
        shown.Should().Contain(message => message.Contains("email_account/", StringComparison.Ordinal), "requests are logged");
        shown.Should().NotContain(message => message.Contains(Options.ApiKey!, StringComparison.OrdinalIgnoreCase));
        shown.Should().NotContain(message => message.Contains(Options.Login!, StringComparison.OrdinalIgnoreCase));
        foreach (var body in Bodies) shown.Should().NotContain(message => message.Contains(body, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void No_type_shows_the_key_or_a_body_as_text()
    {
        Options.ApiKey = "the-very-key";
        using var client = new ApiClient(Options, handler: null, Clock, Logger);
        var domain = new MailDomain(1, "example.com", "/api/v1/");
        object[] objects =
        [
            Options, ApiRequest.Post("email_account/?x=the-very-key", "the-very-body"u8.ToArray()), domain, WriteResult.Done, Cancellation.AtOnce(Token),
            new ApiAnswer(System.Net.HttpStatusCode.OK) { Body = "the-very-body"u8.ToArray(), Words = "the-very-body" },
            new ListedAccount(1, new MailAccount(EmailAddress.Parse("ann@example.com"))),
            new NewAccount("the-very-body", domain.Uri), new NewAccounts(["the-very-body"], domain.Uri), new NewAlias("the-very-body", domain.Uri), new NewAliases(["the-very-body"]),
            new AccountPatch("the-very-body"), new Batch(client, domain, Options, Logger, Cancellation.AtOnce(Token)),
        ];

        foreach (var text in objects.Append(client).Select(one => $"{one} {new SettingsException($"{one}")}")) text.Should().NotContainAny("the-very-key", "the-very-body");
        WithTextOfTheirOwn.Should().BeEquivalentTo(objects.Select(one => one.GetType()), "every type that has a text of its own is one of those above");
    }

    /// <summary>All others show their name.</summary>
    private static IEnumerable<Type> WithTextOfTheirOwn => typeof(MailRouteTarget).Assembly.GetTypes().Where(type =>
        type.GetMethod(nameof(ToString), BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly, []) is not null);

    [Fact]
    public void No_type_of_the_package_is_a_record_that_prints_settings()
    {
        // A record prints every public property, and one that holds settings or a body would show them.
        var records = typeof(MailRouteTarget).Assembly.GetTypes().Where(type => type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null);

        records.SelectMany(type => type.GetProperties()).Where(property => property.PropertyType == typeof(byte[]) || property.Name.Contains("Key", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void Faults_of_the_settings_do_not_repeat_the_key()
    {
        Options.ApiKey = "the very key";
        Options.Login = "the very login";
        Options.BaseAddress = new Uri("https://user:the-very-password@example.com/");

        var making = () => new MailRouteTarget(Options);

        $"{making.Should().Throw<SettingsException>().Which}".Should().NotContainAny("the very key", "the very login", "the-very-password");
    }

    [Fact]
    public async Task What_a_handler_of_the_hosts_own_says_of_a_request_is_not_told()
    {
        using var handler = new TalkativeHandler();
        using var target = NewTarget(handler);

        var reading = async () => await target.ReadAccountsAsync(Token).ToListAsync(Token);

        var failure = (await reading.Should().ThrowAsync<TargetException>()).Which;
        handler.Said.Should().Contain(Options.ApiKey);
        $"{failure} {string.Join('\n', Logger.Messages)}".Should().NotContain(Options.ApiKey);
    }

    [Fact]
    public async Task The_key_goes_to_the_service_as_documented()
    {
        using var handler = new TalkativeHandler();
        using var target = NewTarget(handler);

        var reading = async () => await target.ReadAccountsAsync(Token).ToListAsync(Token);

        await reading.Should().ThrowAsync<TargetException>();
        handler.Said.Should().Contain($"Authorization: ApiKey {Options.Login}:{Options.ApiKey}").And.Contain("Accept: application/json");
    }

    private static IEnumerable<Fault> Faults =>
    [
        Fault.Drop, Fault.CutBody, Fault.Truncated, Fault.Html(), Fault.Html(500), Fault.Html(400), Fault.Error(404), Fault.Error(301), Fault.Error(501),
        Fault.Answer(400, """{"error": "Wrong key the-key-of-the-fake-6b1f0c"}"""),
        Fault.Answer(400, """{"error_message": "\u0074he-key-of-the-fake-6b1f0c"}"""),
        Fault.Answer(400, """{"email_account": {"password": "generated-password-of-the-fake", "create_opt": {"x": ["generated-password-of-the-fake"]}}}"""),
        Fault.Answer(400, """{"localparts": ["total_count"], "password": "generated-password-of-the-fake"}"""),
        Fault.Answer(401, "the-key-of-the-fake-6b1f0c", "text/html"), Fault.Answer(403, """{"error": "the-key-of-the-fake-6b1f0c"}"""), Fault.Answer(403, """{"error": "User admin@example.com may not"}"""),
        Fault.Answer(200, """{"meta": {"total_count": {}}, "objects": "generated-password-of-the-fake"}"""), Fault.Error(503).WithRetryAfter(99999),
        Fault.IgnoredFilters, Fault.OtherTotal,
    ];

    /// <summary>Reads, writes of every kind one by one and in bulk, and what is told of them.</summary>
    private async Task<List<string>> EverythingAsync()
    {
        var told = new List<string>();
        foreach (var account in Fake.Accounts) Fake.Remove(account.Address);
        Fake.AddAccount("ann@example.com", AccountState.Standard, "a1");
        using var target = NewTarget();
        await ToldAsync(async () => told.AddRange((await target.ReadAccountsAsync(Token).ToListAsync(Token)).Select(account => $"{account}")));
        await ToldAsync(async () => told.Add($"{await target.ReadDomainsAsync(Token)}"));
        foreach (var batch in new[]
        {
            [Add("bob"), Add("team", AccountKind.DistributionList)], Enumerable.Range(0, 8).Select(i => Add($"user{i}")).ToArray(),
            [AddAlias("ann", "a2"), AddAlias("ann", "a3"), AddAlias("bob", "b1"), SetKind("user1", AccountKind.DistributionList)],
            [RemoveAlias("ann", "a1"), Rename("bob", "b1"), Delete("user2")],
        })
        {
            await ToldAsync(async () => told.AddRange((await target.ApplyAsync(batch, Token)).Select(outcome => $"{outcome}")));
        }
        told.Add(target.Name);
        return told;

        async Task ToldAsync(Func<Task> act)
        {
            try
            {
                await act();
            }
            catch (SyncException failure)
            {
                told.Add($"{failure}");
            }
        }
    }

    /// <summary>Fails with everything it knows of the request.</summary>
    private sealed class TalkativeHandler : HttpMessageHandler
    {
        public string Said { get; private set; } = "";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Said = $"{request}";
            throw new HttpRequestException(HttpRequestError.Unknown, Said);
        }
    }
}
