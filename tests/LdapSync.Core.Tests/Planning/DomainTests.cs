namespace LdapSync.Planning;

public class DomainTests
{
    private static SyncPlan Plan(string domains, string[][] wanted, params MailAccount[] existing) =>
        new SyncPlanner(new SyncOptions { Domains = [domains], AllowEmptyDirectory = true }).Plan(wanted.Select(Given.Entry), existing);

    [Fact]
    public void R7_an_address_elsewhere_is_left_out_with_its_entry_named()
    {
        var plan = Plan("EXAMPLE.com", [["ann", "ann@other.example"]]);

        plan.Changes.Should().Equal(AccountChange.AddAccount(Given.Address("ann"), AccountKind.Mailbox));
        plan.ForeignAddresses.Should().Equal(new ForeignAddress(EmailAddress.Parse("ann@other.example"), "cn=ann,dc=example,dc=com"));
    }

    [Fact]
    public void R7_a_served_alias_stands_in_for_a_primary_elsewhere_whatever_the_order_of_values()
    {
        Plan("example.com", [["ann@other.example", "b", "a"]]).Changes.Select(c => (c.Kind, c.Address)).Should().Equal(
            (ChangeKind.AddAccount, Given.Address("a")), (ChangeKind.AddAlias, Given.Address("b")));
        Plan("example.com", [["ann@other.example", "a", "b"]]).Changes.Select(c => (c.Kind, c.Address)).Should().Equal(
            (ChangeKind.AddAccount, Given.Address("a")), (ChangeKind.AddAlias, Given.Address("b")));
        Plan("example.com", [["ann@other.example", "a", "b"]]).SkippedEntries.Should().BeEmpty("the entry gets an account");
    }

    [Fact]
    public void R7_what_the_target_has_in_other_domains_is_not_touched() =>
        Plan("example.com, bücher.example", [["ann"]], Given.Account("ann", "ann@other.example"), Given.Account("bob@other.example", "bob")).Changes.Should().BeEmpty();

    [Fact]
    public void R7_domains_compare_as_a_labels() =>
        Plan("bücher.example", [["info@XN--BCHER-KVA.example"]]).Changes.Should().ContainSingle();

    [Fact]
    public void R7_a_stand_in_stays_the_same_when_another_alias_appears() =>
        Plan("example.com", [["ann@other.example", "mmm", "aaa"]], Given.Account("mmm")).Changes.Should().Equal(AccountChange.AddAlias(Given.Address("mmm"), Given.Address("aaa")));

    [Fact]
    public void R7_a_stand_in_takes_nobodys_own_address()
    {
        var plan = Plan("example.com", [["a@other.example", "bob", "free"], ["bob", "b1"]], Given.Account("bob", "b1"));

        plan.Changes.Should().Equal(AccountChange.AddAccount(Given.Address("free"), AccountKind.Mailbox));
        plan.Conflicts.Should().ContainSingle().Which.Should().Match<Conflict>(c => c.Winner == Given.Address("bob") && c.Reason == ConflictReason.PrimaryBeatsAlias);
    }

    [Fact]
    public void R7_of_two_entries_without_a_served_address_the_lower_takes_the_alias_that_both_have()
    {
        foreach (var wanted in new string[][][] { [["a@other.example", "x"], ["b@other.example", "x"]], [["b@other.example", "x"], ["a@other.example", "x"]] })
        {
            Plan("example.com", wanted).Conflicts.Should().ContainSingle().Which.Should().Match<Conflict>(c => c.Address == Given.Address("x") && c.LoserDn == "cn=b,dc=example,dc=com");
        }
    }

    [Fact]
    public void R7_without_a_free_alias_there_is_no_account_and_the_conflict_says_so()
    {
        var plan = Plan("example.com", [["a@other.example", "bob", "x"], ["bob", "x"]]);

        plan.WantedAccounts.Should().Be(1);
        plan.Conflicts.Select(c => c.Address).Should().Equal(Given.Address("bob"), Given.Address("x"));
    }

    [Fact]
    public void R7_who_has_the_aliases_of_an_entry_without_a_stand_in_does_not_depend_on_the_order_of_entries()
    {
        string[][] wanted = [["a@other.example", "x"], ["zoe", "x"], ["bob", "x"]];

        var plan = Plan("example.com", wanted);

        plan.Conflicts.Should().Equal(Plan("example.com", [.. wanted.Reverse()]).Conflicts);
        plan.Conflicts.Should().HaveCount(2).And.OnlyContain(c => c.Winner == Given.Address("bob") && c.WinnerDn == "cn=bob,dc=example,dc=com" && c.Reason == ConflictReason.LowestId);
    }
}
