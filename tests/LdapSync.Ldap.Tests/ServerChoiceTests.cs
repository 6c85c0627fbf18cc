using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap;

/// <summary>Servers are tried in order, deadlines hold at every step, and cancelling ends at once.</summary>
public class ServerChoiceTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task The_next_server_is_asked_when_the_first_is_down()
    {
        await using var up = ScriptedServer.StartSearching(Found);

        (await Reading.ReadAllAsync(Reading.Options(await ClosedPortAsync(), up.Address))).Should().ContainSingle();
    }

    [Fact]
    public async Task A_host_whose_name_is_too_long_to_be_one_is_passed_over_like_any_that_is_not_known()
    {
        await using var up = ScriptedServer.StartSearching(Found);
        var host = string.Join('.', Enumerable.Repeat(new string('a', 60), 5));

        (await Reading.FailureAsync<SourceException>(Reading.Options(host))).Should().Be($"ldap://{host}:389: connect failed: the host name is not known; check its spelling in Servers, and DNS.");
        (await Reading.ReadAllAsync(Reading.Options(host, up.Address))).Should().ContainSingle();
    }

    [Fact]
    public async Task The_second_server_is_left_alone_while_the_first_delivers()
    {
        await using var first = ScriptedServer.StartSearching(Found);
        await using var second = ScriptedServer.StartSearching(Found);

        await Reading.ReadAllAsync(Reading.Options(first.Address, second.Address));

        second.Connections.Should().Be(0);
    }

    [Theory]
    [InlineData(LdapResultCode.Busy, true)]
    [InlineData(LdapResultCode.Unavailable, true)]
    [InlineData(LdapResultCode.SizeLimitExceeded, false)]
    [InlineData(LdapResultCode.InsufficientAccessRights, false)]
    [InlineData(LdapResultCode.NoSuchObject, false)]
    public async Task A_server_that_cannot_serve_at_present_is_passed_over_a_clear_answer_is_final(LdapResultCode code, bool passedOver)
    {
        await using var first = ScriptedServer.StartSearching(request => Reply.Done(request, null, code));
        await using var second = ScriptedServer.StartSearching(Found);
        var options = Reading.Options(first.Address, second.Address);

        if (passedOver) (await Reading.ReadAllAsync(options)).Should().ContainSingle();
        else await FluentActions.Awaiting(() => Reading.ReadAllAsync(options)).Should().ThrowAsync<SyncException>();
        second.Connections.Should().Be(passedOver ? 1 : 0);
    }

    [Fact]
    public async Task An_answer_that_is_not_whole_is_final_too()
    {
        await using var first = ScriptedServer.StartSearching(request => Page(request, null));
        await using var second = ScriptedServer.StartSearching(Found);

        await Reading.FailureAsync<SourceException>(Reading.Options(first.Address, second.Address));

        second.Connections.Should().Be(0);
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once_so_that_no_account_gets_locked()
    {
        await using var first = ScriptedServer.Start(request => request.Operation == Request.Bind
            ? Reply.Bound(request, LdapResultCode.InvalidCredentials)
            : Reply.Extended(request, LdapResultCode.ProtocolError));
        await using var second = ScriptedServer.StartSearching(Found);

        (await Reading.FailureAsync<SourceException>(Reading.Options(first.Address, second.Address))).Should()
            .Be($"ldap://{first.Address}: bind as User failed: wrong user name or password (49 invalidCredentials); check User and Password.");
        second.Connections.Should().Be(0);
    }

    [Fact]
    public async Task R1_after_the_first_page_no_other_server_continues()
    {
        await using var first = ScriptedServer.StartSearching(request => request.Cookie().Length == 0 ? Page(request, [1]) : Answer.Close);
        await using var second = ScriptedServer.StartSearching(Found);

        await Reading.FailureAsync<SourceException>(Reading.Options(first.Address, second.Address));

        second.Connections.Should().Be(0);
    }

    [Fact]
    public async Task When_every_server_fails_each_has_its_sentence()
    {
        await using var silent = ScriptedServer.Start(_ => Answer.Silence);
        var down = await ClosedPortAsync();
        var options = Reading.Options(down, silent.Address);
        options.AnswerTimeout = Short;

        (await Reading.FailureAsync<SourceException>(options)).Should().Be(
            $"ldap://{down}: connect failed: the connection was refused; check that the server runs, and the port. " +
            $"ldap://{silent.Address}: StartTLS failed: no answer within 0.4 seconds; check host, port and firewall, or raise AnswerTimeout.");
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_told_from_a_server_that_does_not_answer() =>
        (await Reading.FailureAsync<SourceException>(Reading.Options("dc1.invalid"))).Should().MatchRegex("^ldap://dc1.invalid:389: connect failed: the host name (is not known|could not be looked up); check .*DNS.$");

    [Theory]
    [InlineData(Request.Extended, "StartTLS")]
    [InlineData(Request.Bind, "bind as User")]
    [InlineData(Request.Search, "search below")]
    public async Task A_server_that_falls_silent_ends_with_the_name_of_the_step(byte operation, string step)
    {
        await using var server = SilentFrom(operation, () => { });
        var options = Reading.Options(server.Address);
        options.AnswerTimeout = Short;

        (await Reading.FailureAsync<SourceException>(options)).Should().StartWith($"ldap://{server.Address}: {step}").And.Contain("no answer within 0.4 seconds");
    }

    [Fact]
    public async Task A_server_that_falls_silent_inside_a_message_ends_likewise()
    {
        await using var server = ScriptedServer.StartSearching(request => request.Cookie().Length == 0 ? Page(request, [1]) : Page(request, [])[..20]);
        var options = Reading.Options(server.Address);
        options.AnswerTimeout = Short;

        (await Reading.FailureAsync<SourceException>(options)).Should().Contain("search below").And.Contain("no answer within");
    }

    [Fact]
    public async Task A_server_that_drips_octet_by_octet_ends_likewise()
    {
        // Each octet comes long before the deadline, the message does not.
        await using var server = ScriptedServer.StartSearching(request => new Answer(Page(request, [])) { Pause = Short / 10 });
        var options = Reading.Options(server.Address);
        options.AnswerTimeout = Short;

        (await Reading.FailureAsync<SourceException>(options)).Should().Contain("search below").And.Contain("no answer within 0.4 seconds");
    }

    [Fact]
    public async Task A_server_that_falls_silent_in_the_handshake_ends_likewise()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var options = Reading.Options(listener.LocalEndpoint.ToString()!);
        (options.UseSsl, options.AnswerTimeout) = (true, Short);

        (await Reading.FailureAsync<SourceException>(options)).Should().Contain("TLS handshake failed: no answer within 0.4 seconds");
    }

    [Theory]
    [InlineData(Request.Extended)]
    [InlineData(Request.Bind)]
    [InlineData(Request.Search)]
    public async Task Cancelling_ends_every_wait(byte operation)
    {
        using var cancel = new CancellationTokenSource();
        await using var server = SilentFrom(operation, cancel.Cancel);
        var source = new LdapDirectorySource(Reading.Options(server.Address));

        await FluentActions.Awaiting(async () => await source.ReadAsync(Reading.Query(), cancel.Token).GetAsyncEnumerator(cancel.Token).MoveNextAsync())
            .Should().ThrowAsync<OperationCanceledException>();
        await server.WaitForCloseAsync();
    }

    [Fact]
    public async Task Cancelling_between_entries_ends_the_read()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = ScriptedServer.StartSearching(request => Page(request, [1]));
        var read = 0;

        await FluentActions.Awaiting(async () =>
        {
            await foreach (var _ in new LdapDirectorySource(Reading.Options(server.Address)).ReadAsync(Reading.Query(), cancel.Token))
            {
                read++;
                await cancel.CancelAsync();
            }
        }).Should().ThrowAsync<OperationCanceledException>();
        read.Should().Be(1);
    }

    [Fact]
    public async Task Stopping_early_says_goodbye_and_closes()
    {
        await using var server = ScriptedServer.StartSearching(Found);

        await foreach (var entry in new LdapDirectorySource(Reading.Options(server.Address)).ReadAsync(Reading.Query(), TestContext.Current.CancellationToken)) break;

        await server.WaitForCloseAsync();
        server.Requests.Last().Operation.Should().Be(Request.Unbind);
    }

    [Fact]
    public async Task The_next_page_is_asked_for_while_the_one_before_is_worked_on()
    {
        var asked = new TaskCompletionSource();
        await using var server = ScriptedServer.StartSearching(request =>
        {
            if (request.Cookie().Length == 0) return Page(request, [1]);
            asked.SetResult();
            return Reply.Done(request, []);
        });

        await foreach (var entry in new LdapDirectorySource(Reading.Options(server.Address)).ReadAsync(Reading.Query(), TestContext.Current.CancellationToken)) await asked.Task;

        server.Requests.Count(request => request.Operation == Request.Search).Should().Be(2);
    }

    [Fact]
    public async Task Stopping_while_the_server_owes_the_next_page_does_not_wait_for_it()
    {
        await using var server = ScriptedServer.StartSearching(request => request.Cookie().Length == 0 ? Page(request, [1]) : Answer.Silence);
        var options = Reading.Options(server.Address);
        options.AnswerTimeout = options.ReadTimeout = TimeSpan.FromHours(1);

        await foreach (var entry in new LdapDirectorySource(options).ReadAsync(Reading.Query(), TestContext.Current.CancellationToken)) break;

        await server.WaitForCloseAsync();
    }

    private static Answer Found(Request request) => Page(request, []);

    private static byte[] Page(Request request, byte[]? cookie) =>
        [.. Reply.Entry(request, "cn=Ann,dc=example,dc=com", ("mail", ["ann@example.com"])), .. Reply.Done(request, cookie)];

    private static ScriptedServer SilentFrom(byte operation, Action reached) => ScriptedServer.Start(request =>
    {
        if (request.Operation != operation) return request.Operation == Request.Bind ? Reply.Bound(request) : Reply.Extended(request, LdapResultCode.ProtocolError);
        reached();
        return Answer.Silence;
    });

    /// <summary>A port that was free a moment ago.</summary>
    private static async Task<string> ClosedPortAsync()
    {
        await using var server = ScriptedServer.Start(_ => Answer.Close);
        return server.Address;
    }
}
