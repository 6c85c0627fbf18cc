namespace LdapSync.Planning;

public class VisibleAccountsTests
{
    [Fact]
    public void R13_a_target_that_lists_an_accounts_own_address_among_its_aliases_keeps_it_when_the_account_is_renamed() =>
        Plan(new SyncOptions(), [["ann.jones", "ann.smith"]], Given.Account("ann.smith", "ann.smith")).Changes.Select(change => change.Kind)
            .Should().Equal(ChangeKind.RenameAccount, ChangeKind.AddAlias);

    [Fact]
    public void R18_an_accounts_own_address_among_its_aliases_is_no_alias_of_which_a_share_is_taken()
    {
        var options = new SyncOptions { Limits = { PercentFloor = 0, Percent = { AliasAdds = 50 } } };

        Plan(options, [["ann", "a1"]], Given.Account("ann", "ann")).Violations.Should().ContainSingle().Which.Population.Should().Be(0);
    }

    [Fact]
    public void R15_of_two_hidden_accounts_that_hold_an_address_the_plan_names_the_same_in_any_order()
    {
        var options = new SyncOptions { Domains = ["example.com"], DomainAliases = { ["alias.example"] = "example.com" } };
        MailAccount[] hidden = [Given.Account("x@elsewhere.example", "ann@alias.example"), Given.Account("y@elsewhere.example", "ann")];

        string[][] entries = [["ann"]];
        Plan(options, entries, hidden).Conflicts.Should().Equal(Plan(options, entries, [.. hidden.Reverse()]).Conflicts).And.ContainSingle();
    }

    private static SyncPlan Plan(SyncOptions options, string[][] entries, params MailAccount[] existing)
    {
        options.AllowEmptyDirectory = true;
        return new SyncPlanner(options, TargetCapabilities.Rename).Plan(entries.Select(Given.Entry), existing);
    }
}
