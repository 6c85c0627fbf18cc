namespace LdapSync.Ldap;

public class ServerListTests
{
    [Theory]
    [InlineData("dc1.example.com", "ldap://dc1.example.com:389")]
    [InlineData("dc1", "ldap://dc1:389")]
    [InlineData("dc_1.example.com", "ldap://dc_1.example.com:389")]
    [InlineData("dc.bücher.example", "ldap://dc.bücher.example:389")]
    [InlineData("dc1.example.com:3268", "ldap://dc1.example.com:3268")]
    [InlineData("192.0.2.7:1389", "ldap://192.0.2.7:1389")]
    [InlineData("[2001:db8::1]:1389", "ldap://[2001:db8::1]:1389")]
    [InlineData("[2001:db8::1]", "ldap://[2001:db8::1]:389")]
    [InlineData("2001:db8::1", "ldap://[2001:db8::1]:389")]
    [InlineData("ldap://dc1.example.com", "ldap://dc1.example.com:389")]
    [InlineData("LDAP://dc1.example.com:1389/", "ldap://dc1.example.com:1389")]
    [InlineData("ldaps://dc1.example.com", "ldaps://dc1.example.com:636")]
    [InlineData("ldaps://dc1.example.com:1636", "ldaps://dc1.example.com:1636")]
    [InlineData("srv:corp.example", "srv:corp.example")]
    [InlineData("SRV: corp.example.", "srv:corp.example")]
    [InlineData("srv:MÜNCHEN.example", "srv:xn--mnchen-3ya.example")]
    [InlineData("srv:Default-First-Site-Name._sites.corp.example", "srv:Default-First-Site-Name._sites.corp.example")]
    public void A_server_is_a_host_with_or_without_port_and_scheme(string text, string url) =>
        Parse(new SyncOptions { Servers = { text } }).Should().Equal(url);

    [Theory]
    [InlineData(true, null, "ldaps://dc1:636")]
    [InlineData(true, 1636, "ldaps://dc1:1636")]
    [InlineData(false, 1389, "ldap://dc1:1389")]
    public void UseSsl_and_Port_hold_for_servers_that_do_not_say_otherwise(bool useSsl, int? port, string url) =>
        Parse(new SyncOptions { Servers = { "dc1" }, UseSsl = useSsl, Port = port }).Should().Equal(url);

    [Fact]
    public void Servers_keep_their_order() =>
        Parse(new SyncOptions { Servers = { "dc2, dc1:1389" } }).Should().Equal("ldap://dc2:389", "ldap://dc1:1389");

    [Theory]
    [InlineData("dc1:")]
    [InlineData("dc1:0")]
    [InlineData("dc1:65536")]
    [InlineData("dc1:-1")]
    [InlineData("dc1:+1")]
    [InlineData("dc1:ldap")]
    [InlineData("dc1:389:389")]
    [InlineData(":389")]
    [InlineData("[dc1]:389")]
    [InlineData("[::1")]
    [InlineData("::1]:389")]
    [InlineData("[::1]389")]
    [InlineData("[::1]:")]
    [InlineData("[]")]
    [InlineData("http://dc1")]
    [InlineData("ldap://")]
    [InlineData("ldap://dc1/DC=example")]
    [InlineData("a b")]
    [InlineData("srv:")]
    [InlineData("srv:corp.example:389")]
    [InlineData("srv:192.0.2.1")]
    [InlineData("srv:mün\u200dchen..example")]
    [InlineData("srv:_ldap._tcp.corp.example")]
    [InlineData("srv://corp.example")]
    public void What_is_no_server_is_a_fault_that_quotes_it(string text)
    {
        var faults = new List<string>();

        ServerList.Parse(new SyncOptions { Servers = { text } }, faults).Should().BeEmpty();

        faults.Should().ContainSingle().Which.Should().Contain($"\"{text}\"").And.Contain("expected host");
    }

    [Fact]
    public void What_may_hold_a_password_is_not_quoted()
    {
        var faults = new List<string>();

        ServerList.Parse(new SyncOptions { Servers = { "ldap://cn=reader:hunter2@dc1" } }, faults).Should().BeEmpty();

        faults.Should().ContainSingle().Which.Should().NotContain("hunter2");
    }

    [Fact]
    public void A_clear_text_scheme_contradicts_UseSsl()
    {
        var faults = new List<string>();

        ServerList.Parse(new SyncOptions { Servers = { "ldap://dc1" }, UseSsl = true }, faults);

        faults.Should().ContainSingle().Which.Should().Contain("UseSsl");
    }

    private static IEnumerable<string> Parse(SyncOptions options)
    {
        var faults = new List<string>();
        var servers = ServerList.Parse(options, faults);
        faults.Should().BeEmpty();
        return servers.Select(server => $"{server}");
    }
}
