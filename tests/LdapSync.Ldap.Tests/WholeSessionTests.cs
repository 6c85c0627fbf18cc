using LdapSync.Directories;
using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap;

/// <summary>
/// A whole session (StartTLS refused, bind, two pages, a range of values), spoilt at every octet that the server sends: the read always ends, with an exception of
/// ours or with every entry.
/// </summary>
public class WholeSessionTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    private delegate Answer Spoil(byte[] octets, int sent);

    [Fact]
    public async Task An_unspoilt_session_delivers_everything() => (await ReadAsync((octets, _) => octets)).Should().Equal(Complete);

    [Fact]
    public async Task R1_a_session_that_is_cut_at_any_octet_throws() =>
        await ForEveryOctetAsync(offset => (octets, sent) => sent + octets.Length <= offset ? octets : new Answer(octets[..Math.Max(0, offset - sent)], ThenClose: true), mayBeComplete: false);

    [Fact]
    public async Task R1_a_session_that_stalls_at_any_octet_ends_within_the_deadline() =>
        await ForEveryOctetAsync(offset => (octets, sent) => sent + octets.Length <= offset ? octets : octets[..Math.Clamp(offset - sent, 0, octets.Length)], mayBeComplete: false);

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x02)]
    [InlineData(0x04)]
    [InlineData(0x08)]
    [InlineData(0x10)]
    [InlineData(0x20)]
    [InlineData(0x40)]
    [InlineData(0x80)]
    public async Task R1_a_session_with_a_flipped_bit_anywhere_throws_or_delivers_every_entry(byte bit) => await ForEveryOctetAsync(
        offset => (octets, sent) =>
        {
            var spoilt = octets.ToArray();
            if (offset >= sent && offset < sent + octets.Length) spoilt[offset - sent] ^= bit;
            return spoilt;
        },
        mayBeComplete: true);

    private static string[] Complete { get; } = ["Ann: mail 1", "Bob: mail 2, proxyAddresses 3", "Cid: mail 1"];

    /// <summary>What a value says cannot be told from what it said; that a value, an attribute or an entry is missing can.</summary>
    private static async Task ForEveryOctetAsync(Func<int, Spoil> spoil, bool mayBeComplete)
    {
        var length = 0;
        await ReadAsync((octets, sent) =>
        {
            length = sent + octets.Length;
            return octets;
        });

        await Parallel.ForAsync(0, length, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (offset, _) =>
        {
            try
            {
                var read = await ReadAsync(spoil(offset)).WaitAsync(Hang, TestContext.Current.CancellationToken);
                mayBeComplete.Should().BeTrue("octet {0} of {1} was the last", offset, length);
                read.Should().HaveCount(Complete.Length, "octet {0} of {1} is spoilt", offset, length);
            }
            catch (SyncException)
            {
                // Found out.
            }
        });
    }

    private static async Task<List<string>> ReadAsync(Spoil spoil)
    {
        var sent = 0;
        await using var server = ScriptedServer.Start(request =>
        {
            var octets = Replies(request);
            var answer = spoil(octets, sent);
            sent += octets.Length;
            return answer;
        });
        server.TellsOfItself = true;
        var options = Reading.Options(server.Address);
        options.AnswerTimeout = Short;
        var entries = new List<string>();
        await foreach (var entry in new LdapDirectorySource(options).ReadAsync(Reading.Query(), TestContext.Current.CancellationToken)) entries.Add(Shape(entry));
        return entries;
    }

    private static string Shape(LdapEntry entry) =>
        $"{entry.Dn.Split(',')[0][3..]}: {string.Join(", ", entry.Attributes.Select(attribute => $"{attribute.Name} {attribute.Values.Count}"))}";

    private static byte[] Replies(Request request) => request.Operation switch
    {
        Request.Extended => Reply.Extended(request, LdapResultCode.ProtocolError, "unsupported"),
        Request.Bind => Reply.Bound(request),
        _ when request.IsOfOneEntry() => [
            .. Reply.Entry(request, "cn=Bob,dc=example,dc=com", ("proxyAddresses;range=0-*", ["smtp:b1@example.com", "smtp:b2@example.com", "smtp:b3@example.com"]), ("uSNChanged", ["7"])),
            .. Reply.Done(request, null)],
        _ when request.Cookie().Length == 0 => [
            .. Reply.Entry(request, "cn=Ann,dc=example,dc=com", ("mail", ["ann@example.com"])),
            .. Reply.Entry(request, "cn=Bob,dc=example,dc=com", ("mail", ["bob@example.com", "b@example.com"]), ("proxyAddresses", []), ("proxyAddresses;range=0-1", ["smtp:b1@example.com", "smtp:b2@example.com"])),
            .. Reply.Done(request, [1, 2, 3, 4])],
        _ => [.. Reply.Entry(request, "cn=Cid,dc=example,dc=com", ("mail", ["cid@example.com"])), .. Reply.Done(request, [])],
    };
}
