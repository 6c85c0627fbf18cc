using LdapSync.Directories;
using LdapSync.Mapping;
using LdapSync.Reporting;

namespace LdapSync.Planning;

public class SettingsLintTests
{
    private static readonly string[][] Company = [["ann", "svc.mail"], ["svc-backup"], ["svc-print"]];

    private static IReadOnlyList<LintFinding> Exclusions(string patterns, params MailAccount[] existing)
    {
        var (plan, directory) = Plan(patterns, existing);
        return SettingsLint.CheckExclusions(plan, directory, existing);
    }

    private static (SyncPlan Plan, MappedDirectory Directory) Plan(string patterns, params MailAccount[] existing)
    {
        var options = new SyncOptions { Exclusions = [patterns] };
        var directory = new MappedDirectory();
        foreach (var entry in Company) directory.Add(new EntryMapper(options).Map(Given.Entry(entry)));
        return (new SyncPlanner(options).Plan(directory, existing), directory);
    }

    [Fact]
    public void A_pattern_that_matches_nothing_is_found() =>
        Exclusions("svc-*\nnobody@*").Should().ContainSingle().Which.Should().BeEquivalentTo(new LintFinding(LintRule.PatternMatchesNothing, "nobody@*", []));

    [Fact]
    public void A_pattern_that_matches_at_the_target_alone_is_in_order() => Exclusions("old@*", Given.Account("old")).Should().BeEmpty();

    [Fact]
    public void A_pattern_whose_addresses_earlier_ones_match_is_shadowed_by_them() =>
        Exclusions("svc-b*\nsvc-p*\nsvc-*").Should().ContainSingle().Which.Should().BeEquivalentTo(new LintFinding(LintRule.PatternIsShadowed, "svc-*", ["svc-b*", "svc-p*"]));

    [Fact]
    public void A_pattern_that_matches_one_address_more_than_earlier_ones_is_not_shadowed() => Exclusions("svc-b*\nsvc-*").Should().BeEmpty();

    [Fact]
    public void An_alias_counts_as_an_address_of_its_own() => Exclusions("svc-*\nsvc*").Should().BeEmpty("svc.mail is an alias");

    [Fact]
    public void An_underscore_that_stands_for_a_star_is_found_with_what_was_meant()
    {
        Exclusions("svc-_@example.com").Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new LintFinding(LintRule.UnderscoreForStar, "svc-_@example.com", ["svc-backup@example.com", "svc-print@example.com"]));
        Exclusions("old_@example.com", Given.Account("older")).Should().ContainSingle().Which.Rule.Should().Be(LintRule.UnderscoreForStar);
        Exclusions("no_body@example.com").Should().ContainSingle().Which.Rule.Should().Be(LintRule.PatternMatchesNothing);
        Exclusions("a_b@example.com", Given.Account("a_b"), Given.Account("a-b")).Should().BeEmpty("it matches what it says");
    }

    [Fact]
    public void A_pattern_that_newly_hides_existing_accounts_is_found()
    {
        MailAccount[] existing = [Given.Account("ann", "svc.mail"), Given.Account("svc-backup"), Given.Account("svc-print")];

        var findings = SettingsLint.CheckEdit(Plan("svc-p*", existing).Plan, Plan("svc*", existing).Plan);

        findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new LintFinding(LintRule.PatternHidesExisting, "svc*", ["svc-backup@example.com"]));
        SettingsLint.CheckEdit(Plan("svc*", existing).Plan, Plan("svc-p*", existing).Plan).Should().BeEmpty("it hides less");
        SettingsLint.CheckEdit(Plan("x", existing).Plan, Plan("svc-p*\nann@*", existing).Plan).Select(finding => finding.Subject).Should().Equal("ann@*", "svc-p*");
    }

    [Theory]
    [InlineData("(&(mail=*)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))", "514", "4", true)]
    [InlineData("(&(mail=*)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))", "514", "34359738368", true)]
    [InlineData("(&(mail=*)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))", "514", "1", false)]
    [InlineData("(&(mail=*)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))", "512", "4", false)]
    [InlineData("AnyMail", "514", "4", false)]
    public void A_filter_that_drops_every_disabled_shared_mailbox_is_found(string filter, string accountControl, string recipientType, bool isFound)
    {
        LdapEntry shared = new("cn=info", ("mail", "info@example.com"), ("userAccountControl", accountControl), ("msExchRecipientTypeDetails", recipientType));

        SettingsLint.CheckFilter(filter, [shared, new("cn=ann", ("mail", "ann@example.com"))]).Select(finding => finding.Rule)
            .Should().Equal(isFound ? [LintRule.FilterDropsSharedMailboxes] : []);
    }

    [Fact]
    public void Shared_mailboxes_whose_user_is_not_disabled_are_no_evidence() =>
        SettingsLint.CheckFilter("(mail=nobody)", [new("cn=info", ("mail", "info@example.com"), ("userAccountControl", "512"), ("msExchRecipientTypeDetails", "4"))]).Should().BeEmpty();

    [Fact]
    public void A_filter_that_finds_one_of_them_is_in_order()
    {
        LdapEntry Shared(string name) => new($"cn={name}", ("mail", $"{name}@example.com"), ("userAccountControl", "514"), ("msExchRecipientTypeDetails", "4"));

        SettingsLint.CheckFilter("(mail=info@*)", [Shared("sales"), Shared("info")]).Should().BeEmpty();
        SettingsLint.CheckFilter("(mail=nobody@*)", [Shared("sales"), Shared("info")]).Should().ContainSingle().Which.Evidence.Should().Equal("cn=info", "cn=sales");
    }

    [Fact]
    public void A_missing_argument_is_named()
    {
        var (plan, directory) = Plan("");

        FluentActions.Invoking(() => SettingsLint.CheckExclusions(null!, directory, [])).Should().Throw<ArgumentNullException>().WithParameterName("plan");
        FluentActions.Invoking(() => SettingsLint.CheckExclusions(plan, null!, [])).Should().Throw<ArgumentNullException>().WithParameterName("directory");
        FluentActions.Invoking(() => SettingsLint.CheckExclusions(plan, directory, null!)).Should().Throw<ArgumentNullException>().WithParameterName("existing");
        FluentActions.Invoking(() => SettingsLint.CheckFilter("AnyMail", null!)).Should().Throw<ArgumentNullException>().WithParameterName("entries");
    }

    [Fact]
    public void Findings_read_like_this()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        LintFinding[] findings =
        [
            .. Exclusions("svc-b*\nsvc-p*\nsvc-*\nnobody\nsvc-_@example.com"),
            new(LintRule.PatternHidesExisting, "a*", ["ann@example.com"]),
            new(LintRule.FilterDropsSharedMailboxes, "(mail=x)", ["cn=info"]),
        ];

        ReportText.Write(findings, writer);

        writer.ToString().ReplaceLineEndings("\n").Should().Be("""
            Settings worth a look (5)
              The exclusion svc-* matches only what is excluded already, by svc-b*, svc-p*; it may be removed.
              The exclusion nobody matches no address; correct or remove it.
              The exclusion svc-_@example.com matches no address, since _ is no wildcard; with * instead it would match 2 addresses such as svc-backup@example.com.
              The exclusion a* newly hides 1 account such as ann@example.com of the target: they will be neither changed nor deleted any more.
              The search filter finds no disabled shared mailbox, although there are some (1 entry such as cn=info): as they are not found, their accounts are deleted. Let it accept msExchRecipientTypeDetails=4.

            """.ReplaceLineEndings("\n"));
    }
}
