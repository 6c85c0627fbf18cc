using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap.Inspection;

/// <summary>Each warning stands for one thing to look at, and a server that is in order has none.</summary>
public sealed class ConnectionWarningTests : IDisposable
{
    private const string Schema = "CN=Schema,CN=Configuration,DC=example,DC=com";
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_password_in_clear_text_is_the_only_warning_of_a_server_that_has_no_TLS_but_is_in_order() =>
        (await WarningsAsync(new SmallDirectory())).Should().ContainSingle().Which.Should().Match<ConnectionWarning>(w => w.Kind == ConnectionWarningKind.ClearText && w.Message.Contains("AllowClearTextPassword"));

    [Theory]
    [InlineData(29.5, "ends in 29 days, on 2120-01-01")]
    [InlineData(1.5, "ends in 1 day, on 2120-01-01")]
    [InlineData(0.5, "ends within a day, on 2120-01-01")]
    [InlineData(30, null)]
    public async Task A_certificate_that_ends_soon_is_told(double daysBefore, string? said)
    {
        using var certificate = _authority.Issue("127.0.0.1");
        await using var server = ScriptedServer.StartTls(certificate, fromStart: true, new SmallDirectory().Answer);
        var caFile = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(caFile, _authority.Pem, TestContext.Current.CancellationToken);
            var options = Reading.Options(server.Address);
            (options.UseSsl, options.CaFile, options.SearchFilter) = (true, caFile, "(mail=*)");
            var clock = new StoppedClock(new DateTimeOffset(2120, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(-daysBefore));

            var report = await new ConnectionTest(options) { Clock = clock }.RunAsync(TestContext.Current.CancellationToken);

            report.Started.Should().Be(clock.GetUtcNow());
            var messages = report.Servers.Single().Warnings.Select(warning => $"{warning.Kind}: {warning}");
            if (said is null) messages.Should().BeEmpty();
            else messages.Should().ContainSingle().Which.Should().Be($"CertificateEnds: The server's certificate {said}: renew it.");
        }
        finally
        {
            File.Delete(caFile);
        }
    }

    [Theory]
    [InlineData(true, "allowedAttributesEffective")]
    [InlineData(true, "allowedChildClassesEffective")]
    [InlineData(false, null)]
    public async Task Active_Directory_tells_whether_the_account_may_write(bool canWrite, string? attribute)
    {
        var directory = new SmallDirectory { Root = SmallDirectory.ActiveDirectory(), Bases = { [Reading.Base] = attribute is null ? [("allowedAttributesEffective", [])] : [(attribute, ["description"])] } };

        var server = await TestAsync(directory);

        server.Bases.Single().CanWrite.Should().Be(canWrite);
        server.Warnings.Where(warning => warning.Kind == ConnectionWarningKind.CanWrite).Should().HaveCount(canWrite ? 1 : 0);
    }

    [Fact]
    public async Task Elsewhere_whether_it_may_write_cannot_be_told()
    {
        var server = await TestAsync(new SmallDirectory { Bases = { [Reading.Base] = [("allowedAttributesEffective", ["description"])] } });

        server.Bases.Single().CanWrite.Should().BeNull();
        Text(server).Should().Contain("whether User may write there, the server does not tell");
    }

    [Fact]
    public async Task A_server_that_does_not_list_paged_results_is_told() =>
        (await WarningsAsync(new SmallDirectory { Root = SmallDirectory.OpenLdap(ServerFeature.PagedResults) })).Should().Contain(w => w.Kind == ConnectionWarningKind.NoPaging);

    [Fact]
    public async Task A_filter_that_finds_nothing_is_told() =>
        (await WarningsAsync(new SmallDirectory { People = [] })).Should().Contain(w => w.Kind == ConnectionWarningKind.NoEntries);

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(1, 2, true)]
    public async Task Entries_without_an_address_are_told_when_they_are_more_than_half(int with, int without, bool isTold)
    {
        var directory = new SmallDirectory
        {
            People = [.. Enumerable.Range(0, with).Select(i => SmallDirectory.Person($"a{i}")), .. Enumerable.Range(0, without).Select(i => SmallDirectory.Person($"b{i}", ("cn", ["b"])))],
        };

        var server = await TestAsync(directory);

        server.Sample!.ShareWithoutAddress.Should().BeApproximately((double)without / (with + without), 1e-9);
        server.Warnings.Where(warning => warning.Kind == ConnectionWarningKind.FewAddresses).Should().HaveCount(isTold ? 1 : 0);
    }

    [Fact]
    public async Task Entries_that_are_left_out_for_being_disabled_have_their_address()
    {
        var directory = new SmallDirectory { People = [SmallDirectory.Person("Ann", ("mail", ["ann@example.com"]), ("userAccountControl", ["514"]))] };

        var server = await TestAsync(directory, options => options.DisabledAccounts = DisabledAccounts.Exclude);

        (server.Sample!.WithoutAddress, server.Sample.Skipped.Count, server.Sample.Accounts).Should().Be((0, 1, 0));
    }

    [Theory]
    [InlineData("(department=*)", true)]
    [InlineData("(&(department=*)(mail=*))", false)]
    [InlineData("(|(department=*)(mail=*))", true)]
    public async Task Active_Directory_tells_by_its_schema_which_attributes_have_an_index(string filter, bool isTold)
    {
        var server = await TestAsync(ActiveDirectory(("mail", "1"), ("department", "16")), options => options.SearchFilter = filter);

        var messages = server.Warnings.Where(w => w.Kind == ConnectionWarningKind.UnindexedFilter).Select(w => w.Message);
        if (isTold) messages.Should().ContainSingle().Which.Should().StartWith("The server has no index that answers SearchFilter, because of (department=*): ");
        else messages.Should().BeEmpty();
    }

    [Theory]
    [InlineData("(mail=*@example.com)", "33", false)]
    [InlineData("(mail=*@example.com)", "1", true)]
    [InlineData("(mail=ann@example.com)", "0", true)]
    [InlineData("(mail=ann*)", "1", false)]
    [InlineData("(newAttribute=*)", "1", false)]
    public async Task A_schema_says_what_an_index_is_good_for(string filter, string flags, bool isTold) =>
        (await TestAsync(ActiveDirectory(("mail", flags)), options => options.SearchFilter = filter)).Warnings.Any(w => w.Kind == ConnectionWarningKind.UnindexedFilter).Should().Be(isTold);

    [Fact]
    public async Task A_schema_that_may_not_be_seen_leaves_a_guess()
    {
        var directory = new SmallDirectory
        {
            Root = SmallDirectory.ActiveDirectory(),
            Instead = request => request.Operation == Request.Search && request.Base().Equals(Schema, StringComparison.OrdinalIgnoreCase) ? (Answer)Reply.Done(request, null, LdapResultCode.InsufficientAccessRights) : null,
        };

        var server = await TestAsync(directory, options => options.SearchFilter = "(department=*)");

        server.IsReadable.Should().BeTrue();
        server.Warnings.Should().Contain(w => w.Kind == ConnectionWarningKind.UnindexedFilter && w.Message.StartsWith("SearchFilter looks as if no index could answer it"));
    }

    private static SmallDirectory ActiveDirectory(params (string Attribute, string Flags)[] schema) => new()
    {
        Root = SmallDirectory.ActiveDirectory(),
        Instead = request => request.Operation == Request.Search && request.Base().Equals(Schema, StringComparison.OrdinalIgnoreCase) ? (Answer)(byte[])
        [
            .. schema.SelectMany(attribute => Reply.Entry(request, $"CN={attribute.Attribute},{Schema}", ("lDAPDisplayName", [attribute.Attribute]), ("searchFlags", [attribute.Flags]))),
            .. Reply.Done(request, []),
        ] : null,
    };

    private static async Task<IReadOnlyList<ConnectionWarning>> WarningsAsync(SmallDirectory directory) => (await TestAsync(directory)).Warnings;

    private static async Task<ServerReport> TestAsync(SmallDirectory directory, Action<SyncOptions>? set = null)
    {
        await using var server = directory.Start();
        var options = Reading.Options(server.Address);
        options.SearchFilter = "(mail=*)";
        set?.Invoke(options);
        return (await new ConnectionTest(options).RunAsync(TestContext.Current.CancellationToken)).Servers.Single();
    }

    private static string Text(ServerReport server)
    {
        using var text = new StringWriter();
        ConnectionReportText.Write(new ConnectionReport([server], default, default), text);
        return text.ToString();
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
