using LdapSync.Directories;

namespace LdapSync.Planning;

public class DependenciesTests
{
    /// <summary>An account that stands at the target in both spellings is renamed, and keeps its old address.</summary>
    private static SyncPlan Plan()
    {
        var options = new SyncOptions { AllowEmptyDirectory = true };
        options.DomainAliases.Add("alias.example", "example.com");
        return new SyncPlanner(options, TargetCapabilities.Rename).Plan([Given.Entry("dan", "fay")], [Given.Account("fay@alias.example", "fay")]);
    }

    [Fact]
    public void R22_what_is_taken_from_an_account_before_it_is_renamed_is_not_in_the_batch_of_the_rename()
    {
        var plan = Plan();

        plan.Changes.Select(change => change.Kind).Should().Equal(ChangeKind.RemoveAlias, ChangeKind.RenameAccount, ChangeKind.AddAlias);
        new Dependencies(plan.Changes, plan.Handovers).Of(1).Should().Contain(0, "afterwards there is no account of that name");
    }

    [Fact]
    public void R22_the_window_of_an_address_in_two_spellings_opens_when_the_first_of_them_goes() =>
        Plan().Handovers.Select(handover => (handover.Address.LocalPart, handover.ReleasedBy, handover.TakenBy)).Should().Equal(("fay", 0, 2), ("fay", 1, 2));

    [Fact]
    public void R23_an_account_is_not_deleted_when_an_address_could_not_be_taken_from_it_before()
    {
        var plan = new SyncPlanner(new SyncOptions(), TargetCapabilities.Rename | TargetCapabilities.SourceIds).Plan(
            [Renamed(1, "kim"), Renamed(2, "old")],
            [Mailbox(1, "mia"), Mailbox(2, "cid"), Given.Account("old", "kim")]);
        var steps = plan.Changes.Select(change => change.ToString().Replace("@example.com", "", StringComparison.Ordinal)).ToList();
        var (removal, deletion) = (steps.IndexOf("remove alias kim from old"), steps.IndexOf("delete account old"));

        deletion.Should().BeGreaterThan(removal).And.BePositive("{0}", string.Join("; ", steps));
        new Dependencies(plan.Changes, plan.Handovers).Of(deletion).Should().Contain(removal, "kim goes with the account, and nobody has it");
    }

    private static LdapEntry Renamed(int id, string name) => new($"cn={id}", ("mail", $"{name}@example.com"), ("entryUUID", $"{new Guid(id, 0, 0, new byte[8])}"));

    private static MailAccount Mailbox(int id, string name) => new(Given.Address(name)) { SourceId = $"{new Guid(id, 0, 0, new byte[8])}" };
}
