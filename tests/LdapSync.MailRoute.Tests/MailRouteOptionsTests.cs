namespace LdapSync.MailRoute;

public class MailRouteOptionsTests
{
    [Fact]
    public void The_text_of_options_shows_no_key() =>
        new MailRouteOptions { Login = "sync", ApiKey = "very-secret", Domain = "example.com" }.ToString().Should().Be("example.com at admin.mailroute.net");
}
