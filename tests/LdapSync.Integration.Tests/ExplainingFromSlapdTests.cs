using LdapSync.Ldap;
using LdapSync.Planning;
using LdapSync.Slapd;
using LdapSync.Targets;

namespace LdapSync;

/// <summary>Explanations with a look-up on a real server, which a plan never saw the entries of.</summary>
public sealed class ExplainingFromSlapdTests(SettingsOnSlapdTests.Company company) : IClassFixture<SettingsOnSlapdTests.Company>
{
    private const string Mail = "ou=Mail," + SlapdOptions.Suffix;

    private static Task<Explanation> ExplainAsync(SyncOptions settings, string address, params MailAccount[] existing) =>
        new SyncRunner(new LdapDirectorySource(settings), new InMemoryTarget(existing), settings).ExplainAsync(EmailAddress.Parse(address), TestContext.Current.CancellationToken);

    [Fact]
    public async Task An_address_in_the_plan_comes_with_its_raw_value()
    {
        var explanation = await ExplainAsync(company.Settings(Mail), "A.ONE@example.com");

        explanation.Verdict.Should().Be(AddressVerdict.Added);
        explanation.Origins.Should().Equal(new AddressOrigin("cn=ann," + Mail, "proxyAddresses", "smtp:a.one@example.com"));
    }

    [Fact]
    public async Task An_entry_outside_the_base_is_found_and_named()
    {
        var explanation = await ExplainAsync(company.Settings(Mail), "zoe@example.com", new MailAccount(EmailAddress.Parse("zoe@example.com")));

        explanation.Verdict.Should().Be(AddressVerdict.Deleted);
        explanation.Decisions.Should().Contain($"cn=zoe,ou=Branch,{SlapdOptions.Suffix}: it is outside every base DN: {Mail}.");
        (await ExplainAsync(company.Settings(Mail), "zoe@example.com")).Verdict.Should().Be(AddressVerdict.OutsideBases);
    }

    [Fact]
    public async Task An_entry_that_the_default_filter_leaves_out_is_told_by_which_part()
    {
        var contact = await ExplainAsync(company.Settings(Mail), "contact@example.com");

        contact.Verdict.Should().Be(AddressVerdict.Filtered);
        contact.Decisions.Should().Contain($"cn=contact,{Mail}: the search filter leaves it out, since (!(objectClass=contact)) is not true for it.");
    }

    [Fact]
    public async Task An_attribute_that_is_not_read_is_named() =>
        (await ExplainAsync(company.Settings(Mail), "ann@corp.example.com")).Verdict.Should().Be(AddressVerdict.NotRead);

    [Fact]
    public async Task What_nobody_has_is_looked_for_from_the_top() =>
        (await ExplainAsync(company.Settings(Mail), "bücher@bücher.example")).Decisions[^1].Should().Contain($"below {SlapdOptions.Suffix}: none found");

    [Fact]
    public async Task Where_the_top_is_closed_to_the_user_the_bases_are_searched()
    {
        SlapdInstallation.RequireOrSkip();
        await using var server = await SlapdServer.StartAsync(new SlapdOptions
        {
            Ldif = ExchangeLdif.Company,
            Access = $"access to dn.base=\"{SlapdOptions.Suffix}\" by * none",
        });

        var explanation = await ExplainAsync(server.Settings(ExchangeLdif.Base), "con.tact@example.com");

        explanation.Verdict.Should().Be(AddressVerdict.Filtered);
        explanation.Decisions.Should().Contain(decision => decision.StartsWith("The directory could not be searched from its top: ", StringComparison.Ordinal))
            .And.Contain(decision => decision.Contains($"below {ExchangeLdif.Base}: 1 entry found", StringComparison.Ordinal));
        string.Join(' ', explanation.Decisions).Should().NotContain(SlapdOptions.Reader).And.NotContain(SlapdOptions.Password);
    }
}
