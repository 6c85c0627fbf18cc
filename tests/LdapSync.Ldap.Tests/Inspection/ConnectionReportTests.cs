using System.Text.Json.Nodes;
using LdapSync.Ldap.Scripted;
using Microsoft.Extensions.Logging;

namespace LdapSync.Ldap.Inspection;

/// <summary>What people and programs see of a test, and what they must not see.</summary>
public class ConnectionReportTests
{
    [Fact]
    public async Task The_text_tells_server_by_server_what_was_found()
    {
        await using var server = Example().Start();
        var nobody = await Reading.AddressOfNobodyAsync();

        var text = Text(await RunAsync(Options(nobody, server.Address)));

        text.Should().StartWith($"A sync would read from ldap://{server.Address}.\n  started ")
            .And.MatchRegex($"\nldap://{nobody}\n  connect           [0-9.]+ s  FAILED: ldap://{nobody}: connect failed: the connection was refused;")
            .And.MatchRegex("\n  bind as User      [0-9.]+ s\n")
            .And.Contain("\n  protected by      nothing\n")
            .And.Contain($"\n  bound as          {SmallDirectory.Account}\n")
            .And.Contain("\n  server            OpenLDAP\n")
            .And.Contain("\n  naming contexts   dc=example,dc=com\n")
            .And.Contain("\n  controls          paged results, sync request, 1 other\n")
            .And.Contain("\n  base              dc=example,dc=com: exists; whether User may write there, the server does not tell\n")
            .And.Contain("\n  sample            4 entries, all that SearchFilter finds\n")
            .And.Contain("\n    accounts        2, of them 1 distribution list; 1 alias\n")
            .And.Contain("\n    without address 1 entry, 25 %\n")
            .And.Contain("\n    cn=Ann,dc=example,dc=com\n      ann@example.com  mailbox  a@example.com\n")
            .And.Contain("\n      team@example.com  distribution list\n")
            .And.Contain("\n      svc@example.com  excluded by svc*\n")
            .And.Contain("\n      left out: it has no mail\n")
            .And.Contain("\n  Warnings (2)\n    The password travels in clear text");
    }

    [Fact]
    public async Task The_JSON_has_the_same_under_names_that_stay()
    {
        await using var server = Example().Start();
        var nobody = await Reading.AddressOfNobodyAsync();
        var report = await RunAsync(Options(nobody, server.Address));

        var json = JsonNode.Parse(ConnectionReportJson.Write(report))!;

        json["readFrom"]!.GetValue<string>().Should().Be($"ldap://{server.Address}");
        json["findsNobody"]!.GetValue<bool>().Should().BeFalse();
        var (failed, tested) = (json["servers"]![0]!, json["servers"]![1]!);
        Names(failed).Should().Equal("server", "readable", "failure", "nextServerIsAsked", "steps", "protected", "bases", "warnings");
        failed["steps"]![0]!["failure"]!.GetValue<string>().Should().Be(failed["failure"]!.GetValue<string>());
        Names(tested).Should().Equal("server", "readable", "nextServerIsAsked", "steps", "protected", "boundAs", "facts", "bases", "sample", "warnings");
        Names(tested["steps"]![0]!).Should().Equal("name", "durationSeconds");
        tested["boundAs"]!.GetValue<string>().Should().Be(SmallDirectory.Account);
        Names(tested["facts"]!).Should().Equal("product", "isActiveDirectory", "namingContexts", "controls", "extensions");
        Names(tested["sample"]!).Should().Equal("entries", "whole", "accounts", "distributionLists", "aliases", "withoutAddress", "shareWithoutAddress", "domains", "first", "excluded", "skipped", "conflicts");
        tested["sample"]!["first"]![1]!["kind"]!.GetValue<string>().Should().Be("DistributionList");
        tested["sample"]!["first"]![2]!["excluded"]![0]!["pattern"]!.GetValue<string>().Should().Be("svc*");
        tested["warnings"]![0]!["kind"]!.GetValue<string>().Should().Be("ClearText");
        using var stream = new MemoryStream();
        ConnectionReportJson.Write(report, stream);
        stream.ToArray().Should().Equal(System.Text.Encoding.UTF8.GetBytes(ConnectionReportJson.Write(report)));
    }

    [Fact]
    public void The_certificate_is_in_the_JSON()
    {
        var report = new ServerReport
        {
            Server = $"{new LdapServer("dc1", 636, UseSsl: true)}",
            Steps = [],
            IsProtected = true,
            Bases = [],
            NextServerIsAsked = false,
            Tls = new TlsHandshake("TLS 1.3", new ServerCertificate("CN=dc1", "CN=ca", ["dc1"], new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero))),
        };

        var json = JsonNode.Parse(ConnectionReportJson.Write(new ConnectionReport([report], new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), default)))!["servers"]![0]!;

        json["tlsVersion"]!.GetValue<string>().Should().Be("TLS 1.3");
        var expected = JsonNode.Parse("""{"subject":"CN=dc1","issuer":"CN=ca","names":["dc1"],"notBefore":"2026-01-01T00:00:00+00:00","notAfter":"2026-02-01T00:00:00+00:00","daysLeft":0}""");
        JsonNode.DeepEquals(json["certificate"], expected).Should().BeTrue();
    }

    [Fact]
    public async Task The_password_is_nowhere_even_where_a_server_repeats_it_and_the_account_only_where_it_is_asked_for()
    {
        const string password = Reading.Password;
        var echo = new SmallDirectory
        {
            BoundAs = $"u:{Reading.User} {password}",
            Root = [.. SmallDirectory.OpenLdap(), ("vendorName", [password]), ("vendorVersion", [$"1 {password}"]), ("namingContexts", [$"cn={password}"])],
        };
        var refusing = new SmallDirectory
        {
            Instead = request => request.Operation == Request.Bind
                ? (Answer)Reply.Bound(request, LdapResultCode.InvalidCredentials, $"{Reading.User} {password}")
                : null,
        };
        var missing = new SmallDirectory
        {
            Instead = request => request is { Operation: Request.Search } && request.Base() == Reading.Base
                ? (Answer)Reply.Done(request, null, LdapResultCode.NoSuchObject, $"cn={password}", $"{Reading.User} {password}")
                : null,
        };
        await using var first = refusing.Start();
        await using var second = missing.Start();
        await using var third = echo.Start();
        var log = new ListLogger();

        var report = await RunAsync(Options(first.Address, second.Address, third.Address), log);

        var (text, json) = (Text(report), ConnectionReportJson.Write(report));
        (text + json + report + string.Concat(report.Servers)).Should().NotContain(password);
        report.Servers[2].BoundAs.Should().Be("(left out: it has the password in it)");
        log.Messages.Should().NotBeEmpty();
        (string.Concat(log.Messages) + report + string.Concat(report.Servers)).Should().NotContain(password).And.NotContain(Reading.User).And.NotContain(SmallDirectory.Account);
    }

    [Fact]
    public async Task The_account_is_in_text_and_JSON_and_in_no_log_or_ToString()
    {
        await using var server = Example().Start();
        var log = new ListLogger();

        var report = await RunAsync(Options(server.Address), log);

        Text(report).Should().Contain(SmallDirectory.Account);
        ConnectionReportJson.Write(report).Should().Contain(SmallDirectory.Account);
        (string.Concat(log.Messages) + report + report.Servers[0]).Should().NotContain(SmallDirectory.Account);
        $"{report.Servers[0]}".Should().Be($"ldap://{server.Address} can be read.");
    }

    [Fact]
    public async Task What_a_server_says_forges_no_lines()
    {
        await using var server = new SmallDirectory
        {
            BoundAs = "u:x\nA sync would read from ldap://elsewhere.",
            Root = [.. SmallDirectory.OpenLdap(), ("vendorName", ["a\r\nb"])],
            People = [SmallDirectory.Person("Ann\nBob", ("mail", ["no\naddress"]))],
        }.Start();

        Text(await RunAsync(Options(server.Address))).Split('\n').Should().NotContain(line => line.StartsWith("A sync would read from ldap://elsewhere") || line.StartsWith("Bob") || line.StartsWith('b') || line.StartsWith("address"));
    }

    [Fact]
    public async Task Nobody_found_is_said()
    {
        await using var server = new SmallDirectory { People = [SmallDirectory.Person("Ann", ("cn", ["Ann"]))] }.Start();

        var report = await RunAsync(Options(server.Address));

        report.FindsNobody.Should().BeTrue();
        $"{report}".Should().Be($"A sync would read from ldap://{server.Address}. No account is found there: check BaseDns, SearchFilter, EmailAttribute, Domains and Exclusions.");
    }

    private static SmallDirectory Example() => new()
    {
        People =
        [
            SmallDirectory.Person("Ann", ("mail", ["ann@example.com"]), ("proxyAddresses", ["smtp:a@example.com"])),
            SmallDirectory.Person("Team", ("mail", ["team@example.com"]), ("objectClass", ["group"])),
            SmallDirectory.Person("Robot", ("mail", ["svc@example.com"])),
            SmallDirectory.Person("Nobody", ("cn", ["Nobody"])),
        ],
    };

    private static SyncOptions Options(params string[] servers)
    {
        var options = Reading.Options(servers);
        (options.SearchFilter, options.DistributionListAttribute, options.DistributionListValue) = ("(mail=*)", "objectClass", "group");
        options.Exclusions.Add("svc*");
        return options;
    }

    private static Task<ConnectionReport> RunAsync(SyncOptions options, ILogger<ConnectionTest>? log = null) => new ConnectionTest(options, logger: log).RunAsync(TestContext.Current.CancellationToken);

    private static string Text(ConnectionReport report)
    {
        using var text = new StringWriter { NewLine = "\n" };
        ConnectionReportText.Write(report, text);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static IEnumerable<string> Names(JsonNode node) => node.AsObject().Select(member => member.Key);

    private sealed class ListLogger : ILogger<ConnectionTest>
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Messages.Add($"{formatter(state, exception)} {exception}");
    }
}
