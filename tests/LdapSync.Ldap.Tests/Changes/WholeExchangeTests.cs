using LdapSync.Directories;
using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap.Changes;

/// <summary>
/// A whole exchange about changes, spoilt at every octet that the server sends: it always ends, with null, with an exception of ours, or with as many changes as
/// there were. (What a value says cannot be told from what it said.)
/// </summary>
public class WholeExchangeTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);
    private static readonly string[] Protocols = ["syncrepl", "present", "dirsync"];

    private delegate Answer Spoil(byte[] octets, int sent);

    public static TheoryData<string> Kinds => [.. Protocols];

    /// <summary>Whatever is said in the first is said in the second too.</summary>
    public static TheoryData<string, byte> Flips => [.. from kind in Protocols.Skip(1) from bit in Enumerable.Range(0, 8) select (kind, (byte)(1 << bit))];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_unspoilt_exchange_tells_the_changes(string kind)
    {
        await using var exchange = await Exchange.StartAsync(kind);

        (await exchange.AskAsync((octets, _) => octets, Hang)).Should().Be(exchange.Expected);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task Cut_at_any_octet_it_tells_nothing(string kind) => ForEveryOctetAsync(
        kind, offset => (octets, sent) => sent + octets.Length <= offset ? octets : new Answer(octets[..Math.Max(0, offset - sent)], ThenClose: true), mayTell: false);

    [Theory]
    [MemberData(nameof(Flips))]
    public Task With_a_flipped_bit_anywhere_it_tells_nothing_or_as_much(string kind, byte bit) => ForEveryOctetAsync(
        kind,
        offset => (octets, sent) =>
        {
            var spoilt = octets.ToArray();
            if (offset >= sent && offset < sent + octets.Length) spoilt[offset - sent] ^= bit;
            return spoilt;
        },
        mayTell: true);

    private static async Task ForEveryOctetAsync(string kind, Func<int, Spoil> spoil, bool mayTell)
    {
        var length = 0;
        await using (var exchange = await Exchange.StartAsync(kind))
        {
            await exchange.AskAsync((octets, sent) =>
            {
                length = sent + octets.Length;
                return octets;
            }, Hang);
        }

        await Parallel.ForAsync(0, length, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (offset, _) =>
        {
            try
            {
                await using var exchange = await Exchange.StartAsync(kind);
                if (await exchange.AskAsync(spoil(offset), Short).WaitAsync(Hang, TestContext.Current.CancellationToken) is not { } told) return;
                mayTell.Should().BeTrue("octet {0} of {1} was the last", offset, length);
                told.Should().Be(exchange.Expected, "octet {0} of {1} is spoilt", offset, length);
            }
            catch (SyncException)
            {
                // Found out.
            }
        });
    }

    /// <summary>A server, a token of it, and the question what has changed since.</summary>
    private sealed class Exchange(ScriptedServer server, DirectoryQuery query, string expected) : IAsyncDisposable
    {
        private Spoil _spoil = (octets, _) => octets;
        private ChangeToken? _token;
        private int _sent;

        public string Expected => expected;

        public static async Task<Exchange> StartAsync(string kind)
        {
            Exchange? exchange = null;
            Func<Request, Answer> answer = kind == "dirsync" ? new ScriptedController().Answer : new ScriptedOpenLdap { Sync = Sync(kind) }.Answer;
            var server = ScriptedServer.Start(request => exchange!.Spoilt(answer(request).Octets));
            server.TellsOfItself = true;
            exchange = kind == "dirsync"
                ? new Exchange(server, ScriptedController.Query, "1 changed, 1 gone, all others remain")
                : new Exchange(server, ScriptedOpenLdap.Query, kind == "present" ? "1 changed, 1 gone, 2 others remain" : "1 changed, 2 gone, all others remain");
            exchange._token = await Told.ReadAsync(exchange.Options(Hang), exchange.Query);
            return exchange;
        }

        /// <summary>The changes in numbers; null where none are told.</summary>
        public async Task<string?> AskAsync(Spoil spoil, TimeSpan answerTimeout)
        {
            (_spoil, _sent) = (spoil, 0);
            return await new LdapDirectorySource(Options(answerTimeout)).ReadChangesAsync(Query, _token!, TestContext.Current.CancellationToken) is { } changes
                ? $"{changes.Changed.Count} changed, {changes.Gone.Count} gone, {(changes.Remaining is { } remaining ? $"{remaining.Count}" : "all")} others remain"
                : null;
        }

        public ValueTask DisposeAsync() => server.DisposeAsync();

        private DirectoryQuery Query => query;

        private static Func<Request, Answer> Sync(string kind) => kind == "present"
            ? request => ScriptedOpenLdap.Concat(
                SyncReply.NewCookie(request, "cookie 2"),
                SyncReply.Ids(request, false, ScriptedOpenLdap.Cid, new Guid("44444444-4444-4444-4444-444444444444")),
                SyncReply.EndOfPresentPhase(request),
                SyncReply.Changed(request, "cn=Ann,dc=example,dc=com", ScriptedOpenLdap.Ann),
                SyncReply.Ids(request, true, ScriptedOpenLdap.Bob),
                SyncReply.Done(request, "cookie 3"))
            : request => ScriptedOpenLdap.Concat(
                SyncReply.Changed(request, "cn=Ann,dc=example,dc=com", ScriptedOpenLdap.Ann),
                SyncReply.Ids(request, true, ScriptedOpenLdap.Bob, ScriptedOpenLdap.Cid),
                SyncReply.Done(request, "cookie 2"));

        private SyncOptions Options(TimeSpan answerTimeout)
        {
            var options = Reading.Options(server.Address);
            options.AnswerTimeout = answerTimeout;
            return options;
        }

        private Answer Spoilt(byte[] octets)
        {
            var answer = _spoil(octets, _sent);
            _sent += octets.Length;
            return answer;
        }
    }
}
