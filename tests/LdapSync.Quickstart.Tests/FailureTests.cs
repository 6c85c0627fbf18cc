using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace LdapSync.Quickstart.Tests;

public sealed class FailureTests : IDisposable
{
    private readonly ConsoleProgram _program = new ConsoleProgram().WithAnyMail();

    [Fact]
    public async Task Malformed_LDIF_is_a_failed_source_with_file_and_line()
    {
        _program.Write("broken.ldif", "dn: cn=ann,dc=example,dc=com\nmail: ann@example.com\nthis is no line of LDIF\n");

        var result = await _program.RunAsync("sync", "--ldif", "broken.ldif");

        result.ExitCode.Should().Be(3);
        result.Error.Should().Contain("broken.ldif").And.MatchRegex("\\b3\\b");
        File.Exists(_program.PathOf("mailboxes.db")).Should().BeFalse("nothing was applied");
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("sync")]
    [InlineData("test")]
    public async Task An_LDIF_file_that_is_not_there_is_a_failed_source(string verb)
    {
        var result = await _program.RunAsync(verb, "--ldif", "missing.ldif");

        result.ExitCode.Should().Be(3);
        result.Error.Should().Contain("missing.ldif").And.NotContain("   at ");
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("sync")]
    [InlineData("history")]
    public async Task A_target_that_is_no_database_is_left_as_it_is(string verb)
    {
        const string text = "These are my notes, and no database; they are longer than the header of one, which has a hundred bytes at its beginning.";
        _program.WriteLdif("people.ldif", "ann@example.com");
        _program.Write("notes.txt", text);

        var result = await _program.RunAsync([verb, "--target", "notes.txt", .. verb == "history" ? Array.Empty<string>() : ["--ldif", "people.ldif"]]);

        result.ExitCode.Should().Be(5);
        result.Error.Should().Contain("not an SQLite database").And.NotContain("   at ");
        (await File.ReadAllTextAsync(_program.PathOf("notes.txt"), TestContext.Current.CancellationToken)).Should().Be(text);
    }

    [Fact]
    public async Task A_target_in_a_folder_that_is_not_there_fails()
    {
        _program.WriteLdif("people.ldif", "ann@example.com");

        var result = await _program.RunAsync("sync", "--ldif", "people.ldif", "--target", "nowhere/mailboxes.db");

        result.ExitCode.Should().Be(5);
        (result.Output + result.Error).Should().Contain("does not exist");
    }

    [Fact]
    public async Task A_base_that_is_not_in_the_directory_is_a_bad_setting()
    {
        _program.WriteLdif("people.ldif", "ann@example.com");

        var result = await _program.RunAsync("sync", "--ldif", "people.ldif", "--LdapSync:BaseDns=ou=typo,dc=example,dc=com");

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain("ou=typo");
    }

    [Fact]
    public async Task A_server_that_refuses_the_connection_is_a_failed_source()
    {
        using var listener = Listen(); // bound, so that nobody else gets the port, but not listening

        var result = await _program.RunAsync(["sync", .. Reader(listener.LocalEndPoint!)]);

        result.ExitCode.Should().Be(3);
        result.Error.Should().Contain($"{listener.LocalEndPoint}").And.NotContain("   at ");
    }

    [Fact]
    public async Task R25_a_signal_ends_a_sync_that_waits_for_its_server()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGINT to send");
        var cancellationToken = TestContext.Current.CancellationToken;
        using var listener = Listen();
        listener.Listen();
        using var process = _program.Start(["sync", .. Reader(listener.LocalEndPoint!)]);
        using var connection = await listener.AcceptAsync(cancellationToken); // and never answers

        SendSignal(process.Id, Terminate).Should().Be(0);
        await process.WaitForExitAsync(cancellationToken);

        process.ExitCode.Should().Be(130);
        (await process.StandardError.ReadToEndAsync(cancellationToken)).Should().Contain("Cancelled").And.NotContain("   at ");
        File.Exists(_program.PathOf("mailboxes.db")).Should().BeFalse();
    }

    public void Dispose() => _program.Dispose();

    private static string[] Reader(EndPoint server) =>
        [$"--LdapSync:Servers={server}", "--LdapSync:User=reader@example.com", "--LdapSync:Password=secret", "--LdapSync:BaseDns=dc=example,dc=com"];

    private static Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    // Not SIGINT, which is ignored where the tests run in the background of a script; the program treats both alike.
    private const int Terminate = 15;

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
