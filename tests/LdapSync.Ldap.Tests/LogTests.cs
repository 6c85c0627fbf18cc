using LdapSync.Ldap.Scripted;
using Microsoft.Extensions.Logging;

namespace LdapSync.Ldap;

public class LogTests
{
    [Fact]
    public async Task The_log_tells_server_and_counts_and_neither_user_nor_password()
    {
        await using var busy = ScriptedServer.StartSearching(request => Reply.Done(request, null, LdapResultCode.Busy));
        await using var server = ScriptedServer.StartSearching(request => (byte[])
        [
            .. Reply.Entry(request, "cn=Ann,dc=example,dc=com"),
            .. Reply.Reference(request, "ldap://example.com/CN=Configuration,DC=example,DC=com"),
            .. Reply.Done(request, []),
        ]);
        var log = new ListLogger();

        await Reading.ReadAllAsync(Reading.Options(busy.Address, server.Address), logger: log);

        log.Events.Select(e => e.Id).Should().Equal(2000, 2002, 2001, 2003, 2000, 2002, 2001, 2005, 2004, 2006);
        log.Events.Should().NotContain(e => e.Text.Contains(Reading.User) || e.Text.Contains(Reading.Password));
        log.Events[^1].Text.Should().Be($"Read 1 entries in 1 pages from ldap://{server.Address}");
    }

    private sealed class ListLogger : ILogger<LdapDirectorySource>
    {
        public List<(int Id, string Text)> Events { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Events.Add((eventId.Id, formatter(state, exception)));
    }
}
