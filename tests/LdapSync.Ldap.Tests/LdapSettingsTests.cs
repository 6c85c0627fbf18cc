using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap;

public class LdapSettingsTests
{
    [Fact]
    public void Everything_that_is_missing_is_named_at_once()
    {
        var faults = FluentActions.Invoking(() => new LdapDirectorySource(new SyncOptions())).Should().Throw<SettingsException>().Which.Faults;

        faults.Select(fault => fault.Split(':')[1]).Should().Equal("Servers", "User", "Password", "BaseDns");
        new LdapSettingsValidator().Validate(null, new SyncOptions()).Failures.Should().Equal(faults);
    }

    [Fact]
    public void Complete_settings_have_no_fault()
    {
        new LdapSettingsValidator().Validate(null, Reading.Options("dc1")).Succeeded.Should().BeTrue();
        new LdapDirectorySource(Reading.Options("dc1", "dc2:1389")).Name.Should().Be("ldap://dc1:389, ldap://dc2:1389");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(3_601)]
    [InlineData(86_400)] // "1" means a day
    public void A_time_out_that_cannot_be_waited_for_is_a_fault(int seconds)
    {
        var options = Reading.Options("dc1");
        (options.ConnectTimeout, options.AnswerTimeout) = (TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds));

        FluentActions.Invoking(() => new LdapDirectorySource(options)).Should().Throw<SettingsException>()
            .Which.Faults.Should().HaveCount(2).And.OnlyContain(fault => fault.Contains("at most an hour"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no certificate at all")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void A_CaFile_without_a_root_certificate_is_a_fault(string? content)
    {
        var options = Reading.Options("dc1");
        options.CaFile = Path.GetTempFileName();
        try
        {
            if (content is null) File.Delete(options.CaFile);
            else File.WriteAllText(options.CaFile, content);

            new LdapSettingsValidator().Validate(null, options).Failures.Should().ContainSingle().Which.Should().StartWith("LdapSync:CaFile: ").And.Contain(options.CaFile);
        }
        finally
        {
            File.Delete(options.CaFile);
        }
    }
}
