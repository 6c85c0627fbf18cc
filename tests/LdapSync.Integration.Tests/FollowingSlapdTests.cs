using LdapSync.Slapd;

namespace LdapSync;

/// <summary>A directory that is spread over two real servers, read as one where FollowReferrals says so.</summary>
public class FollowingSlapdTests
{
    private const string Branch = "ou=Branch," + SlapdOptions.Suffix;

    [Fact]
    public async Task The_part_on_another_server_is_read_there_with_TLS()
    {
        await using var second = await SlapdServer.StartAsync(new SlapdOptions { Ldif = ExchangeLdif.Users("Branch", 1200) });
        await using var first = await SlapdServer.StartAsync(new SlapdOptions { Ldif = ExchangeLdif.Company + Elsewhere(second.Port) });
        var settings = first.Settings();
        await File.AppendAllTextAsync(settings.CaFile!, "\n" + await File.ReadAllTextAsync(second.CaFile, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        var here = await Reading.ReadAsync(first.Settings(ExchangeLdif.Base));
        settings.FollowReferrals = true;

        var all = await Reading.ReadAsync(settings);

        all.Should().HaveCount(here.Count + 1200);
        all.Select(entry => entry.Dn).Should().OnlyHaveUniqueItems();
        settings.BaseDns = [Branch];
        (await Reading.ReadAsync(settings)).Should().HaveCount(1200, "a base that is elsewhere as a whole is a referral");
    }

    [Fact]
    public async Task R1_a_part_whose_server_is_down_fails_the_read()
    {
        await using var first = await SlapdServer.StartAsync(new SlapdOptions { Ldif = ExchangeLdif.Company + Elsewhere(1) });
        var settings = first.Settings();
        settings.FollowReferrals = true;

        (await Reading.FailureAsync<SourceException>(settings)).Should()
            .Contain($"another server holds a part of it, ldap://localhost:1/{Branch}??sub, and cannot be read: ldap://localhost:1: connect failed: the connection was refused");
    }

    private static string Elsewhere(int port) => $"""
        dn: {Branch}
        objectClass: referral
        objectClass: extensibleObject
        ou: Branch
        ref: ldap://localhost:{port}/{Branch}

        """;
}
