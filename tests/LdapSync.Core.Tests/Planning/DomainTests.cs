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
    }

    [Fact]
    public void R7_what_the_target_has_in_other_domains_is_not_touched() =>
        Plan("example.com, bücher.example", [["ann"]], Given.Account("ann", "ann@other.example"), Given.Account("bob@other.example", "bob")).Changes.Should().BeEmpty();

    [Fact]
    public void R7_domains_compare_as_a_labels() =>
        Plan("bücher.example", [["info@XN--BCHER-KVA.example"]]).Changes.Should().ContainSingle();
}
