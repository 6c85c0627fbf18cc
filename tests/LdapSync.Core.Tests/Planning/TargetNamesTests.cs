using LdapSync.Directories;

namespace LdapSync.Planning;

public class TargetNamesTests
{
    [Fact]
    public void R7_an_alias_in_two_spellings_leaves_in_both_an_account_that_takes_the_name_of_a_deleted_one()
    {
        var options = new SyncOptions { DomainAliases = { ["alias.example"] = "example.com" } };
        var plan = new SyncPlanner(options, TargetCapabilities.Rename | TargetCapabilities.AtomicMove | TargetCapabilities.SourceIds).Plan(
            [Person(1, "mia"), Person(2, "bob", "ned")],
            [Mailbox(1, "hal", "ned", "ned@alias.example"), Mailbox(2, "bob"), Given.Account("mia")]);

        plan.Changes.Select(change => $"{change}".Replace("@example.com", "", StringComparison.Ordinal)).Should().Equal(
            "delete account mia",
            "rename hal to mia",
            "remove alias ned@alias.example from mia",
            "move alias ned from mia to bob");
    }

    [Fact]
    public void R23_whoever_takes_an_address_waits_until_it_is_gone_in_every_spelling()
    {
        var options = new SyncOptions { DomainAliases = { ["alias.example"] = "example.com" } };
        var plan = new SyncPlanner(options).Plan([Person(1, "ann"), Person(2, "cid")], [Given.Account("ann", "cid", "cid@alias.example")]);

        plan.Changes.Select(change => $"{change}".Replace("@example.com", "", StringComparison.Ordinal)).Should().Equal(
            "remove alias cid@alias.example from ann",
            "remove alias cid from ann",
            "add mailbox cid");
        new Dependencies(plan.Changes, plan.Handovers).Of(2).Should().Contain([0, 1], "a sync that broke off between them would leave cid to two accounts, and none could follow");
    }

    private static LdapEntry Person(int id, params string[] names) =>
        new($"cn={id}", [("mail", $"{names[0]}@example.com"), ("entryUUID", Id(id)), .. names.Skip(1).Select(name => ("proxyAddresses", $"smtp:{name}@example.com"))]);

    private static MailAccount Mailbox(int id, params string[] names) => new(Given.Address(names[0]), aliases: [.. names.Skip(1).Select(Given.Address)]) { SourceId = Id(id) };

    private static string Id(int id) => $"{new Guid(id, 0, 0, new byte[8])}";
}
