namespace LdapSync;

/// <summary>Each rule broken on purpose is found, and by the rule that it breaks.</summary>
public class MutantTests(ITestOutputHelper output)
{
    private const int MostCompanies = 300;

    [Fact]
    public void A_rename_done_as_delete_and_create_is_found() => Find(Mutants.Rename_is_delete_and_create, Rule.SameMailbox);

    [Fact]
    public void Deletes_that_come_first_are_found() => Find(Mutants.Deletes_come_first, Rule.MailFlows);

    [Fact]
    public void An_alias_that_moves_without_a_stated_window_is_found() => Find(Mutants.Alias_moves_without_a_stated_window, Rule.MailFlows);

    [Fact]
    public void Exclusions_on_one_side_only_are_found() => Find(Mutants.Exclusions_hide_entries_only, Rule.HandsOff);

    [Fact]
    public void A_truncated_read_taken_for_complete_is_found() => Find(Mutants.Truncated_read_is_complete, Rule.CompleteOrNothing);

    [Fact]
    public void Limits_that_are_not_looked_at_are_found() => Find(Mutants.Limits_are_not_looked_at, Rule.Limits);

    [Fact]
    public void A_refused_plan_that_is_applied_without_approval_is_found() => Find(Mutants.Refused_plan_is_applied, Rule.Refused);

    [Fact]
    public void An_order_of_entries_that_settles_conflicts_is_found() => Find(Mutants.Order_of_entries_settles_conflicts, Rule.SamePlan);

    [Fact]
    public void Failures_reported_as_applied_are_found() => Find(Mutants.Failures_are_reported_as_applied, Rule.TrueReport);

    [Fact]
    public void Accounts_that_are_deleted_at_once_are_found() => Find(Mutants.Accounts_are_deleted_at_once, Rule.Grace);

    [Fact]
    public void Taking_everything_for_owned_is_found() => Find(Mutants.Everything_is_owned, Rule.Ownership);

    private void Find(Mutant mutant, Rule broken)
    {
        var failures = Enumerable.Range(1, MostCompanies).Select(seed => Simulation.Try(seed, mutant)).OfType<Failure>();

        var found = failures.FirstOrDefault(failure => failure.Broken.Rule == broken);

        found.Should().NotBeNull("{0} is broken", broken);
        output.WriteLine($"Found with the seed {found!.Seed}: {found.Broken.Message}");
    }
}
