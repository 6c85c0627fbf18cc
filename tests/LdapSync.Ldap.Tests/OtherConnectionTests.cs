using System.Net.Sockets;
using System.Security.Authentication;
using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap;

/// <summary>The policy holds for whatever connection is below it.</summary>
public class OtherConnectionTests
{
    [Fact]
    public async Task A_server_that_does_not_accept_ends_with_the_connect_time_out()
    {
        var connection = new FakeConnection { Connect = token => Task.Delay(Timeout.Infinite, token) };
        var options = Reading.Options("dc1");
        options.ConnectTimeout = TimeSpan.FromMilliseconds(10);

        var failure = await FluentActions.Awaiting(() => ReadAsync(options, connection)).Should().ThrowAsync<SourceException>();

        failure.Which.Message.Should().Be("ldap://dc1:389: connect failed: no answer within 0.01 seconds; check host, port and firewall, or raise ConnectTimeout.");
        connection.IsDisposed.Should().BeTrue();
    }

    [Fact]
    public async Task Cancelling_is_no_failure_of_the_server()
    {
        using var cancel = new CancellationTokenSource();
        var connection = new FakeConnection
        {
            Connect = _ =>
            {
                cancel.Cancel();
                throw new IOException("this is what the cancelled wait looked like from below");
            },
        };

        await FluentActions.Awaiting(() => ReadAsync(Reading.Options("dc1"), connection, cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
        connection.IsDisposed.Should().BeTrue();
    }

    public static TheoryData<Exception, string> Failures => new()
    {
        { new SocketException((int)SocketError.HostUnreachable), "there is no way to the host" },
        { new SocketException((int)SocketError.TimedOut), "the host does not answer" },
        { new SocketException((int)SocketError.AddressNotAvailable), "AddressNotAvailable" },
        { new IOException("wrapped", new SocketException((int)SocketError.ConnectionReset)), "the connection was lost (ConnectionReset)" },
        { new IOException("the server went away"), "the server went away; try again" },
        { new AuthenticationException("the certificate is odd; replace it"), "the certificate is odd; replace it." },
        { new InvalidDataException("the answer is odd; check the port"), "the answer is odd; check the port." },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task What_the_contract_lists_becomes_a_sentence_of_the_source(Exception cause, string sentence)
    {
        var connection = new FakeConnection { Search = (_, _) => Task.FromException<SearchPage>(cause) };

        var failure = (await FluentActions.Awaiting(() => ReadAsync(Reading.Options("dc1"), connection)).Should().ThrowAsync<SourceException>()).Which;

        failure.Message.Should().StartWith("ldap://dc1:389: search below \"dc=example,dc=com\" failed: ").And.Contain(sentence).And.EndWith(".");
        failure.InnerException.Should().BeSameAs(cause);
        connection.IsDisposed.Should().BeTrue();
    }

    [Fact]
    public async Task R1_a_reference_without_an_address_is_not_passed_over()
    {
        var page = new SearchPage(new LdapResult(LdapResultCode.Success), [], [[]], ReadOnlyMemory<byte>.Empty);
        var connection = new FakeConnection { Search = (_, _) => Task.FromResult(page) };

        (await FluentActions.Awaiting(() => ReadAsync(Reading.Options("dc1"), connection)).Should().ThrowAsync<SourceException>()).Which.Message.Should().Contain("another server holds a part of it");
    }

    [Fact]
    public async Task A_fault_in_the_connection_itself_is_not_dressed_up()
    {
        var connection = new FakeConnection { Search = (_, _) => throw new NotSupportedException("a fault") };

        await FluentActions.Awaiting(() => ReadAsync(Reading.Options("dc1", "dc2"), connection)).Should().ThrowAsync<NotSupportedException>();
        connection.IsDisposed.Should().BeTrue();
    }

    private static async Task ReadAsync(SyncOptions options, ILdapConnection connection, CancellationToken cancellationToken = default)
    {
        var source = new LdapDirectorySource(options, () => connection);
        await foreach (var _ in source.ReadAsync(Reading.Query(), cancellationToken)) { }
    }
}
