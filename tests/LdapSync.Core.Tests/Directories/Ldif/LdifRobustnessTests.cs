using System.Text;

namespace LdapSync.Directories.Ldif;

/// <summary>What a damaged file can do: throw, or yield what it undeniably says; never anything else.</summary>
public class LdifRobustnessTests
{
    private static readonly byte[] Sample = Encoding.UTF8.GetBytes("""
        version: 1

        # Ann, Staff
        dn: cn=Ann,ou=Staff,dc=example,dc=com
        objectClass: user
        mail: ann@example.com
        proxyAddresses: SMTP:ann@example.com
        proxyAddresses: smtp:an
         n.long@example.com

        dn:: Y249SsO8cmdlbixvdT1TdGFmZixkYz1leGFtcGxlLGRjPWNvbQ==
        objectClass: user
        objectGUID:: AAECAwQFBgcICQoLDA0ODw==
        mail: juergen@example.com

        dn: cn=Empty,dc=example,dc=com

        dn: cn=Bob,ou=Staff,dc=example,dc=com
        changetype: add
        description:: b25lIHRoYXQgaXMgZm9sZGVkIGluc2lkZSBpdHMgYmFzZTY0
         IHZhbHVl
        mail: bob@example.com


        """);

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task A_file_cut_at_any_octet_throws_or_yields_a_true_beginning(string lineEnd)
    {
        var sample = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Sample).Replace("\n", lineEnd, StringComparison.Ordinal));
        var emptyLine = Encoding.UTF8.GetBytes(lineEnd + lineEnd);
        var whole = (await LdifReaderTests.ReadAsync(sample)).ConvertAll(LdifReaderTests.Describe);
        whole.Should().HaveCount(4);
        var refused = 0;
        for (var length = 0; length < sample.Length; length++)
        {
            var cut = sample[..length];
            var reader = new LdifReader(new MemoryStream(cut), "users.ldif");
            List<string> read;
            try
            {
                read = (await reader.ReadAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken))
                    .ConvertAll(LdifReaderTests.Describe);
            }
            catch (SourceException)
            {
                refused++;
                continue;
            }
            if (read.Count == 0) continue;
            read.SkipLast(1).Should().Equal(whole.Take(read.Count - 1), "only the last record can be short");
            // A cut between two lines of the last record cannot be seen; every other is.
            if (cut.AsSpan().EndsWith(emptyLine)) read[^1].Should().Be(whole[read.Count - 1]);
            else if (cut[^1] == '\n') whole[read.Count - 1].Should().StartWith(read[^1]);
            else reader.EndsInsideLine.Should().BeTrue($"the first {length} octets end within a line");
        }
        refused.Should().BePositive();
    }

    [Fact]
    public async Task Damaged_octets_are_read_or_refused_but_never_crash_the_reader()
    {
        var random = new Random(2849);
        var (read, refused) = (0, 0);
        for (var i = 0; i < 5_000; i++)
        {
            var damaged = (byte[])Sample.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            await CountAsync(damaged);
        }
        read.Should().BePositive();
        refused.Should().BePositive();

        async Task CountAsync(byte[] octets)
        {
            try
            {
                await LdifReaderTests.ReadAsync(octets);
                read++;
            }
            catch (SourceException)
            {
                refused++;
            }
        }
    }

    [Fact]
    public async Task Any_sequence_of_pieces_of_ldif_is_read_or_refused()
    {
        string[] pieces =
        [
            "dn:", "dn: cn=a", "dn::", " ", "\n", "\r\n", "\r", "\n ", "\n\n", "#", "-", ":", "::", ":<", "changetype: ", "modify", "delete", "add: x", "x: 1", "version: 1",
            "control: ", "1.2.3", " true", "modrdn", "newrdn: cn=b", "deleteoldrdn: 1", "newsuperior:", "YQ==", "=", "\0", "ä",
        ];
        var random = new Random(4511);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                await LdifReaderTests.ReadAsync(Encoding.UTF8.GetBytes(text));
            }
            catch (SourceException error)
            {
                error.Message.Should().StartWith("users.ldif, line ");
            }
        }
    }
}
