using System.Buffers;
using System.Text;

namespace LdapSync.Directories.Ldif;

public class LdifWriterTests
{
    [Theory]
    [InlineData("plain", "v: plain")]
    [InlineData("", "v:")]
    [InlineData(" blank first", "v:: IGJsYW5rIGZpcnN0")]
    [InlineData("blank last ", "v:: YmxhbmsgbGFzdCA=")]
    [InlineData(":colon", "v:: OmNvbG9u")]
    [InlineData("<less", "v:: PGxlc3M=")]
    [InlineData("two\nlines", "v:: dHdvCmxpbmVz")]
    [InlineData("a\0b", "v:: YQBi")]
    [InlineData("ä", "v:: w6Q=")]
    [InlineData("a: b < c # d", "v: a: b < c # d")]
    public void Values_are_base64_where_rfc_2849_wants_it(string value, string line)
    {
        Write(new LdapEntry("cn=a", ("v", value))).Should().Be($"version: 1\n\ndn: cn=a\n{line}\n\n");
    }

    [Fact]
    public void Lines_are_folded_at_76_octets()
    {
        var lines = Write(new LdapEntry("cn=a", ("v", new string('x', 200)))).Split('\n');

        lines[3].Should().HaveLength(76);
        lines[4].Should().HaveLength(76).And.StartWith(" x");
        lines[5].Should().StartWith(" x");
        lines.Should().OnlyContain(line => line.Length <= 76);
    }

    [Fact]
    public async Task What_is_written_is_read_back_as_the_same_entries()
    {
        var random = new Random(2849);
        var entries = Enumerable.Range(0, 2_000).Select(i => RandomEntry(random, i)).ToList();
        var octets = new ArrayBufferWriter<byte>();
        var writer = new LdifWriter(octets);
        entries.ForEach(writer.Write);

        var read = await LdifReaderTests.ReadAsync(octets.WrittenSpan.ToArray());

        read.Select(LdifReaderTests.Describe).Should().Equal(entries.Select(LdifReaderTests.Describe));
    }

    private static LdapEntry RandomEntry(Random random, int number)
    {
        var attributes = Enumerable.Range(0, random.Next(6)).Select(i => new LdapAttribute($"attr{i};x-{random.Next(9)}",
            [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (ReadOnlyMemory<byte>)RandomValue(random))])).ToList();
        return new LdapEntry($"cn={(random.Next(2) == 0 ? "Ann" : " Jürgen\n")} {number}", attributes);
    }

    private static byte[] RandomValue(Random random)
    {
        var value = new byte[random.Next(5) == 0 ? random.Next(300) : random.Next(90)];
        random.NextBytes(value);
        // Half of the values are text, or nearly.
        if (random.Next(2) == 0)
        {
            for (var i = 0; i < value.Length; i++) value[i] = (byte)(value[i] % 64 == 0 ? '\n' : ' ' + (value[i] % 95));
        }
        return value;
    }

    private static string Write(LdapEntry entry)
    {
        var octets = new ArrayBufferWriter<byte>();
        new LdifWriter(octets).Write(entry);
        return Encoding.ASCII.GetString(octets.WrittenSpan);
    }
}
