namespace LdapSync.Ldap.Protocol;

/// <summary>Requests against octets made by hand from RFC 4511.</summary>
public class LdapMessageWriterTests
{
    [Fact]
    public void A_bind_by_certificate_names_the_mechanism_and_nobody() =>
        Convert.ToHexString(LdapMessageWriter.BindExternal(1)).Should().Be("3018" + "020101" + "6013" + "020103" + "0400" + "A30C" + "040845585445524E414C" + "0400");

    [Fact]
    public void A_bind_is_version_3_with_name_and_simple_password() =>
        Convert.ToHexString(LdapMessageWriter.Bind(1, "cn=a", "pw")).Should().Be("3012" + "020101" + "600D" + "020103" + "0404636E3D61" + "80027077");

    [Fact]
    public void An_unbind_is_a_primitive_null() =>
        Convert.ToHexString(LdapMessageWriter.Unbind(2)).Should().Be("3005" + "020102" + "4200");

    [Fact]
    public void StartTLS_is_an_extended_request_with_its_name() =>
        Convert.ToHexString(LdapMessageWriter.StartTls(1)).Should().Be("301D" + "020101" + "7718" + "8016" + Convert.ToHexString("1.3.6.1.4.1.1466.20037"u8));

    [Fact]
    public void A_search_asks_for_the_subtree_without_limits_and_pages_critically()
    {
        var filter = Convert.FromHexString("87046D61696C"); // (mail=*)

        var request = LdapMessageWriter.Search(3, "dc=x", SearchScope.WholeSubtree, filter, ["mail"], LdapControl.ForPage(1000, new byte[] { 0xAB }));

        Convert.ToHexString(request).Should().Be(
            "3052" + "020103" + "6323" + "040464633D78" + "0A0102" + "0A0100" + "020100" + "020100" + "010100" + "87046D61696C" + "3006" + "04046D61696C" +
            "A028" + "3026" + "0416" + Convert.ToHexString("1.2.840.113556.1.4.319"u8) + "0101FF" + "0409" + "3007" + "020203E8" + "0401AB");
    }
}
