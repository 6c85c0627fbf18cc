using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace LdapSync.Directories.Ldif;

/// <summary>What is written is read back, whatever it is.</summary>
public sealed class LdifPropertyTests : IDisposable
{
    private static readonly Arbitrary<byte[][]> Values = // none too: LDIF has no form for that, and the attribute falls out
        Some.ListOf(Arb.From(Gen.Frequency((5, Some.Octets(8).Generator), (1, Some.Octets(200).Generator)), Some.Octets(8).Shrinker), 3);

    private static readonly Arbitrary<LdapAttribute[]> Attributes = Some.ListOf(
            EntryShape.AttributeOf(Some.Of("mail", "MAIL", "mail;lang-en", "2.5.4.3", "userCertificate;binary", "x-ünlike", "version", new string('n', 90)), Values), 4)
        .Convert<LdapAttribute[], LdapAttribute[]>(attributes => [.. attributes.DistinctBy(attribute => attribute.Name, StringComparer.OrdinalIgnoreCase)], attributes => attributes);

    // A reader of LDIF does not ask whether a DN is one.
    private static readonly Arbitrary<EntryShape> AnyEntries = EntryShape.Of(Some.Text("ab=, :<#+\"\\\r\n\0éß名😀", 40), Attributes);

    private static readonly Arbitrary<string> RdnValues = Some.Text("aB1 ,;+\"\\<>=#\n\0éß名😀", 8);

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void What_is_written_is_read_back_as_the_same_entries_whatever_arrives_at_once() =>
        Law.Holds(Some.ListOf(AnyEntries, 3), Some.Number(200), async (entries, chunk) =>
        {
            var reader = new LdifReader(new LdifReaderTests.TrickleStream(Write(entries), chunk + 1), "users.ldif");

            var read = await LdifReaderTests.ReadAsync(reader);

            read.Select(LdifReaderTests.Describe).Should().Equal(entries.Select(entry => entry.ToString()));
            reader.EndsInsideLine.Should().BeFalse();
        });

    [Fact]
    public void What_is_written_is_ascii_in_lines_of_at_most_76_octets_and_no_value_ends_in_a_blank() => Law.Holds(AnyEntries, entry =>
    {
        var octets = Write([entry]);

        // Names are written as they are.
        if (Array.TrueForAll([.. entry.Entry.Attributes], attribute => Ascii.IsValid(attribute.Name))) Ascii.IsValid(octets).Should().BeTrue();
        octets.AsSpan().IndexOfAny((byte)'\0', (byte)'\r').Should().BeNegative();
        foreach (var line in octets.AsSpan().Split((byte)'\n'))
        {
            if (octets[line] is { Length: > 76 } or [(byte)' ']) Assert.Fail($"'{Encoding.UTF8.GetString(octets[line])}' is too long or continues nothing");
        }
        Encoding.Latin1.GetString(octets).Replace("\n ", "", StringComparison.Ordinal).Should().NotContain(" \n");
    });

    [Fact]
    public void A_directory_that_was_written_to_a_file_is_the_same_directory()
    {
        var entries = Some.ListOf(EntryShape.Of(Some.ListOf(RdnValues, 3).Convert(Dn, Values), Attributes), 3).Filter(entries => entries.Length > 0);

        Law.Holds(entries, async shapes =>
        {
            // An entry's name tells it from the others.
            var directory = shapes.Select((shape, i) => new EntryShape(new LdapEntry($"uid={i},{shape.Entry.Dn}", shape.Entry.Attributes))).ToArray();
            await File.WriteAllBytesAsync(_file, Write(directory), TestContext.Current.CancellationToken);
            var everything = new DirectoryQuery([DistinguishedName.Parse("dc=com")], LdapFilter.Parse("(&)"), ["mail"]);

            var read = await new LdifFileSource(_file).ReadAsync(everything, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

            read.Select(LdifReaderTests.Describe).Should().Equal(directory.Select(entry => entry.ToString()));
        });

        static string Dn(string[] values) => string.Concat(values.Select(value => $"cn={Escape(value)},")) + "dc=com";

        static string[] Values(string dn) =>
            [.. DistinguishedName.Parse(dn).Rdns.SkipLast(1).Select(rdn => Encoding.UTF8.GetString(rdn.Attributes[0].Value))];
    }

    private static string Escape(string value) => string.Concat(value.Select(c => c switch
    {
        ' ' or ',' or ';' or '+' or '"' or '\\' or '<' or '>' or '=' or '#' => $"\\{c}",
        < ' ' => $"\\{(int)c:x2}",
        _ => $"{c}",
    }));

    private static byte[] Write(IEnumerable<EntryShape> entries)
    {
        var octets = new ArrayBufferWriter<byte>();
        var writer = new LdifWriter(octets);
        foreach (var entry in entries) writer.Write(entry.Entry);
        return octets.WrittenSpan.ToArray();
    }
}
