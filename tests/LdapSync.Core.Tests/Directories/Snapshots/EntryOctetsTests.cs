using System.Text;

namespace LdapSync.Directories.Snapshots;

public class EntryOctetsTests
{
    private static readonly Guid Id = Guid.Parse("01020304-0506-0708-090a-0b0c0d0e0f10");

    [Fact]
    public void What_was_written_reads_back_to_the_last_octet() => Law.Holds(
        EntryShape.Of(Some.Text("cn=,dé😀 \0", 40), Some.ListOf(EntryShape.AttributeOf(Some.Text("aB;-1é", 12), Some.ListOf(Some.Octets(300), 4)), 5)),
        shape =>
        {
            var row = new EntryOctets().Write(shape.Entry, Id);

            ChangingDirectory.Describe(new EntryOctets().Read(row)).Should().Be(ChangingDirectory.Describe(shape.Entry));
            (EntryOctets.IdOf(row), EntryOctets.DnOf(row)).Should().Be((Id, shape.Entry.Dn));
        });

    [Fact]
    public void The_form_stays_as_it_is() =>
        // A change here is another form: SnapshotHeader.CurrentEncoding has to change with it.
        Convert.ToHexString(new EntryOctets().Write(new LdapEntry("cn=é", new LdapAttribute[] { new("mail", [new byte[] { 0, 255 }, default]), new("x", []) }), Id).Span)
            .Should().Be("0403020106050807090A0B0C0D0E0F10" + "05636E3DC3A9" + "02" + "046D61696C" + "02" + "0200FF" + "00" + "0178" + "00");

    [Theory]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(3_000_000)]
    public void Long_values_are_kept_whole(int length)
    {
        var entry = new LdapEntry("cn=a", new LdapAttribute[] { new("jpegPhoto", [Enumerable.Range(0, length).Select(i => (byte)i).ToArray()]) });

        new EntryOctets().Read(new EntryOctets().Write(entry, Id)).Attributes[0].Values[0].Span.SequenceEqual(entry.Attributes[0].Values[0].Span).Should().BeTrue();
    }

    [Fact]
    public void Half_a_character_is_refused_not_replaced() =>
        FluentActions.Invoking(() => new EntryOctets().Write(new LdapEntry("cn=\ud83d", ("mail", "x")), Id)).Should().Throw<EncoderFallbackException>();

    [Fact]
    public void A_row_that_is_cut_anywhere_is_refused()
    {
        var row = new EntryOctets().Write(new LdapEntry("cn=ann,dc=example", ("mail", "ann@example.com"), ("cn", "ann"), ("cn", "")), Id);

        for (var length = 0; length < row.Length; length++) FluentActions.Invoking(() => new EntryOctets().Read(row[..length])).Should().Throw<Exception>($"{length} octets of {row.Length} are left");
    }

    [Fact]
    public void No_damage_asks_for_more_memory_than_the_row_has()
    {
        var row = new EntryOctets().Write(new LdapEntry("cn=ann,dc=example", ("mail", "ann@example.com")), Id).ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var at = EntryOctets.IdLength; at < row.Length - 5; at++)
        {
            var damaged = (byte[])row.Clone();
            damaged.AsSpan(at, 5).Fill(0xFF);
            damaged[at + 4] = 0x07;
            _ = Record.Exception(() => new EntryOctets().Read(damaged)); // none where it is a part of a text
        }
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(50_000_000);
    }
}
