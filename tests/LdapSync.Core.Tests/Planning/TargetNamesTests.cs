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
            "move alias ned from mia to bob",
            "remove alias ned@alias.example from mia");
    }

    private static LdapEntry Person(int id, params string[] names) =>
        new($"cn={id}", [("mail", $"{names[0]}@example.com"), ("entryUUID", Id(id)), .. names.Skip(1).Select(name => ("proxyAddresses", $"smtp:{name}@example.com"))]);

    private static MailAccount Mailbox(int id, params string[] names) => new(Given.Address(names[0]), aliases: [.. names.Skip(1).Select(Given.Address)]) { SourceId = Id(id) };

    private static string Id(int id) => $"{new Guid(id, 0, 0, new byte[8])}";
}
