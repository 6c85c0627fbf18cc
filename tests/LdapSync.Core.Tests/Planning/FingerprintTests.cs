namespace LdapSync.Planning;

public class FingerprintTests
{
    private static string Of(Action<SyncOptions>? change = null, string[][]? wanted = null)
    {
        var options = new SyncOptions();
        change?.Invoke(options);
        return new SyncPlanner(options).Plan((wanted ?? [["ann", "a1"], ["bob"]]).Select(Given.Entry), []).Fingerprint;
    }

    [Fact]
    public void R15_the_same_inputs_give_the_same_fingerprint_in_any_order() =>
        Of(wanted: [["bob"], ["ann", "a1"]]).Should().Be(Of()).And.MatchRegex("^[0-9a-f]{64}$");

    [Fact]
    public void R15_the_canonical_form_is_stable_from_release_to_release() =>
        // A change here makes every approval that is stored stale: change PlanFingerprint.Form with it.
        Of().Should().Be("273998fc20fce8854d98087cc36aaf1217f5122d468ffb9455be645a0e7a44b9");

    [Fact]
    public void R15_the_canonical_form_of_alias_domains_and_of_times_is_stable_too() =>
        Of(o =>
        {
            (o.DomainAliases["b.example"], o.DomainAliases["a.example"]) = ("example.com", "example.com");
            o.DeleteAfter.Time = TimeSpan.FromHours(36);
        }).Should().Be("59d8a15859352894857f8dfb7cafbb0dbbd7448d16d5a1afe3d28dd823fa29f3");

    [Fact]
    public void R15_what_a_plan_lists_is_sorted()
    {
        var plan = new SyncPlanner(new SyncOptions()).Plan(
            [new("cn=b"), new("cn=a"), new("cn=d", ("mail", "d@example.com"), ("proxyAddresses", "y y"), ("proxyAddresses", "x x")), new("cn=c", ("mail", "c@example.com"), ("proxyAddresses", "z z"))], []);

        plan.SkippedEntries.Select(entry => entry.Dn).Should().Equal("cn=a", "cn=b");
        plan.SkippedValues.Select(value => $"{value.Dn} {value.Value}").Should().Equal("cn=c z z", "cn=d x x", "cn=d y y");
    }

    [Fact]
    public void R15_every_setting_that_takes_part_in_the_decision_is_covered()
    {
        Action<SyncOptions>[] changes =
        [
            o => o.BaseDns.Add("dc=example,dc=com"),
            o => o.SearchFilter = "AnyMail",
            o => o.EmailAttribute = "MAIL",
            o => o.AliasAttributes.Add("proxyaddresses"),
            o => (o.DistributionListAttribute, o.DistributionListValue) = ("objectClass", "group"),
            o => (o.DistributionListAttribute, o.DistributionListValue) = ("objectClass", "groups"),
            o => o.Exclusions.Add("x*"),
            o => o.ExclusionMode = ExclusionMode.Block,
            o => o.Domains.Add("example.com"),
            o => o.DomainAliases.Add("alias.example", "example.com"),
            o => o.DomainAliases.Add("alias.example", "example.org"),
            o => o.ForeignPrimary = ForeignPrimary.Skip,
            o => o.DisabledAccounts = DisabledAccounts.Exclude,
            o => o.DisabledAccounts = DisabledAccounts.ExcludeUnlessSharedOrResource,
            o => o.Limits.AccountAdds = 100,
            o => o.Limits.AccountDeletes = 100,
            o => o.Limits.AliasAdds = 100,
            o => o.Limits.AliasDeletes = 100,
            o => o.Limits.Total = 100,
            o => o.Limits.Total = 0,
            o => o.Limits.Percent.AccountAdds = 100,
            o => o.Limits.Percent.AccountDeletes = 100,
            o => o.Limits.Percent.AliasAdds = 100,
            o => o.Limits.Percent.AliasDeletes = 100,
            o => o.Limits.Percent.Total = 100,
            o => o.Limits.PercentFloor = 0,
            o => o.Guards.MaxDeletePercent = null,
            o => o.Guards.MaxDeletePercent = 50.5m,
            o => o.Guards.MinAccounts = 0,
            o => o.OnViolation = OnViolation.AddsOnly,
            o => o.AllowEmptyDirectory = true,
            o => o.Provisional = ProvisionalAccounts.Delete,
            o => o.Owns = Ownership.CreatedOrAdopted,
            o => o.DeleteAfter.Runs = 2,
            o => o.DeleteAfter.Time = TimeSpan.FromDays(2),
        ];

        changes.Select(change => Of(change)).Append(Of()).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void R15_alias_domains_have_no_order() =>
        Of(o => (o.DomainAliases["a.example"], o.DomainAliases["b.example"]) = ("x.example", "y.example"))
            .Should().Be(Of(o => (o.DomainAliases["b.example"], o.DomainAliases["a.example"]) = ("y.example", "x.example")));

    [Fact]
    public void R15_a_number_is_the_same_however_it_is_written() => Of(o => o.Guards.MaxDeletePercent = 50.00m).Should().Be(Of());

    [Fact]
    public void R15_secrets_and_servers_are_not_covered() =>
        Of(o =>
        {
            o.Servers.Add("dc1.example.com");
            o.User = "reader@example.com";
            o.Password = "secret";
        }).Should().Be(Of());

    [Fact]
    public void R15_every_part_of_a_change_is_covered() =>
        new[]
        {
            Of(),
            Of(wanted: [["ann", "a2"], ["bob"]]),
            Of(wanted: [["ann"], ["bob", "a1"]]),
            Of(wanted: [["ann"], ["bob"], ["a1"]]),
            Of(wanted: [["ann"]]),
        }.Should().OnlyHaveUniqueItems();

    [Fact]
    public void A_setting_longer_than_the_buffer_is_covered_to_its_end() =>
        new[] { Of(o => o.SearchFilter = $"(cn={new string('x', 200_000)}a)"), Of(o => o.SearchFilter = $"(cn={new string('x', 200_000)}b)") }.Should().OnlyHaveUniqueItems();

    [Fact]
    public void R15_no_setting_is_forgotten()
    {
        // Whoever adds a setting decides whether it takes part in the decision: then it belongs into the test above, else into this list.
        string[] notCovered = ["Servers", "UseSsl", "Port", "User", "Password", "AllowClearTextPassword", "FollowReferrals", "CaFile", "Bind", "ClientCertificateFile", "ClientKeyFile", "ConnectTimeout", "AnswerTimeout", "ReadTimeout", "MaxReadAttempts", "FullReadEvery", "Verify", "AutoSync", "Notifications"];
        string[] covered = ["BaseDns", "SearchFilter", "EmailAttribute", "AliasAttributes", "DistributionListAttribute", "DistributionListValue", "Exclusions", "ExclusionMode", "Domains", "DomainAliases", "ForeignPrimary", "DisabledAccounts", "Limits", "Guards", "OnViolation", "AllowEmptyDirectory", "Provisional", "Owns", "DeleteAfter"];

        typeof(SyncOptions).GetProperties().Select(p => p.Name).Should().BeEquivalentTo([.. covered, .. notCovered]);
        typeof(LimitOptions).GetProperties().Should().HaveCount(7);
        typeof(PercentLimitOptions).GetProperties().Should().HaveCount(5);
        typeof(GuardOptions).GetProperties().Should().HaveCount(2);
        typeof(DeleteAfterOptions).GetProperties().Should().HaveCount(2);
    }
}
