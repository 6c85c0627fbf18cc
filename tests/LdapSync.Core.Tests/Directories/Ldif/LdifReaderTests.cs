using System.Text;

namespace LdapSync.Directories.Ldif;

public class LdifReaderTests
{
    [Fact]
    public async Task Folded_lines_are_joined_without_the_one_blank_that_marks_them()
    {
        var entry = await ReadEntryAsync("dn: cn=An\n n,dc=example\ndescription: one\n  two\n three\n\n");

        entry.Dn.Should().Be("cn=Ann,dc=example");
        Text(entry, "description").Should().Equal("one twothree");
    }

    [Fact]
    public async Task A_comment_may_be_folded_and_hides_what_continues_it()
    {
        var entry = await ReadEntryAsync("# comment\n  goes on\ndn: cn=a\n# inside\n mail: hidden@example.com\nmail: a@example.com\n");

        entry.Attributes.Should().ContainSingle();
        Text(entry, "mail").Should().Equal("a@example.com");
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task Both_line_ends_separate_lines_and_records(string lineEnd)
    {
        var text = "version: 1\n\n\n# c\n\ndn: cn=a\nmail: a@example.com\n\n\n\ndn: cn=b\nmail: b@\n example.com\n".Replace("\n", lineEnd, StringComparison.Ordinal);

        var records = await ReadAsync(text);

        records.Select(record => (record.Dn, record.Line)).Should().Equal(("cn=a", 6), ("cn=b", 11));
        Text(((LdifAdd)records[1]).Entry, "mail").Should().Equal("b@example.com");
    }

    [Fact]
    public async Task Values_of_an_attribute_come_together_in_their_order_whatever_the_case_of_its_name()
    {
        var entry = await ReadEntryAsync("dn: cn=a\nmail: 1\ncn: a\nMAIL:: Mg==\nmail;lang-en: 3\nmail:4\nempty:\nempty64::\n");

        entry.Attributes.Select(a => a.Name).Should().Equal("mail", "cn", "mail;lang-en", "empty", "empty64");
        Text(entry, "mail;lang-en").Should().Equal("3");
        entry.Attributes[0].Values.Select(v => Encoding.UTF8.GetString(v.Span)).Should().Equal("1", "2", "4");
        entry.Attributes[3].Values.Should().ContainSingle().Which.Length.Should().Be(0);
        entry.Attributes[4].Values.Should().ContainSingle().Which.Length.Should().Be(0);
    }

    [Fact]
    public async Task Values_are_octets_and_keep_their_trailing_blanks()
    {
        var records = await ReadAsync([.. "dn: cn=a\nx: "u8, 0xFF, 0xFE, .. "  \ny:: /wAK\n"u8]);

        var entry = records.Should().ContainSingle().Which.Should().BeOfType<LdifAdd>().Subject.Entry;
        entry.Attributes[0].Values[0].ToArray().Should().Equal(0xFF, 0xFE, (byte)' ', (byte)' ');
        entry.Attributes[1].Values[0].ToArray().Should().Equal(0xFF, 0x00, 0x0A);
    }

    [Fact]
    public async Task A_utf8_byte_order_mark_is_no_part_of_the_first_line()
    {
        var records = await ReadAsync([0xEF, 0xBB, 0xBF, .. "dn: cn=a\ncn: a\n"u8]);

        records.Should().ContainSingle().Which.Dn.Should().Be("cn=a");
    }

    [Fact]
    public async Task Change_records_are_read_with_their_controls()
    {
        var records = await ReadAsync("""
            dn: cn=a
            control: 1.2.3 true: value
            control: 1.2.4
            changetype: delete

            dn: cn=b
            changetype: modify
            add: mail
            mail: 1
            mail:: Mg==
            -
            delete: sn
            -
            increment: n
            n: 1

            dn: cn=c
            changetype: MODDN
            newrdn: cn=d
            deleteoldrdn: 1
            newsuperior: dc=e

            dn: cn=f
            changetype: add
            cn: f

            """);

        var delete = records[0].Should().BeOfType<LdifDelete>().Subject;
        delete.Controls.Select(c => (c.Oid, c.IsCritical, c.Value?.Length)).Should().Equal(("1.2.3", true, 5), ("1.2.4", false, null));
        var modify = records[1].Should().BeOfType<LdifModify>().Subject;
        modify.Modifications.Select(m => (m.Operation, m.Attribute, m.Values.Count)).Should().Equal(
            (LdifOperation.Add, "mail", 2), (LdifOperation.Delete, "sn", 0), (LdifOperation.Increment, "n", 1));
        records[2].Should().BeEquivalentTo(new LdifModifyDn("cn=c", 17, [], "cn=d", DeleteOldRdn: true, "dc=e"));
        records[3].Should().BeOfType<LdifAdd>();
    }

    [Theory]
    [InlineData("dn: cn=a\ncn: a\ndn: cn=b\ncn: b\n", 3, "another 'dn:'")]
    [InlineData("dn: cn=a\n\ncn: a\n", 3, "first line of an entry")]
    [InlineData("mail: a@example.com\n", 1, "first line of an entry")]
    [InlineData("dn: cn=a\ncn: a\n\nsearch: 2\nresult: 0 Success\n", 4, "-LLL")]
    [InlineData("dn: cn=a\ncn: a\n\n# search reference\nref: ldap://x\n\n", 5, "another server")]
    [InlineData("dn: cn=a\n", 1, "may have been cut")]
    [InlineData("dn: cn=a", 1, "may have been cut")]
    [InlineData("dn: cn=a\ncn:: YWJ", 2, "base64")]
    [InlineData("dn: cn=a\ncn:: YQ ==\n", 2, "base64")]
    [InlineData("dn: cn=a\ncn:: YQ== \n", 2, "base64")]
    [InlineData("dn:: !!!!\ncn: a\n", 1, "base64")]
    [InlineData("dn:: /w==\ncn: a\n", 1, "UTF-8")]
    [InlineData("dn: cn=a\nphoto:< file:///etc/passwd\n", 2, "never followed")]
    [InlineData("dn:< file:///etc/passwd\ncn: a\n", 1, "never followed")]
    [InlineData("dn: cn=a\ncontrol: 1.2 true:< file:///etc/passwd\nchangetype: delete\n", 2, "never followed")]
    [InlineData("dn: cn=a\nno colon\n", 2, "without a colon")]
    [InlineData("dn: cn=a\nsome words: x\n", 2, "attribute name")]
    [InlineData("dn: cn=a\n: x\n", 2, "attribute name")]
    [InlineData("dn: cn=a\ncn: a\n-\n", 3, "'-'")]
    [InlineData(" dn: cn=a\ncn: a\n", 1, "blank")]
    [InlineData("dn: cn=a\ncn: a\n\n folded\n", 4, "blank")]
    [InlineData("dn: cn=a\ncn: a\n \ndn: cn=b\ncn: b\n", 4, "another 'dn:'")]
    [InlineData("dn: cn=a\rcn: a\r", 1, "CR alone")]
    [InlineData("dn: cn=a\ncn: a\rb\n", 2, "CR alone")]
    [InlineData("dn: cn=a\ncn: a\n\r", 3, "CR alone")]
    [InlineData("dn: cn=a\ncn: a\0b\n", 2, "NUL")]
    [InlineData("version: 2\ndn: cn=a\ncn: a\n", 1, "version: 1")]
    [InlineData("dn: cn=a\nchangetype: rename\n", 2, "changetype")]
    [InlineData("dn: cn=a\nchangetype: delete\ncn: a\n", 3, "end of the record")]
    [InlineData("dn: cn=a\ncontrol: 1.2\ncn: a\n", 3, "changetype")]
    [InlineData("dn: cn=a\ncontrol: x\nchangetype: delete\n", 2, "OID")]
    [InlineData("dn: cn=a\ncontrol: 1.2 \nchangetype: delete\n", 2, "true or false")]
    [InlineData("dn: cn=a\ncontrol: 1.2 maybe\nchangetype: delete\n", 2, "true or false")]
    [InlineData("dn: cn=a\nchangetype: modify\nappend: cn\ncn: a\n-\n", 3, "replace")]
    [InlineData("dn: cn=a\nchangetype: modify\nadd: cn\nsn: a\n-\n", 4, "another one")]
    [InlineData("dn: cn=a\nchangetype: modify\nadd: cn\n-: a\n", 4, "attribute name")]
    [InlineData("dn: cn=a\nchangetype: modify\nadd:\n-\n", 3, "attribute name")]
    [InlineData("dn: cn=a\nchangetype: modrdn\nnewrdn: cn=b\n", 3, "deleteoldrdn")]
    [InlineData("dn: cn=a\nchangetype: modrdn\nnewrdn: cn=b\ndeleteoldrdn: yes\n", 4, "deleteoldrdn")]
    public async Task What_may_be_cut_or_mangled_is_refused_with_its_line(string text, int line, string reason)
    {
        var read = () => ReadAsync(text);

        (await read.Should().ThrowAsync<SourceException>()).WithMessage($"users.ldif, line {line}: expected *{reason}*");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Utf16_is_refused_by_its_byte_order_mark(bool bigEndian)
    {
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true);
        var read = () => ReadAsync([.. encoding.GetPreamble(), .. encoding.GetBytes("dn: cn=a\ncn: a\n")]);

        (await read.Should().ThrowAsync<SourceException>()).WithMessage("users.ldif, line 1: expected UTF-8, found UTF-16*save*");
    }

    [Fact]
    public async Task No_value_reaches_an_error()
    {
        var read = () => ReadAsync("dn: cn=a\nuserPassword:: hunter2 hunter2\n");

        (await read.Should().ThrowAsync<SourceException>()).Which.Message.Should().NotContain("hunter2");
    }

    [Fact]
    public async Task A_record_longer_than_the_limit_is_refused_without_reading_on()
    {
        var endless = new EndlessStream("dn: cn=a\ndescription: "u8.ToArray());
        var read = () => ReadAsync(new LdifReader(endless, "users.ldif", maxRecordSize: 1_000_000));

        (await read.Should().ThrowAsync<SourceException>()).WithMessage("users.ldif, line 1: *1,000,000 octets*");
        endless.Delivered.Should().BeLessThanOrEqualTo(1_000_000);
    }

    [Fact]
    public async Task An_entry_without_attributes_needs_an_empty_line_to_be_known_as_whole()
    {
        (await ReadEntryAsync("dn: cn=a\n\n")).Attributes.Should().BeEmpty();
    }

    [Fact]
    public async Task Files_put_together_may_have_several_version_lines()
    {
        (await ReadAsync("version: 1\ndn: cn=a\ncn: a\n\nversion: 1\n\ndn: cn=b\ncn: b\n")).Should().HaveCount(2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task It_does_not_matter_how_many_octets_arrive_at_once(int chunk)
    {
        var octets = Encoding.UTF8.GetBytes("\uFEFF# c\r\n\r\ndn: cn=ä\r\nmail: a@\r\n example.com\r\n\r\n\r\ndn: cn=b\nmail: b@example.com\n\n\n");
        var atOnce = await ReadAsync(octets);

        var records = await ReadAsync(new LdifReader(new TrickleStream(octets, chunk), "users.ldif"));

        records.Select(Describe).Should().Equal(atOnce.Select(Describe));
        records.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_cancelled_read_stops()
    {
        var reader = new LdifReader(new MemoryStream("dn: cn=a\ncn: a\n"u8.ToArray()), "users.ldif");
        var read = async () => await reader.ReadAsync(new CancellationToken(canceled: true)).ToListAsync(TestContext.Current.CancellationToken);

        await read.Should().ThrowAsync<OperationCanceledException>();
    }

    internal static string Describe(LdifRecord record) => record is LdifAdd { Entry: var entry } ? Describe(entry) : record.ToString();

    internal static string Describe(LdapEntry entry) => entry.Dn + string.Concat(entry.Attributes
        .SelectMany(a => a.Values, (a, value) => $"\n{a.Name}: {Convert.ToHexString(value.Span)}"));

    internal static Task<List<LdifRecord>> ReadAsync(byte[] octets) => ReadAsync(new LdifReader(new MemoryStream(octets), "users.ldif"));

    private static Task<List<LdifRecord>> ReadAsync(string text) => ReadAsync(Encoding.UTF8.GetBytes(text));

    private static async Task<LdapEntry> ReadEntryAsync(string text) =>
        (await ReadAsync(text)).Should().ContainSingle().Which.Should().BeOfType<LdifAdd>().Subject.Entry;

    internal static async Task<List<LdifRecord>> ReadAsync(LdifReader reader) =>
        await reader.ReadAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    private static IEnumerable<string> Text(LdapEntry entry, string name) =>
        entry.Find(name).SelectMany(a => a.Values).Select(value => Encoding.UTF8.GetString(value.Span));

    internal sealed class TrickleStream(byte[] octets, int chunk) : MemoryStream(octets)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }

    private sealed class EndlessStream(byte[] start) : MemoryStream(start)
    {
        public long Delivered { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                buffer.Span.Fill((byte)'x');
                read = buffer.Length;
            }
            Delivered += read;
            return read;
        }
    }
}
