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
        plan.Passes.Should().BeLessThanOrEqualTo(3);
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
}
