using Microsoft.Extensions.Options;

namespace LdapSync.MailRoute;

/// <summary>Settings are checked before anything is sent, and every fault is named at once.</summary>
public sealed class MailRouteOptionsTests
{
    [Fact]
    public void Settings_with_a_login_a_key_and_a_domain_are_in_order() => Faults(Some()).Should().BeEmpty();

    [Fact]
    public void The_address_of_the_api_is_the_one_that_is_documented() => Some().BaseAddress.Should().Be("https://admin.mailroute.net/api/v1/");

    [Fact]
    public void Every_fault_is_named_at_once_with_its_setting()
    {
        var options = new MailRouteOptions
        {
            BaseAddress = new Uri("ftp://example.com"),
            PageSize = 0,
            Parallelism = 65,
            RequestTimeout = TimeSpan.Zero,
            MaxAttempts = 21,
            RetryDelay = TimeSpan.FromMinutes(1),
            MaxRetryDelay = TimeSpan.FromHours(2),
            BulkFrom = 1,
        };

        var making = () => new MailRouteTarget(options);

        making.Should().Throw<SettingsException>().Which.Faults.Select(fault => fault.Split(':', ' ')[2]).Should()
            .Equal("BaseAddress", "Login", "ApiKey", "Domain", "PageSize", "Parallelism", "RequestTimeout", "MaxAttempts", "MaxRetryDelay", "BulkFrom");
    }

    [Theory]
    [InlineData("https://api.example/api/v1/", true)]
    [InlineData("https://api.example:8443/api/v1", true)]
    [InlineData("http://localhost:5000/api/v1/", true)]
    [InlineData("http://127.0.0.1:5000/", true)]
    [InlineData("http://[::1]:5000/", true)]
    [InlineData("http://api.example/api/v1/", false)]
    [InlineData("http://10.0.0.1/", false)]
    [InlineData("ftp://api.example/", false)]
    [InlineData("https://user:password@api.example/", false)]
    [InlineData("https://api.example/?x=1", false)]
    [InlineData("https://api.example/#x", false)]
    [InlineData("api/v1/", false)]
    public void The_key_is_sent_over_https_or_within_this_machine(string address, bool isInOrder)
    {
        var options = Some();
        options.BaseAddress = new Uri(address, UriKind.RelativeOrAbsolute);

        Faults(options).Select(fault => fault.Split(": ")[0]).Should().Equal(isInOrder ? [] : ["LdapSync:MailRoute:BaseAddress"]);
    }

    [Fact]
    public void Http_to_another_machine_is_told_to_be_made_https()
    {
        var options = Some();
        options.BaseAddress = new Uri("http://api.example/");

        Faults(options).Should().ContainSingle().Which.Should().Contain("clear text").And.Contain("make it https");
    }

    [Theory]
    [InlineData("a b", "key")]
    [InlineData("login", "a\nb")]
    [InlineData("a:b", "key")]
    [InlineData("jürgen", "key")]
    [InlineData("", "key")]
    [InlineData("login", "  ")]
    [InlineData(null, "key")]
    [InlineData("login", null)]
    public void A_login_and_a_key_are_what_a_header_can_carry(string? login, string? key)
    {
        var options = Some();
        (options.Login, options.ApiKey) = (login, key);

        Faults(options).Should().ContainSingle();
    }

    [Theory]
    [InlineData("example.com", true)]
    [InlineData(" Bücher.Example ", true)]
    [InlineData("example", false)]
    [InlineData("a@example.com", false)]
    [InlineData("exa mple.com", false)]
    public void A_domain_is_a_name(string domain, bool isInOrder)
    {
        var options = Some();
        options.Domain = domain;

        Faults(options).Should().HaveCount(isInOrder ? 0 : 1);
    }

    [Fact]
    public void The_text_of_options_shows_no_key() => Some().ToString().Should().Be("example.com at admin.mailroute.net");

    [Fact]
    public void Later_changes_of_the_settings_do_not_reach_a_target()
    {
        var options = Some();
        using var target = new MailRouteTarget(options);

        options.Domain = "example.net";

        target.Name.Should().Be("example.com at admin.mailroute.net");
    }

    private static MailRouteOptions Some() => new() { Login = "sync", ApiKey = "very-secret", Domain = "example.com" };

    private static string[] Faults(MailRouteOptions options) => [.. ((IValidateOptions<MailRouteOptions>)new MailRouteOptionsValidator()).Validate(name: null, options).Failures ?? []];
}
