using LdapSync.Directories;

namespace LdapSync.Planning;

public class ExclusionTests
{
    private static SyncPlan Plan(SyncOptions options, string[][] wanted, params MailAccount[] existing)
    {
        options.AllowEmptyDirectory = true;
        return new SyncPlanner(options).Plan(wanted.Select(Given.Entry), existing);
    }

    [Fact]
    public void R10_a_pattern_on_the_primary_excludes_the_whole_entry_on_both_sides()
    {
        var options = new SyncOptions { Exclusions = ["svc-*"] };

        Plan(options, [["svc-a", "alias"]]).Changes.Should().BeEmpty("it is not created");
        Plan(options, [], Given.Account("svc-a", "alias")).Changes.Should().BeEmpty("it is not deleted");
    }

    [Fact]
    public void R10_a_pattern_on_an_alias_excludes_that_alias_on_both_sides()
    {
        var options = new SyncOptions { Exclusions = ["secret@*"] };

        Plan(options, [["ann", "secret", "a1"]]).Changes.Select(c => c.Address).Should().Equal(Given.Address("ann"), Given.Address("a1"));
        Plan(options, [["ann"]], Given.Account("ann", "secret")).Changes.Should().BeEmpty();
    }

    [Fact]
    public void R10_blocked_addresses_are_neither_created_nor_left_standing()
    {
        var options = new SyncOptions { Exclusions = ["svc-*", "secret@*"], ExclusionMode = ExclusionMode.Block };

        Plan(options, [["svc-a"]]).Changes.Should().BeEmpty();
        Plan(options, [["svc-a"], ["ann", "secret"]], Given.Account("svc-a"), Given.Account("ann", "secret")).Changes.Should().BeEquivalentTo(
        [
            AccountChange.RemoveAlias(Given.Address("ann"), Given.Address("secret")),
            AccountChange.DeleteAccount(Given.Address("svc-a")),
        ]);
    }

    [Fact]
    public void R10_the_plan_names_pattern_and_address_and_counts_per_pattern()
    {
        var plan = Plan(
            new SyncOptions { Exclusions = ["svc-*", "nobody@*", "*-a@*"] },
            [["svc-a"], ["ann", "svc-b"]],
            Given.Account("svc-a"), Given.Account("svc-c"));

        plan.Excluded.Select(e => (e.Address.ToString(), e.Pattern, e.IsWholeAccount, e.Dn is not null)).Should().Equal(
            ("svc-a@example.com", "svc-*", true, false),
            ("svc-a@example.com", "svc-*", true, true),
            ("svc-b@example.com", "svc-*", false, true),
            ("svc-c@example.com", "svc-*", true, false));
        plan.Patterns.Should().Equal(new PatternUse("svc-*", 3), new PatternUse("nobody@*", 0), new PatternUse("*-a@*", 1));
    }

    [Fact]
    public void R9_an_internationalised_domain_is_excluded_in_either_spelling_on_both_sides()
    {
        foreach (var pattern in new[] { "*@bücher.example", "*@xn--bcher-kva.example", "info@BÜCHER.example" })
        {
            var options = new SyncOptions { Exclusions = [pattern] };
            Plan(options, [["info@xn--bcher-kva.example"], ["ann"]], Given.Account("ann")).Changes.Should().BeEmpty();
            Plan(options, [["ann"]], Given.Account("info@bücher.example"), Given.Account("ann")).Changes.Should().BeEmpty();
            Plan(options, [["ann"]], Given.Account("info@xn--bcher-kva.example"), Given.Account("ann")).Changes.Should().BeEmpty();
        }
    }

    [Fact]
    public void An_address_that_an_excluded_account_has_at_the_target_is_not_promised_to_another()
    {
        var plan = Plan(new SyncOptions { Exclusions = ["svc-*"] }, [["ann", "shared"], ["held"]], Given.Account("svc-a", "shared", "held"));

        plan.Changes.Should().Equal(AccountChange.AddAccount(Given.Address("ann"), AccountKind.Mailbox));
        plan.Conflicts.Should().HaveCount(2).And.OnlyContain(c => c.Reason == ConflictReason.HeldByHiddenAccount && c.Winner == Given.Address("svc-a"));
    }

    [Fact]
    public void A_duplicate_or_empty_list_of_patterns_is_fine()
    {
        Plan(new SyncOptions { Exclusions = ["a*", "a*"] }, []).Patterns.Should().ContainSingle();
        Plan(new SyncOptions(), [["ann"]]).Patterns.Should().BeEmpty();
    }

    [Fact]
    public void R10_excluding_an_entry_does_not_delete_the_account_that_its_other_address_has()
    {
        var plan = Plan(new SyncOptions { Exclusions = ["svc-*"] }, [["svc-ann", "ann"]], Given.Account("ann"));

        plan.Changes.Should().BeEmpty("the whole entry is out of sight, on both sides");
        plan.Kept.Should().ContainSingle().Which.Account.Should().Be(Given.Address("ann"));
        Plan(new SyncOptions { Exclusions = ["svc-*"], ExclusionMode = ExclusionMode.Block }, [["svc-ann", "ann"]], Given.Account("ann"))
            .Changes.Should().ContainSingle("what is blocked must not exist");
    }

    [Fact]
    public void R9_an_exclusion_holds_for_the_canonical_spelling_too() =>
        Plan(new SyncOptions { Exclusions = ["ΣΑΣ@example.com"] }, [["ΣΑΣ"], ["ann"]], Given.Account("σασ"), Given.Account("ann")).Changes.Should().BeEmpty();

    [Fact]
    public void R9_other_letters_before_an_internationalised_domain_are_excluded_in_either_spelling()
    {
        foreach (var pattern in new[] { "ΣΑΣ@bücher.example", "ΣΑΣ@xn--bcher-kva.example" })
        {
            Plan(new SyncOptions { Exclusions = [pattern] }, [["ΣΑΣ@bücher.example"]]).Changes.Should().BeEmpty();
            Plan(new SyncOptions { Exclusions = [pattern] }, [["ΣΑΣ@xn--bcher-kva.example"]]).Changes.Should().BeEmpty();
        }
    }

    [Fact]
    public void R9_a_domain_that_only_looks_like_an_a_label_has_one_spelling() =>
        Plan(new SyncOptions { Exclusions = ["ann@xn--99999999.example"] }, [["ann@xn--99999999.example"], ["bob@xn--99999999.example"]])
            .Changes.Should().ContainSingle().Which.Account.LocalPart.Should().Be("bob");

    [Fact]
    public void R10_of_several_patterns_the_first_in_the_settings_is_named()
    {
        Plan(new SyncOptions { Exclusions = ["*-a@*", "svc-a@example.com"] }, [["svc-a"]]).Excluded.Should().ContainSingle().Which.Pattern.Should().Be("*-a@*");
        Plan(new SyncOptions { Exclusions = ["svc-a@example.com", "*-a@*"] }, [["svc-a"]]).Excluded.Should().ContainSingle().Which.Pattern.Should().Be("svc-a@example.com");
    }

    [Fact]
    public void R10_patterns_that_differ_in_case_alone_are_counted_both() =>
        Plan(new SyncOptions { Exclusions = ["Ann@example.com", "ANN@example.com"] }, [["ann"]]).Patterns.Should().Equal(new PatternUse("Ann@example.com", 1), new PatternUse("ANN@example.com", 1));

    [Fact]
    public void R9_letters_with_two_small_forms_are_excluded_as_they_are_written() =>
        Plan(new SyncOptions { Exclusions = ["ΣΑΣ@example.com"] }, [["ΣΑΣ"], ["σας@example.com"]]).Changes.Should().BeEmpty();

    [Fact]
    public void R12_an_excluded_entry_keeps_the_account_with_its_id_and_of_several_the_lowest_name_is_told()
    {
        const string Id = "11111111-0000-0000-0000-000000000000";
        LdapEntry Service(string name) => new($"cn={name}", ("mail", $"{name}@example.com"), ("entryUUID", Id));
        var existing = new MailAccount(Given.Address("robot")) { SourceId = Id };
        SyncPlan PlanWith(params LdapEntry[] entries) => new SyncPlanner(new SyncOptions { Exclusions = ["svc-*"], AllowEmptyDirectory = true }).Plan(entries, [existing]);

        PlanWith(Service("svc-a")).Kept.Should().Equal(new KeptAccount(existing.Primary, "cn=svc-a"));
        PlanWith(Service("svc-a"), Service("svc-b")).Kept.Should().Equal(new KeptAccount(existing.Primary, "cn=svc-a"));
        PlanWith(Service("svc-b"), Service("svc-a")).Kept.Should().Equal(new KeptAccount(existing.Primary, "cn=svc-a"));
        PlanWith(Service("svc-a"), new("cn=svc-b", ("mail", "svc-b@example.com"), ("proxyAddresses", "robot@example.com"))).Kept
            .Should().Equal([new KeptAccount(existing.Primary, "cn=svc-b")], "the address is the stronger sign");
    }

    [Fact]
    public void R15_of_several_excluded_entries_that_carry_an_address_the_lowest_name_is_told()
    {
        var options = new SyncOptions { Exclusions = ["svc-*"] };

        Plan(options, [["svc-b", "x"], ["svc-a", "x"]], Given.Account("x")).Kept.Should().Equal(new KeptAccount(Given.Address("x"), "cn=svc-a,dc=example,dc=com"));
        Plan(options, [["svc-a", "x"], ["svc-b", "x"]], Given.Account("x")).Kept.Should().Equal(new KeptAccount(Given.Address("x"), "cn=svc-a,dc=example,dc=com"));
    }

    [Fact]
    public void A_pattern_that_matches_only_aliases_of_excluded_accounts_is_no_unused_pattern() =>
        Plan(new SyncOptions { Exclusions = ["svc-*", "alias@*"] }, [["svc-a", "alias"]]).Patterns.Should().OnlyContain(p => p.Addresses == 1);

    [Fact]
    public void Settings_that_change_after_the_planner_was_made_have_no_effect()
    {
        var options = new SyncOptions { Exclusions = ["boss@*"] };
        var planner = new SyncPlanner(options);
        options.Exclusions.Clear();
        options.Limits.Total = 0;

        planner.Plan([Given.Entry("ann")], [Given.Account("boss")]).Changes.Should().ContainSingle();
        planner.Plan([Given.Entry("ann")], []).Violations.Should().BeEmpty();
    }
}
