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

    private static string Write(LdapEntry entry)
    {
        var octets = new ArrayBufferWriter<byte>();
        new LdifWriter(octets).Write(entry);
        return Encoding.ASCII.GetString(octets.WrittenSpan);
    }
}
