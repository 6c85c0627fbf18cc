using LdapSync.Targets;

namespace LdapSync.Planning;

public class DomainAliasTests
{
    private static readonly string[] Ann = ["ann"];

    private static SyncOptions Options(Action<SyncOptions>? change = null)
    {
        var options = new SyncOptions { Domains = ["example.com"], DomainAliases = { ["Alias.example"] = "example.com", ["other.example"] = "example.com" }, AllowEmptyDirectory = true };
        change?.Invoke(options);
        return options;
    }

    private static SyncPlan Plan(string[][] wanted, params MailAccount[] existing) => Plan(Options(), wanted, existing);

    private static SyncPlan Plan(SyncOptions options, string[][] wanted, params MailAccount[] existing) => new SyncPlanner(options).Plan(wanted.Select(Given.Entry), existing);

    [Fact]
    public void R7_an_address_in_an_alias_domain_is_the_same_local_part_in_the_parent()
    {
        var plan = Plan([["Ann@ALIAS.example", "a1@alias.example"]]);

        plan.Changes.Should().Equal(AccountChange.AddAccount(Given.Address("ann"), AccountKind.Mailbox), AccountChange.AddAlias(Given.Address("ann"), Given.Address("a1")));
        plan.Changes[0].Account.ToString().Should().Be("Ann@example.com", "the spelling of the local part is kept");
        plan.ForeignAddresses.Should().BeEmpty();
        plan.FoldedAddresses.Select(f => $"{f.Address} {f.Into} {f.Dn}").Should().Equal(
            "a1@alias.example a1@example.com cn=Ann,dc=example,dc=com", "Ann@ALIAS.example Ann@example.com cn=Ann,dc=example,dc=com");
    }

    [Fact]
    public void R7_duplicates_that_folding_makes_collapse_and_one_that_equals_the_primary_vanishes_quietly()
    {
        var plan = Plan([["ann", "ann@alias.example", "a1", "a1@alias.example", "a2@alias.example", "a2@other.example"]]);

        plan.Changes.Select(c => c.Address).Should().Equal(Given.Address("ann"), Given.Address("a1"), Given.Address("a2"));
        plan.FoldedAddresses.Select(f => $"{f.Address}").Should().Equal("a2@alias.example", "a2@other.example");
        (plan.Conflicts.Count, plan.ForeignAddresses.Count).Should().Be((0, 0));
    }

    [Fact]
    public void R7_of_two_spellings_that_fold_into_one_the_lower_is_taken_in_any_order_of_values()
    {
        Plan([["ann", "X@alias.example", "x@other.example"]]).Changes[1].Alias.ToString().Should().Be("X@example.com");
        Plan([["ann", "x@other.example", "X@alias.example"]]).Changes[1].Alias.ToString().Should().Be("X@example.com");
    }

    [Fact]
    public void R7_without_domains_any_is_served_and_alias_domains_still_fold() =>
        Plan(Options(o => o.Domains.Clear()), [["ann@alias.example", "a1@elsewhere.example"]]).Changes.Select(c => c.Address)
            .Should().Equal(Given.Address("ann"), Given.Address("a1@elsewhere.example"));

    [Fact]
    public void R7_two_entries_that_fold_into_one_address_are_a_conflict() =>
        new SyncPlanner(Options()).Plan([Given.EntryNamed("cn=a", "ann@alias.example"), Given.EntryNamed("cn=b", "ann@other.example")], []).Conflicts.Should().ContainSingle().Which.Address.Should().Be(Given.Address("ann"));

    [Fact]
    public void R9_patterns_see_the_address_as_it_stands_and_as_it_is_folded()
    {
        var options = Options(o => o.Exclusions.Add("*@alias.example"));

        Plan(options, [["ann", "a1@alias.example"], ["bob@alias.example"]]).Changes.Select(c => c.Address).Should().Equal(Given.Address("ann"));
    }

    [Fact]
    public void R10_an_excluded_address_is_not_created_by_folding_another_into_it()
    {
        var options = Options(o => o.Exclusions = ["a1@example.com", "bob@example.com"]);

        Plan(options, [["ann", "a1@alias.example"], ["bob@alias.example"]]).Changes.Select(c => c.Address).Should().Equal(Given.Address("ann"));
        Plan(options, [["ann", "a1@alias.example"]], Given.Account("ann", "a1")).Changes.Should().BeEmpty("the target hides it too");
        Plan(options, [["ann"], ["cid", "a1@alias.example"]], Given.Account("ann", "a1"), Given.Account("cid")).Changes.Should().BeEmpty("it is hidden where it is");
    }

    [Fact]
    public void R7_what_the_target_has_in_an_alias_domain_counts_as_the_parents() =>
        Plan([["ann", "a1"], ["bob"]], Given.Account("ann@alias.example", "ann", "a1@other.example", "a1@alias.example"), Given.Account("bob", "bob@alias.example")).Changes.Should().BeEmpty();

    [Fact]
    public void R7_changes_call_an_account_and_its_aliases_what_the_target_calls_them()
    {
        var plan = Plan([["ann", "new"]], Given.Account("ann@alias.example", "old@other.example"), Given.Account("bob@alias.example"));

        plan.Changes.Should().Equal(
            AccountChange.AddAlias(Given.Address("ann@alias.example"), Given.Address("new")),
            AccountChange.RemoveAlias(Given.Address("ann@alias.example"), Given.Address("old@other.example")),
            AccountChange.DeleteAccount(Given.Address("bob@alias.example")));
    }

    [Fact]
    public void R7_another_spelling_of_an_accounts_own_address_is_no_alias_to_remove() =>
        Plan([["ann", "new"]], Given.Account("ann@alias.example", "ann")).Changes.Should().Equal(AccountChange.AddAlias(Given.Address("ann@alias.example"), Given.Address("new")));

    [Fact]
    public void R15_spellings_of_one_alias_are_removed_in_order_and_the_one_that_the_plan_means_last() =>
        Plan([Ann], Given.Account("ann", "x@other.example", "x@alias.example")).Changes.Should().Equal(
            AccountChange.RemoveAlias(Given.Address("ann"), Given.Address("x@other.example")),
            AccountChange.RemoveAlias(Given.Address("ann"), Given.Address("x@alias.example")));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R24_after_it_was_applied_nothing_is_left_though_an_alias_stood_in_three_domains(bool passesToBob)
    {
        string[][] wanted = passesToBob ? [Ann, ["bob", "x"]] : [Ann, ["bob"]];
        var target = new InMemoryTarget([Given.Account("ann@alias.example", "x@alias.example", "x", "x@other.example"), Given.Account("bob")]);
        var plan = Plan(wanted, [.. await Read(target)]);
        plan.Handovers.Should().HaveCount(passesToBob ? 3 : 0, "it is off the air from its first spelling on");

        var applier = new PlanApplier(plan, target);
        await applier.ApplyAsync(_ => { }, TestContext.Current.CancellationToken);

        applier.Outcomes.Should().OnlyContain(outcome => outcome.Status == OutcomeStatus.Applied);
        Plan(wanted, [.. await Read(target)]).Changes.Should().BeEmpty();
    }

    [Fact]
    public void R7_two_accounts_that_fold_into_one_address_are_named_and_nothing_is_planned() =>
        FluentActions.Invoking(() => Plan([Ann], Given.Account("ann"), Given.Account("ann@alias.example")))
            .Should().Throw<TargetException>().WithMessage("*ann@example.com*belongs to ann@alias.example and to ann@example.com*");

    [Fact]
    public void R10_an_excluded_account_in_an_alias_domain_holds_the_folded_address()
    {
        var plan = Plan(Options(o => o.Exclusions.Add("*@alias.example")), [Ann], Given.Account("ann@alias.example"));

        plan.Changes.Should().BeEmpty();
        plan.Conflicts.Should().ContainSingle().Which.Reason.Should().Be(ConflictReason.HeldByHiddenAccount);
    }

    [Fact]
    public void R10_an_excluded_alias_stands_as_it_is_and_is_no_second_owner_of_what_it_would_fold_into() =>
        Plan(Options(o => o.Exclusions.Add("x@alias.example")), [Ann, ["x"]], Given.Account("ann", "x@alias.example"), Given.Account("x")).Changes.Should().BeEmpty();

    [Fact]
    public void R7_an_address_that_would_be_too_long_in_its_parent_is_left_out_as_one_elsewhere()
    {
        var parent = string.Join('.', Enumerable.Repeat(new string('p', 60), 4)) + ".com";
        var local = new string('l', 30);
        var options = new SyncOptions { DomainAliases = { ["alias.example"] = parent } };

        var plan = Plan(options, [["ann", $"{local}@alias.example"]]);

        plan.Changes.Should().ContainSingle();
        plan.ForeignAddresses.Should().ContainSingle().Which.Address.Should().Be(EmailAddress.Parse($"{local}@alias.example"));
    }

    [Fact]
    public void R7_domains_with_other_letters_fold_by_their_a_labels() =>
        Plan(new SyncOptions { DomainAliases = { ["bücher.example"] = "Büro.example" } }, [["info@xn--bcher-kva.example"]]).Changes[0].Account.Domain.Should().Be("xn--bro-hoa.example");

    [Fact]
    public void R7_a_foreign_primary_may_be_skipped_with_the_reason_and_what_it_carries_is_kept()
    {
        var options = Options(o => o.ForeignPrimary = ForeignPrimary.Skip);

        var plan = Plan(options, [["ann@elsewhere.example", "a1@alias.example"]], Given.Account("a1"));

        plan.Changes.Should().BeEmpty();
        plan.SkippedEntries.Should().Equal(new Mapping.SkippedEntry("cn=ann,dc=example,dc=com", "its address ann@elsewhere.example is in a domain that is not served, and ForeignPrimary is Skip"));
        Plan(options, [["ann@elsewhere.example", "b@elsewhere.example"]]).SkippedEntries.Should().BeEmpty("no other setting would give it an account");
        plan.Kept.Should().ContainSingle().Which.Account.Should().Be(Given.Address("a1"));
        options.ExclusionMode = ExclusionMode.Block;
        Plan(options, [["ann@elsewhere.example", "a1@alias.example"]], Given.Account("a1")).Changes.Should().BeEmpty();
    }

    [Fact]
    public void R7_an_address_of_a_skipped_entry_is_free_for_another_that_asks_for_it() =>
        Plan(Options(o => o.ForeignPrimary = ForeignPrimary.Skip), [["ann@elsewhere.example", "a1"], ["bob", "a1"]], Given.Account("bob")).Changes
            .Should().Equal(AccountChange.AddAlias(Given.Address("bob"), Given.Address("a1")));

    [Theory]
    [InlineData(ForeignPrimary.UseAlias, ExclusionMode.Ignore)]
    [InlineData(ForeignPrimary.UseAlias, ExclusionMode.Block)]
    [InlineData(ForeignPrimary.Skip, ExclusionMode.Ignore)]
    [InlineData(ForeignPrimary.Skip, ExclusionMode.Block)]
    public async Task R24_nothing_is_left_after_any_plan_over_alias_domains(ForeignPrimary foreignPrimary, ExclusionMode mode)
    {
        for (var seed = 0; seed < Law.Cases(500); seed++)
        {
            var random = new Random(seed);
            var options = Options(o => (o.ForeignPrimary, o.ExclusionMode, o.Exclusions) = (foreignPrimary, mode, ["c@alias.example"]));
            var entries = Enumerable.Range(0, 3).Select(i => Given.EntryNamed($"cn={i}", Names(random))).ToList();
            var target = new InMemoryTarget(Accounts(random));
            var planner = new SyncPlanner(options);
            var plan = planner.Plan(entries, await Read(target));
            planner.Plan(entries.AsEnumerable().Reverse(), (await Read(target)).AsEnumerable().Reverse()).Fingerprint.Should().Be(plan.Fingerprint, "of seed {0}", seed);

            var applier = new PlanApplier(plan, target);
            await applier.ApplyAsync(_ => { }, TestContext.Current.CancellationToken);

            applier.Outcomes.Where(outcome => outcome.Status != OutcomeStatus.Applied).Should().BeEmpty("of seed {0}", seed);
            planner.Plan(entries, await Read(target)).Changes.Should().BeEmpty("of seed {0}", seed);
        }
    }

    private static string[] Names(Random random)
    {
        string[] domains = ["example.com", "alias.example", "other.example", "elsewhere.example"];
        return [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => $"{(char)random.Next('a', 'f')}@{domains[random.Next(domains.Length)]}")];
    }

    /// <summary>Accounts that share no address, folded or not.</summary>
    private static List<MailAccount> Accounts(Random random)
    {
        var taken = new HashSet<string>();
        var accounts = new List<MailAccount>();
        for (var i = 0; i < 3; i++)
        {
            string Folded(string name) => name.Replace("alias.example", "example.com", StringComparison.Ordinal).Replace("other.example", "example.com", StringComparison.Ordinal);
            var names = Names(random).Distinct().Where(name => !taken.Contains(Folded(name))).ToArray();
            if (names.Length > 0) accounts.Add(Given.Account(names));
            taken.UnionWith(names.Select(Folded));
        }
        return accounts;
    }

    private static async Task<List<MailAccount>> Read(InMemoryTarget target)
    {
        var accounts = new List<MailAccount>();
        await foreach (var account in target.ReadAccountsAsync(TestContext.Current.CancellationToken)) accounts.Add(account);
        return accounts;
    }
}
