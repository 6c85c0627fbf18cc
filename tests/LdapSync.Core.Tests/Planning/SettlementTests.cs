using LdapSync.Directories;

namespace LdapSync.Planning;

/// <summary>Accounts that keep their address although an entry claims it.</summary>
public class SettlementTests
{
    [Fact]
    public void A_chain_of_renames_behind_a_mailbox_that_waits_waits_as_a_whole_and_is_settled_at_once()
    {
        const int Links = 500;
        static string Id(int person) => new Guid(person, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1).ToString();
        LdapEntry[] entries = [.. Enumerable.Range(1, Links).Select(i => new LdapEntry($"cn={i}", ("mail", $"u{i - 1}@example.com"), ("entryUUID", Id(i)))), Given.Entry("new")];
        MailAccount[] existing = [.. Enumerable.Range(0, Links + 1).Select(i => new MailAccount(Given.Address($"u{i}")) { SourceId = Id(i) })];

        var plan = new SyncPlanner(new SyncOptions { DeleteAfter = { Runs = 3 } }, TargetCapabilities.Rename | TargetCapabilities.SourceIds).Plan(entries, existing);

        plan.Changes.Should().Equal(AccountChange.AddAccount(Given.Address("new"), AccountKind.Mailbox));
        plan.Waiting.Should().ContainSingle().Which.Account.Should().Be(Given.Address("u0"));
        plan.Kept.Should().HaveCount(Links);
        plan.Passes.Should().BeInRange(2, 3);
    }

    [Fact]
    public void R12_an_id_that_two_entries_without_accounts_have_keeps_the_mailbox_that_has_it()
    {
        const string Id = "11111111-0000-0000-0000-000000000000";
        LdapEntry Broken(string name) => new($"cn={name}", ("mail", $"{name}@@example.com"), ("proxyAddresses", $"{name}1@example.com"), ("entryUUID", Id));

        var plan = new SyncPlanner(new SyncOptions(), TargetCapabilities.SourceIds)
            .Plan([Broken("b"), Broken("a"), Given.Entry("new")], [new MailAccount(Given.Address("old")) { SourceId = Id }]);

        plan.Kept.Should().Equal(new KeptAccount(Given.Address("old"), "cn=a"));
    }

    [Fact]
    public void R12_a_mailbox_whose_entry_gets_no_account_is_not_given_to_whoever_asks_for_its_address()
    {
        const string Ann = "11111111-0000-0000-0000-000000000000", Successor = "22222222-0000-0000-0000-000000000000";
        LdapEntry WithId(string cn, string mail, string id) => new($"cn={cn}", ("mail", $"{mail}@example.com"), ("entryUUID", id));

        var plan = new SyncPlanner(new SyncOptions { Exclusions = ["boss@*"] }, TargetCapabilities.Rename | TargetCapabilities.SourceIds).Plan(
            [WithId("ann", "info", Ann), WithId("successor", "ann", Successor), Given.Entry("bob")],
            [new MailAccount(Given.Address("ann")) { SourceId = Ann }, Given.Account("boss", "info"), Given.Account("bob")]);

        plan.Changes.Should().BeEmpty("info is the hidden account's, and ann's mailbox is still hers");
        plan.Kept.Should().Equal(new KeptAccount(Given.Address("ann"), "cn=ann"));
        plan.Conflicts.Select(c => (c.Address.LocalPart, c.LoserDn, c.Reason)).Should().Equal(
            ("ann", "cn=successor", ConflictReason.HeldByKeptAccount), ("info", "cn=ann", ConflictReason.HeldByHiddenAccount));
    }
}
