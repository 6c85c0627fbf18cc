using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap.Inspection;

/// <summary>How far a test gets with a server, and what it says where it stops: the same as a sync.</summary>
public sealed class ConnectionTestTests : IDisposable
{
    private static readonly string[] AllSteps = ["connect", "StartTLS", "bind as User", "root DSE", "bases", "sample"];
    private readonly TestAuthority _authority = new();
    private readonly string _caFile = Path.GetTempFileName();

    public ConnectionTestTests() => File.WriteAllText(_caFile, _authority.Pem);

    public void Dispose()
    {
        _authority.Dispose();
        File.Delete(_caFile);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_step_of_a_server_that_works_is_there_with_its_time(bool fromStart)
    {
        using var certificate = _authority.Issue("localhost", "127.0.0.1");
        await using var server = ScriptedServer.StartTls(certificate, fromStart, new SmallDirectory { HasTls = true }.Answer);
        server.TellsOfItself = true;

        var report = await RunAsync(Secure(server.Address, fromStart));

        var tested = report.Servers.Should().ContainSingle().Subject;
        tested.Steps.Select(step => step.Name).Should().Equal(
            fromStart ? ["connect", "TLS handshake", "bind as User", "root DSE", "bases", "sample"] : ["connect", "StartTLS", "TLS handshake", "bind as User", "root DSE", "bases", "sample"]);
        tested.Steps.Should().OnlyContain(step => step.Failure == null && step.Duration > TimeSpan.Zero);
        (tested.IsReadable, tested.IsProtected, tested.Tls!.Version, tested.BoundAs).Should().Be((true, true, "TLS 1.3", SmallDirectory.Account));
        tested.Tls.Certificate!.Should().BeEquivalentTo(new ServerCertificate(
            "CN=Test server", "CN=Test authority", ["localhost", "127.0.0.1"], new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        tested.Warnings.Should().BeEmpty();
        tested.Sample!.First.Select(entry => $"{entry.Address}").Should().Equal("Ann@example.com", "Bob@example.com");
        report.ReadFrom.Should().BeSameAs(tested);
        report.Duration.Should().BePositive();
        await server.WaitForCloseAsync();
        server.Requests.Last().Operation.Should().Be(Request.Unbind);
    }

    [Theory]
    [InlineData("StartTLS", LdapResultCode.Unavailable)]
    [InlineData("bind as User", LdapResultCode.InvalidCredentials)]
    [InlineData("bind as User", LdapResultCode.Busy)]
    [InlineData("bases", LdapResultCode.NoSuchObject)]
    [InlineData("sample", LdapResultCode.SizeLimitExceeded)]
    [InlineData("sample", LdapResultCode.Referral)]
    [InlineData("sample", LdapResultCode.Unavailable)]
    [InlineData("sample", LdapResultCode.InsufficientAccessRights)]
    public async Task The_step_that_fails_has_the_sentence_of_a_read_and_nothing_follows(string step, LdapResultCode code)
    {
        // A read asks for no base by itself, but meets the same answer when it searches.
        await using var server = new SmallDirectory { Instead = request => StepOf(request) == step || (step == "bases" && StepOf(request) == "sample") ? Refuse(request, code) : null }.Start();
        var options = Reading.Options(server.Address);
        options.AllowClearTextPassword = step != "StartTLS";

        var tested = (await RunAsync(options)).Servers.Single();

        tested.Steps.Select(taken => taken.Name).Should().Equal(AllSteps[..(Array.IndexOf(AllSteps, step) + 1)]);
        tested.Steps.Where(taken => taken.Failure is not null).Should().ContainSingle().Which.Name.Should().Be(step);
        (tested.IsReadable, tested.Sample).Should().Be((false, null));
        tested.Failure.Should().Be(await Reading.FailureAsync<SyncException>(options));
        tested.NextServerIsAsked.Should().Be(step == "StartTLS" || code is LdapResultCode.Busy or LdapResultCode.Unavailable);
    }

    [Theory]
    [InlineData(LdapResultCode.InsufficientAccessRights)]
    [InlineData(LdapResultCode.Success)]
    public async Task A_base_that_may_not_be_seen_itself_is_searched_as_a_sync_does(LdapResultCode code)
    {
        await using var server = new SmallDirectory { Instead = request => StepOf(request) == "bases" ? Refuse(request, code) : null }.Start();

        var tested = (await RunAsync(Reading.Options(server.Address))).Servers.Single();

        (tested.IsReadable, tested.Bases.Single().Exists, tested.Sample!.Entries).Should().Be((true, true, 2));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_failed_connect()
    {
        var address = await Reading.AddressOfNobodyAsync();

        var tested = (await RunAsync(Reading.Options(address))).Servers.Single();

        tested.Steps.Should().ContainSingle().Which.Name.Should().Be("connect");
        tested.Failure.Should().Be($"ldap://{address}: connect failed: the connection was refused; check that the server runs, and the port.");
        (tested.IsProtected, tested.Tls, tested.BoundAs, tested.Facts, tested.Bases.Count, tested.Warnings.Count(w => w.Kind == ConnectionWarningKind.ClearText)).Should().Be((false, null, null, null, 0, 0));
    }

    [Fact]
    public async Task A_certificate_that_is_refused_is_shown()
    {
        using var expired = _authority.IssueExpired("127.0.0.1");
        await using var server = ScriptedServer.StartTls(expired, fromStart: true, new SmallDirectory().Answer);

        var tested = (await RunAsync(Secure(server.Address, useSsl: true))).Servers.Single();

        tested.Steps.Select(step => step.Name).Should().Equal("connect", "TLS handshake");
        tested.Failure.Should().Contain("out of date (valid from 2020-01-01 00:00Z to 2020-01-02 00:00Z)");
        tested.Tls!.Version.Should().BeNull();
        tested.Tls.Certificate!.NotAfter.Should().Be(new DateTimeOffset(2020, 1, 2, 0, 0, 0, TimeSpan.Zero));
        tested.Tls.Certificate.Names.Should().Equal("127.0.0.1");
        tested.IsProtected.Should().BeFalse();
        tested.Warnings.Should().Contain(warning => warning.Kind == ConnectionWarningKind.CertificateEnds && warning.Message.Contains("out of date since 2020-01-02"));
    }

    [Fact]
    public async Task A_missing_base_has_its_nearest_entry_and_the_others_are_sampled_all_the_same()
    {
        await using var server = new SmallDirectory().Start();
        var options = Reading.Options(server.Address);
        options.BaseDns.Add("ou=Nowhere,dc=com");

        var report = await RunAsync(options);

        var tested = report.Servers.Single();
        tested.Bases.Select(found => (found.Dn, found.Exists, found.NearestExisting)).Should().Equal((Reading.Base, true, null), ("ou=Nowhere,dc=com", false, "dc=com"));
        tested.Failure.Should().Contain("\"ou=Nowhere,dc=com\" does not exist on ldap://").And.Contain("correct BaseDns");
        tested.Sample!.Entries.Should().Be(2);
        (report.IsBaseMissing, report.ReadFrom).Should().Be((true, null));
    }

    [Fact]
    public async Task A_server_that_tells_nothing_about_itself_can_be_read()
    {
        await using var server = new SmallDirectory { Instead = request => StepOf(request) == "root DSE" ? Refuse(request, LdapResultCode.InsufficientAccessRights) : null }.Start();

        var tested = (await RunAsync(Reading.Options(server.Address))).Servers.Single();

        (tested.IsReadable, tested.Facts, tested.BoundAs, tested.Sample!.Entries).Should().Be((true, null, null, 2));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("u:EXAMPLE\\reader", "u:EXAMPLE\\reader")]
    public async Task The_server_says_whose_the_connection_is(string? told, string shown)
    {
        await using var server = new SmallDirectory { BoundAs = told }.Start();

        var tested = (await RunAsync(Reading.Options(server.Address))).Servers.Single();

        tested.BoundAs.Should().Be(shown);
        tested.Warnings.Count(warning => warning.Kind == ConnectionWarningKind.Anonymous).Should().Be(shown.Length == 0 ? 1 : 0);
    }

    [Fact]
    public async Task A_server_that_lists_WhoAmI_and_refuses_it_tells_no_name()
    {
        await using var server = new SmallDirectory { Instead = request => request is { Operation: Request.Extended, IsStartTls: false } ? (Answer)Reply.Extended(request, LdapResultCode.UnwillingToPerform) : null }.Start();

        var tested = (await RunAsync(Reading.Options(server.Address))).Servers.Single();

        (tested.IsReadable, tested.BoundAs).Should().Be((true, null));
    }

    [Theory]
    [InlineData(1000, 1)]
    [InlineData(1500, 2)]
    [InlineData(5, 1)]
    public async Task No_more_than_the_sample_is_read(int sampleSize, int pages)
    {
        await using var server = new SmallDirectory { People = [.. Enumerable.Range(0, 5000).Select(i => SmallDirectory.Person($"p{i}"))] }.Start();

        var tested = (await new ConnectionTest(Reading.Options(server.Address)) { SampleSize = sampleSize, ShownEntries = 3 }.RunAsync(TestContext.Current.CancellationToken)).Servers.Single();

        (tested.Sample!.Entries, tested.Sample.IsWhole, tested.Sample.First.Count, tested.IsReadable).Should().Be((sampleSize, false, 3, true));
        await server.WaitForCloseAsync();
        server.Requests.Count(request => request.Operation == Request.Search && !request.IsOfOneEntry()).Should().Be(pages);
        server.Requests.Last().Operation.Should().Be(Request.Unbind);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1000, 1000)]
    public async Task A_directory_that_is_no_larger_than_the_sample_is_whole(int people, int entries)
    {
        await using var server = new SmallDirectory { People = [.. Enumerable.Range(0, people).Select(i => SmallDirectory.Person($"p{i}"))] }.Start();

        var report = await RunAsync(Reading.Options(server.Address));

        (report.ReadFrom!.Sample!.Entries, report.ReadFrom.Sample.IsWhole, report.FindsNobody).Should().Be((entries, true, people == 0));
    }

    [Fact]
    public async Task Wherever_a_server_closes_falls_silent_or_talks_nonsense_there_is_a_report()
    {
        const int requests = 6;
        for (var spoilt = 0; spoilt < requests; spoilt++)
        {
            foreach (var answer in new Answer[] { Answer.Close, Answer.Silence, new(new byte[64]), new([0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF]) })
            {
                var asked = 0;
                await using var server = new SmallDirectory { Instead = _ => asked++ == spoilt ? answer : null }.Start();
                var options = Reading.Options(server.Address);
                options.AnswerTimeout = TimeSpan.FromMilliseconds(100);

                var tested = (await RunAsync(options)).Servers.Single();

                (tested.IsReadable, tested.NextServerIsAsked).Should().Be((false, true), $"request {spoilt} is not answered");
                tested.Failure.Should().StartWith($"ldap://{server.Address}: ");
            }
        }
    }

    [Fact]
    public async Task A_server_that_is_slow_in_all_has_the_time_of_a_read()
    {
        await using var server = new SmallDirectory { Instead = request => StepOf(request) == "sample" ? Answer.Silence : null }.Start();
        var options = Reading.Options(server.Address);
        options.ReadTimeout = TimeSpan.FromMilliseconds(200);

        (await RunAsync(options)).Servers.Single().Failure.Should().Contain("did not end within 00:00:00.2").And.Contain("ReadTimeout");
    }

    [Fact]
    public async Task Cancelling_ends_the_test_without_a_report()
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = new SmallDirectory
        {
            Instead = request =>
            {
                if (StepOf(request) != "bases") return null;
                cancellation.Cancel();
                return Answer.Silence;
            },
        }.Start();

        await FluentActions.Awaiting(() => new ConnectionTest(Reading.Options(server.Address)).RunAsync(cancellation.Token)).Should().ThrowAsync<OperationCanceledException>();
        await server.WaitForCloseAsync();
    }

    [Fact]
    public void Faults_of_the_settings_are_named_at_once()
    {
        var options = new SyncOptions { EmailAttribute = "mail,other", SearchFilter = "(mail=*" };

        FluentActions.Invoking(() => new ConnectionTest(options)).Should().Throw<SettingsException>().Which.Faults.Should().HaveCountGreaterThan(3);
    }

    [Fact]
    public async Task Another_library_need_not_tell_certificate_and_name()
    {
        var connection = new FakeConnection();

        var tested = (await new ConnectionTest(Reading.Options("dc1"), () => connection).RunAsync(TestContext.Current.CancellationToken)).Servers.Single();

        (tested.IsReadable, tested.IsProtected, tested.Tls, tested.BoundAs).Should().Be((true, true, null, null));
        connection.IsDisposed.Should().BeTrue();
    }

    private static string StepOf(Request request) => request.Operation switch
    {
        Request.Extended => request.IsStartTls ? "StartTLS" : "root DSE",
        Request.Bind => "bind as User",
        Request.Search when request.IsOfOneEntry() => request.Base().Length == 0 ? "root DSE" : "bases",
        Request.Search => "sample",
        _ => "",
    };

    private static Answer Refuse(Request request, LdapResultCode code) => request.Operation switch
    {
        Request.Extended => Reply.Extended(request, code),
        Request.Bind => Reply.Bound(request, code),
        _ => Reply.Done(request, null, code),
    };

    private static Task<ConnectionReport> RunAsync(SyncOptions options)
    {
        options.SearchFilter = "(mail=*)";
        return new ConnectionTest(options).RunAsync(TestContext.Current.CancellationToken);
    }

    private SyncOptions Secure(string address, bool useSsl)
    {
        var options = Reading.Options(address);
        (options.UseSsl, options.CaFile, options.AllowClearTextPassword) = (useSsl, _caFile, false);
        return options;
    }
}
