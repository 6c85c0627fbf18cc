using LdapSync.Directories;

namespace LdapSync.Planning;

public class AddressOwnersTests
{
    [Fact]
    public void R7_an_entry_whose_aliases_name_several_accounts_stays_the_one_with_its_id()
    {
        var options = new SyncOptions { Domains = ["example.com"] };
        LdapEntry[] entries = [Foreign(1, "ann", "cid"), Foreign(2, "ann")];
        MailAccount[] existing = [Mailbox(1, "cid"), Mailbox(2, "ann")];

        new SyncPlanner(options, TargetCapabilities.SourceIds | TargetCapabilities.Rename).Plan(entries, existing).Changes.Should().BeEmpty("each has its own");
    }

    private static LdapEntry Foreign(int id, params string[] names) =>
        new($"cn={id}", [("mail", $"{id}@elsewhere.example"), ("entryUUID", Id(id)), .. names.Select(name => ("proxyAddresses", $"smtp:{name}@example.com"))]);

    private static MailAccount Mailbox(int id, string name) => new(Given.Address(name)) { SourceId = Id(id) };

    private static string Id(int id) => $"{new Guid(id, 0, 0, new byte[8])}";
}
