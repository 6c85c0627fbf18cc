using LdapSync.Directories;
using LdapSync.Targets;

namespace LdapSync.Planning;

/// <summary>Renames and moves through the whole planner, and on a target.</summary>
public class RenameTests
{
    private const TargetCapabilities All = TargetCapabilities.Rename | TargetCapabilities.AtomicMove | TargetCapabilities.SourceIds;

    private static readonly SyncOptions Options = new() { AllowEmptyDirectory = true };

    private static string Id(int person) => new Guid(person, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1).ToString();

    private static LdapEntry Person(int person, params string[] names) =>
        new($"cn={person}", [("mail", $"{Given.Address(names[0])}"), ("entryUUID", Id(person)), .. names.Skip(1).Select(name => ("proxyAddresses", $"smtp:{Given.Address(name)}"))]);

    private static MailAccount Mailbox(int person, params string[] names) => new(Given.Address(names[0]), aliases: [.. names.Skip(1).Select(Given.Address)]) { SourceId = Id(person) };

    private static IEnumerable<string> Steps(LdapEntry[] entries, params MailAccount[] existing) =>
        new SyncPlanner(Options, All).Plan(entries, existing).Changes.Select(c => c.ToString().Replace("@example.com", "", StringComparison.Ordinal));

    [Fact]
    public void R13_an_account_that_lists_its_own_address_among_its_aliases_keeps_it_as_one()
    {
        var plan = new SyncPlanner(new SyncOptions(), TargetCapabilities.Rename).Plan([Given.Entry("ann.jones", "ann")], [Given.Account("ann", "ann")]);

        plan.Changes.Should().Equal(
            AccountChange.RenameAccount(Given.Address("ann"), Given.Address("ann.jones")),
            AccountChange.AddAlias(Given.Address("ann.jones"), Given.Address("ann")));
    }

    [Fact]
    public void A_marriage_is_a_rename_and_the_old_address_an_alias_at_once() =>
        Steps([Person(1, "ann.jones", "ann.smith", "a1"), Person(2, "new")], Mailbox(1, "ann.smith", "a1")).Should().Equal(
            "add mailbox new", "rename ann.smith to ann.jones", "add alias ann.smith to ann.jones");

    [Fact]
    public void Two_people_exchange_their_addresses_and_keep_their_mailboxes() =>
        Steps([Person(1, "b"), Person(2, "a")], Mailbox(1, "a"), Mailbox(2, "b")).Should().Equal(
            "rename a to in-transit-1", "rename b to a", "rename in-transit-1 to b");

    [Fact]
    public void Three_people_pass_their_addresses_on_in_a_ring() =>
        Steps([Person(1, "b"), Person(2, "c"), Person(3, "a")], Mailbox(1, "a"), Mailbox(2, "b"), Mailbox(3, "c")).Should().Equal(
            "rename a to in-transit-1", "rename c to a", "rename b to c", "rename in-transit-1 to b");

    [Fact]
    public void A_chain_of_renames_starts_at_its_free_end() =>
        Steps([Person(1, "b"), Person(2, "c"), Person(3, "d")], Mailbox(1, "a"), Mailbox(2, "b"), Mailbox(3, "c")).Should().Equal("rename c to d", "rename b to c", "rename a to b");

    [Fact]
    public void A_primary_and_an_alias_of_one_account_change_places() =>
        Steps([Person(1, "x", "a")], Mailbox(1, "a", "x")).Should().Equal("rename a to x", "add alias a to x");

    [Fact]
    public void A_primary_and_an_alias_of_two_accounts_change_places() =>
        Steps([Person(1, "x"), Person(2, "b", "a")], Mailbox(1, "a"), Mailbox(2, "b", "x")).Should().Equal("remove alias x from b", "rename a to x", "add alias a to b");

    [Fact]
    public void An_account_in_the_way_is_deleted_before_the_rename() =>
        Steps([Person(1, "b")], Mailbox(1, "a"), Mailbox(2, "b")).Should().Equal("delete account b", "rename a to b");

    [Fact]
    public void Aliases_of_an_account_in_the_way_that_become_own_addresses_are_removed_before_it_is_deleted() =>
        Steps([Person(1, "b"), Person(3, "z"), Person(4, "w")], Mailbox(1, "a"), Mailbox(2, "b", "z", "w"), Mailbox(3, "y"), Mailbox(4, "v")).Should().Equal(
            "remove alias w from b", "remove alias z from b", "delete account b", "rename a to b", "rename v to w", "rename y to z");

    [Fact]
    public void An_address_that_is_released_for_an_account_still_to_be_renamed_waits_for_it() =>
        Steps([Person(1, "b"), Person(3, "z", "q")], Mailbox(1, "a"), Mailbox(2, "b", "q"), Mailbox(3, "y")).Should().Equal(
            "delete account b", "rename a to b", "rename y to z", "add alias q to z");

    [Fact]
    public void The_old_address_is_an_alias_before_the_next_account_is_renamed() =>
        Steps([Person(1, "b", "a"), Person(2, "d")], Mailbox(1, "a"), Mailbox(2, "c")).Should().Equal("rename a to b", "add alias a to b", "rename c to d");

    [Fact]
    public void R12_an_id_that_the_target_lacks_is_noted() => Steps([Person(1, "a")], Given.Account("a")).Should().Equal("note the id of a");

    [Fact]
    public void R14_an_alias_that_moves_moves_in_one_step() =>
        Steps([Person(1, "a"), Person(2, "b", "x")], Mailbox(1, "a", "x"), Mailbox(2, "b")).Should().Equal("move alias x from a to b");

    [Fact]
    public void The_name_for_the_time_between_is_nobodys() =>
        Steps([Person(1, "b"), Person(2, "a"), Person(3, "in-transit-1"), Person(4, "d", "in-transit-2")], Mailbox(1, "a"), Mailbox(2, "b"))
            .Should().Contain("rename a to in-transit-3");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void R10_the_name_for_the_time_between_is_no_hidden_accounts_either(bool hasAliasDomains)
    {
        var options = new SyncOptions { Exclusions = ["in-transit-*"], AllowEmptyDirectory = true };
        if (hasAliasDomains) options.DomainAliases["alias.example"] = "example.com";

        new SyncPlanner(options, All).Plan([Person(1, "b"), Person(2, "a")], [Mailbox(1, "a", "in-transit-2"), Mailbox(2, "b"), Given.Account("in-transit-1")]).Changes[0].NewAddress
            .Should().Be(Given.Address("in-transit-3"));
    }

    [Fact]
    public void R17_a_rename_counts_in_the_total_only_and_a_move_as_one_removed_and_one_added_alias()
    {
        var plan = new SyncPlanner(Options, All).Plan([Person(1, "c", "y"), Person(2, "b", "x")], [Mailbox(1, "a", "x"), Mailbox(2, "b", "y")]);

        plan.Counts.Should().Be(new PlanCounts(0, 0, AliasAdds: 2, AliasDeletes: 2, KindChanges: 0, Renames: 1));
        plan.Counts.Total.Should().Be(5);
        plan.ChangesInWords.Should().Be("2 aliases to add, 2 aliases to delete, 1 account to rename");
    }

    [Fact]
    public void The_plan_tells_which_address_is_undeliverable_the_longest()
    {
        var plan = new SyncPlanner(Options, All).Plan([Person(1, "b"), Person(2, "a")], [Mailbox(1, "a"), Mailbox(2, "b")]);

        plan.LongestHandover.Should().NotBeNull();
        plan.Handovers.Select(h => (h.Address.LocalPart, h.To.LocalPart, h.ReleasedBy, h.TakenBy)).Should().Equal(("a", "a", 0, 1), ("b", "b", 1, 2));
    }

    [Fact]
    public async Task Applying_an_exchange_again_does_not_exchange_back()
    {
        MailAccount[] existing = [Mailbox(1, "a"), Mailbox(2, "b")];
        var plan = new SyncPlanner(Options, All).Plan([Person(1, "b"), Person(2, "a")], existing);
        var target = new InMemoryTarget(existing);

        await new PlanApplier(plan, target).ApplyAsync(_ => { }, TestContext.Current.CancellationToken);
        await new PlanApplier(plan, target).ApplyAsync(_ => { }, TestContext.Current.CancellationToken);

        target.Accounts.Select(a => (a.Primary.LocalPart, a.SourceId)).Should().Equal(("a", Id(2)), ("b", Id(1)));
    }

    [Fact]
    public async Task R12_people_keep_their_mailboxes_through_any_plan()
    {
        string[] names = ["a", "b", "c", "d", "e", "f", "g", "h"];
        var random = new Random(20261122);
        string[][] Deal()
        {
            random.Shuffle(names);
            return [.. names.Take(random.Next(3, 9)).Chunk(random.Next(1, 4))];
        }

        for (var round = 0; round < Law.Cases(1000); round++)
        {
            var people = Enumerable.Range(1, 8).ToArray();
            random.Shuffle(people);
            MailAccount[] existing = [.. Deal().Select((addresses, i) => random.Next(5) == 0 ? Given.Account(addresses) : Mailbox(people[i], addresses))];
            random.Shuffle(people);
            LdapEntry[] entries = [.. Deal().Select((addresses, i) => Person(people[i], addresses))];
            var capabilities = (TargetCapabilities)random.Next(16);
            var planner = new SyncPlanner(Options, capabilities);
            var plan = planner.Plan(entries, existing);
            var target = new InMemoryTarget(existing) { Capabilities = capabilities };
            var steps = string.Join("; ", plan.Changes);
            Delivery.Follow(plan, existing);

            var applier = new PlanApplier(plan, target);
            await applier.ApplyAsync(_ => { }, TestContext.Current.CancellationToken);

            applier.Outcomes.Where(o => o.Status != OutcomeStatus.Applied).Should().BeEmpty("each step of {0} is possible when its turn comes", steps);
            planner.Plan(entries, target.Accounts).Changes.Should().BeEmpty("nothing is left after {0}", steps);
            if (!capabilities.HasFlag(TargetCapabilities.Rename)) continue;
            var wanted = entries.Select(entry => entry.Find("entryUUID").Single().Values[0]).Select(id => System.Text.Encoding.ASCII.GetString(id.Span)).ToHashSet();
            plan.Changes.Where(c => c.Kind == ChangeKind.DeleteAccount && existing.Any(e => e.Primary == c.Account && e.SourceId is { } id && wanted.Contains(id)))
                .Should().BeEmpty("whoever is still in the directory keeps the mailbox in {0}", steps);
        }
    }

    [Fact]
    public async Task R7_renames_and_moves_through_alias_domains_are_possible_step_by_step_and_settle()
    {
        string[] names = ["a", "b", "c", "d", "a@alias.example", "b@alias.example", "c@alias.example", "e"];
        var options = new SyncOptions { AllowEmptyDirectory = true, DomainAliases = { ["alias.example"] = "example.com" } };
        var random = new Random(20261124);
        string[][] Deal(int most)
        {
            random.Shuffle(names);
            return [.. names.Take(random.Next(3, most)).Chunk(random.Next(1, 4))];
        }

        for (var round = 0; round < Law.Cases(1000); round++)
        {
            // At the target no two accounts may have one address twice, folded or not.
            var dealt = Deal(9);
            if (dealt.SelectMany((addresses, i) => addresses.Select(a => (a.Split('@')[0], i)).Distinct()).GroupBy(a => a.Item1).Any(g => g.Count() > 1)) continue;
            MailAccount[] existing = [.. dealt.Select((addresses, i) => random.Next(3) == 0 ? Given.Account(addresses) : Mailbox(i + 1, addresses))];
            LdapEntry[] entries = [.. Deal(8).Select((addresses, i) => Person(i + 1, addresses))];
            var capabilities = (TargetCapabilities)random.Next(16);
            var planner = new SyncPlanner(options, capabilities);
            var target = new InMemoryTarget(existing) { Capabilities = capabilities };
            var plan = planner.Plan(entries, existing);

            var applier = new PlanApplier(plan, target);
            await applier.ApplyAsync(_ => { }, TestContext.Current.CancellationToken);

            applier.Outcomes.Where(o => o.Status != OutcomeStatus.Applied).Should().BeEmpty("each step of {0} is possible when its turn comes", string.Join("; ", plan.Changes));
            await new PlanApplier(planner.Plan(entries, target.Accounts), target).ApplyAsync(_ => { }, TestContext.Current.CancellationToken);
            planner.Plan(entries, target.Accounts).Changes.Should().BeEmpty("what one sync leaves of {0}, the next one settles", string.Join("; ", plan.Changes));
        }
    }
}
