using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using LdapSync.Ldap.Scripted;
using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync.Ldap.Leaks;

/// <summary>The same for whole syncs, which read ahead: one batch has arrived, and the next is being read when it goes wrong.</summary>
[Collection(nameof(Leaks))]
public class FailedSyncTests
{
    private const int More = 501; // than are read ahead at a time

    private Action _cancel = () => { };

    [Fact]
    public async Task R1_a_thousand_syncs_whose_server_hangs_up_leave_nothing_behind()
    {
        await using var server = Server(() => Answer.Close);
        await OpenThings.NothingIsLeftByAsync(() => FailAsync<SourceException>(Options(server)), atOnce: 10);
    }

    [Fact]
    public async Task R1_a_thousand_syncs_whose_server_stalls_leave_nothing_behind()
    {
        await using var server = Server(() => Answer.Silence);
        var options = Options(server);
        (options.AnswerTimeout, options.MaxReadAttempts) = (TimeSpan.FromMilliseconds(500), 1);
        var brokenOff = 0;
        await OpenThings.NothingIsLeftByAsync(
            async () =>
            {
                if ((await FailAsync<SourceException>(options)).IsBrokenOff) Interlocked.Increment(ref brokenOff);
            },
            atOnce: 1000);
        brokenOff.Should().BeGreaterThan(100, "they come as far as the second page");
    }

    [Fact]
    public async Task R25_a_thousand_cancelled_syncs_leave_nothing_behind()
    {
        await using var server = Server(() =>
        {
            _cancel();
            return Answer.Silence;
        });
        await OpenThings.NothingIsLeftByAsync(async () =>
        {
            using var cancel = new CancellationTokenSource();
            _cancel = cancel.Cancel;
            await FailAsync<OperationCanceledException>(Options(server), cancellationToken: cancel.Token);
        });
    }

    [Fact]
    public async Task A_thousand_syncs_whose_target_breaks_leave_nothing_behind()
    {
        await using var server = Server(() => Answer.Close);
        await OpenThings.NothingIsLeftByAsync(() => FailAsync<TargetException>(Options(server), new BreakingTarget()));
    }

    private static ScriptedServer Server(Func<Answer> then)
    {
        var pages = new ConcurrentDictionary<int, byte[]>(); // of each message id; every read has the same
        return ScriptedServer.StartSearching(request => request.Cookie().Length > 0 ? then() : pages.GetOrAdd(request.Id, _ => Page(request)));
    }

    private static byte[] Page(Request request) =>
        [.. Enumerable.Range(0, More).SelectMany(i => Reply.Entry(request, $"cn={i},dc=example,dc=com", ("mail", [$"a{i}@example.com"]))), .. Reply.Done(request, [1])];

    private static SyncOptions Options(ScriptedServer server)
    {
        var options = Reading.Options(server.Address);
        options.SearchFilter = "AnyMail";
        return options;
    }

    private static async Task<TException> FailAsync<TException>(SyncOptions options, ISyncTarget? target = null, CancellationToken cancellationToken = default)
        where TException : Exception
    {
        var runner = new SyncRunner(new LdapDirectorySource(options), target ?? new InMemoryTarget(), options);
        return (await FluentActions.Awaiting(() => runner.RunAsync(cancellationToken)).Should().ThrowAsync<TException>()).Which;
    }

    private sealed class BreakingTarget : ISyncTarget
    {
        public string Name => "breaking";

        public async IAsyncEnumerable<MailAccount> ReadAccountsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            for (var i = 0; i < More; i++) yield return new MailAccount(EmailAddress.Parse($"a{i}@example.com"));
            await Task.Yield();
            throw new TargetException("The connection was lost.");
        }

        public Task<IReadOnlyList<ChangeOutcome>> ApplyAsync(IReadOnlyList<AccountChange> batch, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
