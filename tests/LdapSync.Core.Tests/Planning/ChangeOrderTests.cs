using LdapSync.Targets;

namespace LdapSync.Planning;

public class ChangeOrderTests
{
    private static SyncPlan Plan(string[][] wanted, params MailAccount[] existing) =>
        new SyncPlanner(new SyncOptions { AllowEmptyDirectory = true }).Plan(wanted.Select(Given.Entry), existing);

    private static IEnumerable<string> Steps(SyncPlan plan) => plan.Changes.Select(change => change.ToString().Replace("@example.com", "", StringComparison.Ordinal));

    [Fact]
    public void R22_adding_comes_first_and_deleting_accounts_last() =>
        Steps(Plan([["new", "n1"], ["kept", "k2"]], Given.Account("kept", "k1"), Given.Account("gone", "g1"))).Should().Equal(
            "add mailbox new",
            "add alias k2 to kept",
            "add alias n1 to new",
            "remove alias k1 from kept",
            "delete account gone");

    [Fact]
    public void R22_an_alias_that_moves_is_released_right_before_it_is_taken()
    {
        var plan = Plan([["ann"], ["bob", "x", "y"], ["new"]], Given.Account("ann", "x", "z"), Given.Account("bob"));

        Steps(plan).Should().Equal("add mailbox new", "add alias y to bob", "remove alias x from ann", "add alias x to bob", "remove alias z from ann");
        plan.Handovers.Should().Equal(new Handover(Given.Address("x"), Given.Address("ann"), Given.Address("bob"), 2, 3));
    }

    [Fact]
    public void R22_the_account_that_takes_an_address_exists_before_it_is_released() =>
        Steps(Plan([["ann"], ["bob", "x"]], Given.Account("ann", "x", "bob"))).Should().Equal(
            "remove alias bob from ann",
            "add mailbox bob",
            "remove alias x from ann",
            "add alias x to bob");

    [Fact]
    public void R22_an_account_is_deleted_for_its_address_only_once_the_account_that_takes_it_is_there() =>
        Steps(Plan([["new", "old", "o1"]], Given.Account("old", "new", "o1"), Given.Account("also"))).Should().Equal(
            "remove alias new from old",
            "add mailbox new",
            "delete account old",
            "add alias o1 to new",
            "add alias old to new",
            "delete account also");

    [Fact]
    public void R22_two_accounts_exchange_aliases() =>
        Steps(Plan([["ann", "y"], ["bob", "x"]], Given.Account("ann", "x"), Given.Account("bob", "y"))).Should().Equal(
            "remove alias y from bob", "add alias y to ann", "remove alias x from ann", "add alias x to bob");

    [Fact]
    public void R22_new_accounts_that_want_each_others_old_addresses_wait_for_nobody() =>
        Steps(Plan([["b", "y2"], ["d", "y1"]], Given.Account("old1", "b", "y1"), Given.Account("old2", "d", "y2"))).Should().Equal(
            "remove alias b from old1",
            "add mailbox b",
            "remove alias d from old2",
            "add mailbox d",
            "delete account old2",
            "add alias y2 to b",
            "delete account old1",
            "add alias y1 to d");

    [Fact]
    public void R22_new_accounts_whose_address_is_free_come_before_those_that_wait_for_one() =>
        Steps(Plan([["bob"], ["zoe"]], Given.Account("old", "bob"))).Should().Equal("add mailbox zoe", "remove alias bob from old", "add mailbox bob", "delete account old");

    [Fact]
    public void R22_all_that_a_deleted_account_releases_is_taken_right_after_it() =>
        Steps(Plan([["a", "x"], ["m", "w"], ["z", "y"]], Given.Account("old1", "x", "y"), Given.Account("old2", "w"), Given.Account("a"), Given.Account("m"), Given.Account("z"))).Should().Equal(
            "delete account old1",
            "add alias x to a",
            "add alias y to z",
            "delete account old2",
            "add alias w to m");

    [Fact]
    public async Task R22_an_account_is_not_deleted_when_an_address_of_it_could_not_be_taken()
    {
        MailAccount[] existing = [Given.Account("old", "bob")];
        var plan = Plan([["bob"]], existing);
        var target = new RefusingTarget(new InMemoryTarget(existing), AccountChange.AddAccount(Given.Address("bob"), AccountKind.Mailbox));

        await new PlanApplier(plan, target).ApplyAsync(_ => { }, TestContext.Current.CancellationToken);

        Steps(plan).Should().Equal("remove alias bob from old", "add mailbox bob", "delete account old");
        target.Inner.Accounts.Select(account => account.Primary).Should().Equal(Given.Address("old"));
    }

    [Fact]
    public void The_longest_handover_is_the_one_with_the_most_changes_in_between() =>
        Plan([["new", "old", "o1"], ["ann"], ["zed", "x"]], Given.Account("old", "new", "o1"), Given.Account("ann", "x"), Given.Account("zed"))
            .LongestHandover!.Address.Should().Be(Given.Address("old"));

    [Fact]
    public void R22_mail_keeps_flowing_through_any_plan()
    {
        var random = new Random(20261122);
        for (var round = 0; round < Law.Cases(500); round++)
        {
            var existing = Company(random).Select(account => Given.Account(account)).ToArray();
            Delivery.Follow(Plan(Company(random), existing), existing);
        }
    }

    [Fact]
    public async Task R22_one_change_that_fails_takes_no_other_address_off_the_air()
    {
        var random = new Random(20261123);
        for (var round = 0; round < Law.Cases(300); round++)
        {
            var existing = Company(random).Select(account => Given.Account(account)).ToArray();
            var plan = Plan(Company(random), existing);
            for (var refused = 0; refused < plan.Changes.Count; refused++)
            {
                var target = new RefusingTarget(new InMemoryTarget(existing), plan.Changes[refused]);
                await new PlanApplier(plan, target).ApplyAsync(_ => { }, TestContext.Current.CancellationToken);

                // Wanted before and after, and not what the refused change itself was to take.
                var wanted = plan.Handovers.Where(h => h.TakenBy != refused).Select(h => h.Address).Except([plan.Changes[refused].Address]);
                var owned = target.Inner.Accounts.SelectMany(account => account.Aliases.Append(account.Primary)).ToHashSet();
                wanted.Should().BeSubsetOf(owned, "'{0}' was refused in {1}", plan.Changes[refused], string.Join("; ", Steps(plan)));
            }
        }
    }

    private static string[][] Company(Random random)
    {
        string[] names = ["a", "b", "c", "d", "e", "f", "g", "h"];
        random.Shuffle(names);
        var accounts = new List<string[]>();
        for (var i = 0; i < names.Length;)
        {
            var size = random.Next(1, 4);
            accounts.Add([.. names.Skip(i).Take(size)]);
            i += size + random.Next(2);
        }
        return [.. accounts];
    }

    private sealed class RefusingTarget(InMemoryTarget inner, AccountChange refused) : ISyncTarget
    {
        public InMemoryTarget Inner => inner;

        public string Name => "refusing";

        public IAsyncEnumerable<MailAccount> ReadAccountsAsync(CancellationToken cancellationToken = default) => inner.ReadAccountsAsync(cancellationToken);

        public async Task<IReadOnlyList<ChangeOutcome>> ApplyAsync(IReadOnlyList<AccountChange> batch, CancellationToken cancellationToken = default) =>
            [.. await inner.ApplyAsync([.. batch.Where(change => change != refused)], cancellationToken),
                .. batch.Where(change => change == refused).Select(change => ChangeOutcome.Failed(change, "No."))];
    }
}
