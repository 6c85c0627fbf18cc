namespace LdapSync.Ldap.Protocol;

public class BerReaderTests
{
    [Theory]
    [InlineData("020100", 0)]
    [InlineData("02017F", 127)]
    [InlineData("0201FF", -1)]
    [InlineData("02020080", 128)]
    [InlineData("02047FFFFFFF", int.MaxValue)]
    [InlineData("020480000000", int.MinValue)]
    [InlineData("0284000000010A", 10)]
    public void A_number_has_one_to_four_octets(string hex, int value) => new BerReader(Convert.FromHexString(hex)).ReadInteger().Should().Be(value);

    [Theory]
    [InlineData("", "missing")]
    [InlineData("0200", "no octets")]
    [InlineData("02050000000001", "more than four")]
    [InlineData("040101", "expected tag 02, found 04")]
    [InlineData("02", "longer")]
    [InlineData("020201", "longer")]
    [InlineData("0280", "indefinite")]
    [InlineData("02850000000001", "more than four octets")]
    [InlineData("02FF01", "more than four octets")]
    [InlineData("0284FFFFFFFF01", "two gigabytes")]
    [InlineData("02847FFFFFFF01", "longer")]
    [InlineData("028400", "longer")]
    public void What_LDAP_does_not_allow_is_refused(string hex, string reason) =>
        FluentActions.Invoking(() => new BerReader(Convert.FromHexString(hex)).ReadInteger()).Should().Throw<InvalidDataException>().WithMessage($"*{reason}*");

    [Fact]
    public void An_inner_element_cannot_reach_beyond_the_outer_one()
    {
        var octets = Convert.FromHexString("3003" + "0402" + "41" + "4242");

        FluentActions.Invoking(() => new BerReader(octets).ReadConstructed(BerReader.Sequence).ReadOctets().ToArray()).Should().Throw<InvalidDataException>();
    }

    [Fact]
    public void Positions_of_nested_readers_count_from_the_start()
    {
        var octets = Convert.FromHexString("30060401410402" + "4243");
        octets[1] = 7;
        var inner = new BerReader(octets).ReadConstructed(BerReader.Sequence);

        inner.ReadOctets().ToArray().Should().Equal((byte)'A');
        inner.ReadText().Should().Be("BC");
        inner.Position.Should().Be(octets.Length);
        inner.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void A_name_has_to_be_utf8_a_remark_need_not()
    {
        var octets = Convert.FromHexString("0402" + "C328");

        FluentActions.Invoking(() => new BerReader(octets).ReadText()).Should().Throw<InvalidDataException>();
        new BerReader(octets).ReadRemark().Should().Be("\uFFFD(");
    }
}
