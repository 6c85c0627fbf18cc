namespace LdapSync.Ldap;

/// <summary>URLs of referrals (RFC 4516).</summary>
public class LdapUrlTests
{
    [Theory]
    [InlineData("ldap://dc1.example.com/dc=example,dc=com", "dc1.example.com", null, false, "dc=example,dc=com", null, null)]
    [InlineData("LDAPS://dc1.example.com:1636/DC=child,DC=example,DC=com??sub", "dc1.example.com", 1636, true, "DC=child,DC=example,DC=com", SearchScope.WholeSubtree, null)]
    [InlineData("ldap://[2001:db8::7]:1389/ou=A%5c%2c%20B,dc=x?mail,cn?One?(cn=Ann%3f)", "2001:db8::7", 1389, false, "ou=A\\, B,dc=x", SearchScope.SingleLevel, "(cn=Ann?)")]
    [InlineData("ldap://192.0.2.1/ou=a%3Fb,dc=x??base??x-ext=1,e-bindname=cn=me", "192.0.2.1", null, false, "ou=a?b,dc=x", SearchScope.BaseObject, null)]
    [InlineData("ldap://dc1:/", "dc1", null, false, null, null, null)]
    [InlineData("ldap://dc1", "dc1", null, false, null, null, null)]
    [InlineData("ldap://dc1/ou=B%C3%BCro,dc=x", "dc1", null, false, "ou=Büro,dc=x", null, null)]
    public void What_a_URL_says(string text, string host, int? port, bool isLdaps, string? dn, SearchScope? scope, string? filter)
    {
        LdapUrl.TryParse(text, out var url, out var reason).Should().BeTrue(reason);

        (url!.Host, url.Port, url.IsLdaps, url.BaseDn?.ToString(), url.Scope, url.Filter?.ToString()).Should().Be((host, port, isLdaps, dn, scope, filter));
    }

    [Theory]
    [InlineData("", "no ldap://")]
    [InlineData("http://dc1/dc=x", "no ldap://")]
    [InlineData("ldap:", "no ldap://")]
    [InlineData("ldapi://%2fvar%2frun%2fldapi", "no ldap://")]
    [InlineData("ldap://", "no host")]
    [InlineData("ldap:///dc=x", "no host")]
    [InlineData("ldap://:389/dc=x", "host cannot be read")]
    [InlineData("ldap://cn=me:pw@dc1/dc=x", "host cannot be read")]
    [InlineData("ldap://dc%00/dc=x", "host cannot be read")]
    [InlineData("ldap://dc1:0/dc=x", "port")]
    [InlineData("ldap://dc1:65536/dc=x", "port")]
    [InlineData("ldap://dc1:9x/dc=x", "port")]
    [InlineData("ldap://dc1?dc=x", "slash")]
    [InlineData("ldap://dc1/no name", "distinguished name")]
    [InlineData("ldap://dc1/dc=x??children", "scope")]
    [InlineData("ldap://dc1/dc=x??sub?(cn=x", "position")]
    [InlineData("ldap://dc1/dc=x????!x-sign=1", "extension")]
    [InlineData("ldap://dc1/dc=x?????", "question marks")]
    public void What_cannot_be_followed_says_why(string text, string because)
    {
        LdapUrl.TryParse(text, out _, out var reason).Should().BeFalse();

        reason.Should().Contain(because);
    }
}
