using LdapSync.Directories;
using LdapSync.Ldap.Changes;
using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap.Protocol;

/// <summary>What a server sends takes no more memory than the stated limits: MaxMessageSize for a message, MaxPageBytes for a page.</summary>
public class MemoryTests
{
    [Fact]
    public async Task A_message_above_the_limit_is_refused_at_its_header()
    {
        // The header claims one octet too many; nothing of the message has to arrive.
        await using var server = ScriptedServer.StartSearching(_ => Convert.FromHexString("308401000001"));

        (await Reading.FailureAsync<SourceException>(Reading.Options(server.Address))).Should().Contain($"a message of 16777217 bytes is announced, {LdapMessageReader.MaxMessageSize} are accepted");
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task A_page_above_the_limit_is_refused_before_the_next_message_is_taken(int missing, bool isTaken)
    {
        var entries = 0;
        await using var server = ScriptedServer.StartSearching(request => Page(request));
        var limit = Page(new Request(1, Request.Search, [])).Length - missing;
        await using var connection = new LdapConnection(new TlsTrust(null), limit);
        await connection.ConnectAsync(new LdapServer("127.0.0.1", int.Parse(server.Address.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture), UseSsl: false), TestContext.Current.CancellationToken);
        var search = new LdapSearch(DistinguishedName.Parse(Reading.Base), LdapFilter.Parse("(mail=*)"), ["mail"], 1000);

        var reading = async () => entries = (await connection.SearchPageAsync(search, ReadOnlyMemory<byte>.Empty, TestContext.Current.CancellationToken)).Entries.Count;

        if (isTaken) await reading();
        else (await reading.Should().ThrowAsync<InvalidDataException>()).WithMessage($"*more than {limit} bytes for one answer*");
        entries.Should().Be(isTaken ? 2 : 0);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task An_answer_about_changes_above_the_limit_is_refused_too(int missing, bool isTaken)
    {
        var entries = 0;
        await using var server = ScriptedServer.StartSearching(request => Page(request));
        var limit = Page(new Request(1, Request.Search, [])).Length - missing;
        await using var connection = new LdapConnection(new TlsTrust(null), limit);
        await connection.ConnectAsync(new LdapServer("127.0.0.1", int.Parse(server.Address.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture), UseSsl: false), TestContext.Current.CancellationToken);
        var search = new ControlledSearch(DistinguishedName.Parse(Reading.Base), false, LdapFilter.Parse("(mail=*)"), ["mail"], DirSyncControl.Request(ReadOnlyMemory<byte>.Empty), 1000);

        var reading = async () => entries = (await connection.SearchAsync(search, TestContext.Current.CancellationToken)).Entries.Count;

        if (isTaken) await reading();
        else (await reading.Should().ThrowAsync<InvalidDataException>()).WithMessage($"*more than {limit} bytes for one answer*");
        entries.Should().Be(isTaken ? 2 : 0);
    }

    private static byte[] Page(Request request) => [.. Entry(request, 1), .. Entry(request, 10_000), .. Reply.Done(request, [])];

    private static byte[] Entry(Request request, int length) => Reply.Entry(request, "cn=Ann", [("photo", [new byte[length]])]);
}
