namespace LdapSync;

/// <summary>Each rule broken on purpose is found, and by the rule that it breaks.</summary>
public class MutantTests(ITestOutputHelper output)
{
    private const int MostCompanies = 300;

    [Fact]
    public async Task A_rename_done_as_delete_and_create_is_found() => await FindAsync(Mutants.Rename_is_delete_and_create, Rule.SameMailbox);

    [Fact]
    public async Task Deletes_that_come_first_are_found() => await FindAsync(Mutants.Deletes_come_first, Rule.MailFlows);

    [Fact]
    public async Task An_alias_that_moves_without_a_stated_window_is_found() => await FindAsync(Mutants.Alias_moves_without_a_stated_window, Rule.MailFlows);

    [Fact]
    public async Task Exclusions_on_one_side_only_are_found() => await FindAsync(Mutants.Exclusions_hide_entries_only, Rule.HandsOff);

    [Fact]
    public async Task A_truncated_read_taken_for_complete_is_found() => await FindAsync(Mutants.Truncated_read_is_complete, Rule.CompleteOrNothing);

    [Fact]
    public async Task Limits_that_are_not_looked_at_are_found() => await FindAsync(Mutants.Limits_are_not_looked_at, Rule.Limits);

    [Fact]
    public async Task A_refused_plan_that_is_applied_without_approval_is_found() => await FindAsync(Mutants.Refused_plan_is_applied, Rule.Refused);

    [Fact]
    public async Task An_order_of_entries_that_settles_conflicts_is_found() => await FindAsync(Mutants.Order_of_entries_settles_conflicts, Rule.SamePlan);

    [Fact]
    public async Task Failures_reported_as_applied_are_found() => await FindAsync(Mutants.Failures_are_reported_as_applied, Rule.TrueReport);

    [Fact]
    public async Task Accounts_that_are_deleted_at_once_are_found() => await FindAsync(Mutants.Accounts_are_deleted_at_once, Rule.Grace);

    [Fact]
    public async Task Taking_everything_for_owned_is_found() => await FindAsync(Mutants.Everything_is_owned, Rule.Ownership);

    private async Task FindAsync(Mutant mutant, Rule broken)
    {
        Failure? found = null;

        for (var seed = 1; seed <= MostCompanies && found?.Broken.Rule != broken; seed++) found = await Simulation.TryAsync(seed, mutant);

        (found?.Broken.Rule).Should().Be(broken);
        output.WriteLine($"Found with the seed {found!.Seed}: {found.Broken.Message}");
    }
}
