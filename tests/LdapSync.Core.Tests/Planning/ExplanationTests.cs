using LdapSync.Directories;

namespace LdapSync.Planning;

/// <summary>What a plan says of an address from what it knows itself.</summary>
public class ExplanationTests
{
    private const TargetCapabilities All = TargetCapabilities.Rename | TargetCapabilities.AtomicMove | TargetCapabilities.SourceIds;

    private static SyncPlan Plan(LdapEntry[] entries, MailAccount[] existing, Action<SyncOptions>? change = null, TargetCapabilities capabilities = default)
    {
        var options = new SyncOptions { AllowEmptyDirectory = true };
        change?.Invoke(options);
        return new SyncPlanner(options, capabilities).Plan(entries, existing);
    }

    private static string Dn(string name) => $"cn={name},dc=example,dc=com";

    private static Explanation Explain(SyncPlan plan, string name, AddressVerdict verdict)
    {
        var explanation = plan.Explain(Given.Address(name));
        explanation.Verdict.Should().Be(verdict, "{0}", string.Join(" ", explanation.Decisions));
        return explanation;
    }

    [Fact]
    public void Added_names_the_entry_the_account_and_the_position_of_the_change()
    {
        var plan = Plan([Given.Entry("ann", "sales")], [Given.Account("bob")]);

        var alias = Explain(plan, "sales", AddressVerdict.Added);
        alias.Wanted!.Dn.Should().Be(Dn("ann"));
        alias.Origins.Should().Equal(new AddressOrigin(Dn("ann"), null, null));
        alias.Changes.Select(change => (change.Position, $"{change.Change}", change.WithheldBecause)).Should().Equal(
            (0, "add mailbox ann@example.com", null), (1, "add alias sales@example.com to ann@example.com", null));
        alias.ToString().Should().Be("sales@example.com: it is added, an alias of ann@example.com.");
        Explain(plan, "ann", AddressVerdict.Added).ToString().Should().Be("ann@example.com: it is added, the own address of an account.");
    }

    [Fact]
    public void Any_spelling_asks_for_the_same_address() =>
        Explain(Plan([Given.Entry("ann", "info@xn--bcher-kva.example")], []), "INFO@Bücher.example", AddressVerdict.Added).Changes.Should().HaveCount(2);

    [Fact]
    public void Removed_says_from_where_and_that_nobody_asks_for_it()
    {
        var removed = Explain(Plan([Given.Entry("ann")], [Given.Account("ann", "sales")]), "sales", AddressVerdict.Removed);

        removed.Existing!.Primary.Should().Be(Given.Address("ann"));
        removed.Decisions.Should().Equal("No entry that was read asks for it.", "The target has it, as an alias of ann@example.com.");
        removed.Changes.Should().ContainSingle();
    }

    [Fact]
    public void Deleted_is_an_account_with_everything_it_has()
    {
        var plan = Plan([Given.Entry("ann")], [Given.Account("ann"), Given.Account("bob", "sales")]);

        Explain(plan, "bob", AddressVerdict.Deleted).Changes.Should().ContainSingle();
        var alias = Explain(plan, "sales", AddressVerdict.Deleted);
        alias.Changes.Should().ContainSingle().Which.Change.Should().Be(AccountChange.DeleteAccount(Given.Address("bob")));
        alias.Decisions.Should().Contain("Why that account goes, the explanation of bob@example.com tells.");
    }

    [Theory]
    [InlineData(TargetCapabilities.AtomicMove, 1)]
    [InlineData(TargetCapabilities.None, 2)]
    public void Moved_is_an_alias_that_passes_to_another_in_one_step_or_two(TargetCapabilities capabilities, int steps)
    {
        var moved = Explain(Plan([Given.Entry("ann", "x"), Given.Entry("bob")], [Given.Account("ann"), Given.Account("bob", "x")], capabilities: capabilities), "x", AddressVerdict.Moved);

        (moved.Existing!.ToString(), moved.Wanted!.ToString()).Should().Be(("bob@example.com", "ann@example.com"));
        moved.Changes.Should().HaveCount(steps);
        moved.Decisions.Any(decision => decision.StartsWith("It is not deliverable between change 1 and change 2", StringComparison.Ordinal)).Should().Be(steps == 2);
    }

    [Fact]
    public void Renamed_is_the_old_and_the_new_name_and_an_alias_stays_with_its_account()
    {
        var plan = Plan([Given.Entry("ann.jones", "ann.smith", "a1")], [Given.Account("ann.smith", "a1")], capabilities: All);

        Explain(plan, "ann.smith", AddressVerdict.Renamed).Changes.Should().HaveCount(2, "the old name becomes an alias");
        Explain(plan, "ann.jones", AddressVerdict.Renamed).Changes.Should().ContainSingle();
        Explain(plan, "a1", AddressVerdict.Unchanged).Changes.Should().ContainSingle().Which.Change.Kind.Should().Be(ChangeKind.RenameAccount);
    }

    [Fact]
    public void A_name_between_two_renames_is_in_transit()
    {
        LdapEntry Person(int id, string name) => new($"cn={id}", ("mail", $"{name}@example.com"), ("entryUUID", new Guid(id, 0, 0, new byte[8]).ToString()));
        MailAccount Mailbox(int id, string name) => new(Given.Address(name)) { SourceId = new Guid(id, 0, 0, new byte[8]).ToString() };
        var plan = Plan([Person(1, "b"), Person(2, "a")], [Mailbox(1, "a"), Mailbox(2, "b")], capabilities: All);

        Explain(plan, "in-transit-1", AddressVerdict.InTransit).Changes.Should().HaveCount(2);
        Explain(plan, "a", AddressVerdict.Renamed).Wanted!.Dn.Should().Be("cn=2");
    }

    [Fact]
    public void A_rename_that_the_target_cannot_do_is_told_of_both_names()
    {
        var plan = Plan([Given.Entry("new", "old")], [Given.Account("old")]);

        Explain(plan, "new", AddressVerdict.Added).Decisions.Should().Contain(decision => decision.StartsWith("The target cannot rename", StringComparison.Ordinal));
        Explain(plan, "old", AddressVerdict.Moved).Decisions.Should().Contain(decision => decision.StartsWith("The target cannot rename", StringComparison.Ordinal));
    }

    [Fact]
    public void A_change_of_kind_leaves_the_address_where_it_is()
    {
        var plan = Plan(
            [new("cn=team", ("mail", "team@example.com"), ("objectClass", "group"), ("proxyAddresses", "t1@example.com"))],
            [Given.Account("team", "t1")],
            options => (options.DistributionListAttribute, options.DistributionListValue) = ("objectClass", "group"));

        Explain(plan, "team", AddressVerdict.KindChanged).Changes.Should().ContainSingle().Which.Change.Kind.Should().Be(ChangeKind.SetKind);
        Explain(plan, "t1", AddressVerdict.Unchanged);
    }

    [Fact]
    public void Unchanged_is_on_both_sides()
    {
        var plan = Plan([Given.Entry("ann", "a1")], [Given.Account("ann", "a1")]);

        Explain(plan, "ann", AddressVerdict.Unchanged).Changes.Should().BeEmpty();
        Explain(plan, "a1", AddressVerdict.Unchanged).ToString().Should().Be("a1@example.com: it stays an alias of ann@example.com.");
    }

    [Fact]
    public void Excluded_in_the_parent_domain_is_excluded_in_its_alias_domain()
    {
        var plan = Plan([Given.Entry("ann", "a1@alias.example")], [], options =>
        {
            options.DomainAliases.Add("alias.example", "example.com");
            options.Exclusions = ["a1@example.com"];
        });

        Explain(plan, "a1@alias.example", AddressVerdict.Excluded).Decisions.Should().Contain($"The exclusion a1@example.com hides it in {Dn("ann")}, as an alias of ann@example.com.");
    }

    [Fact]
    public void Excluded_names_the_pattern_and_the_side_and_whether_it_is_the_whole_account()
    {
        var plan = Plan([Given.Entry("ann", "svc-a"), Given.Entry("svc-b", "b1")], [Given.Account("svc-c", "c1")], options => options.Exclusions = ["svc-*"]);

        Explain(plan, "svc-a", AddressVerdict.Excluded).Decisions.Should().Contain($"The exclusion svc-* hides it in {Dn("ann")}, as an alias of ann@example.com.");
        Explain(plan, "svc-b", AddressVerdict.Excluded).Decisions.Should().Contain($"The exclusion svc-* hides it in {Dn("svc-b")}, with the whole account.");
        Explain(plan, "svc-c", AddressVerdict.Excluded).Decisions.Should().Contain("The exclusion svc-* hides it at the target, with the whole account.");
        Explain(plan, "b1", AddressVerdict.Excluded).Decisions.Should().Contain($"The exclusion svc-* hides the account svc-b@example.com that has it as an alias ({Dn("svc-b")}).");
        Explain(plan, "c1", AddressVerdict.Excluded).Decisions.Should().Contain("The exclusion svc-* hides the account svc-c@example.com that has it as an alias (at the target).");
        Explain(plan, "svc-d", AddressVerdict.NotFound).Decisions.Should().Contain("The exclusion svc-* would hide it.");
    }

    [Fact]
    public void What_is_blocked_is_deleted_and_the_pattern_named() =>
        Explain(Plan([], [Given.Account("svc-c")], options => (options.Exclusions, options.ExclusionMode, options.Guards.MinAccounts) = (["svc-*"], ExclusionMode.Block, 99)), "svc-c", AddressVerdict.Deleted)
            .Decisions.Should().Contain("The exclusion svc-* hides it at the target, with the whole account.");

    [Fact]
    public void A_conflict_names_both_entries_and_the_reason_whoever_is_asked_about()
    {
        var plan = Plan([Given.Entry("ann", "bob"), Given.Entry("bob"), Given.EntryNamed("cn=zed", "ann", "z1")], []);

        Explain(plan, "bob", AddressVerdict.Added).Decisions.Should().Contain(
            $"bob@example.com goes to bob@example.com ({Dn("bob")}), whose own address it is; ann@example.com ({Dn("ann")}) goes without.");
        Explain(plan, "z1", AddressVerdict.LostConflict).Decisions.Should().Contain(
            $"ann@example.com goes to ann@example.com ({Dn("ann")}), who has the lowest id; ann@example.com ({Dn("zed")}) gets no account.");
    }

    [Fact]
    public void A_conflict_that_all_lost_to_an_account_that_must_not_be_touched_is_lost() =>
        Explain(Plan([Given.Entry("ann", "x")], [Given.Account("svc-a", "x")], options => options.Exclusions = ["svc-*"]), "x", AddressVerdict.LostConflict)
            .Decisions.Should().Contain(decision => decision.Contains("whom this sync must not touch", StringComparison.Ordinal));

    [Fact]
    public void Kept_says_which_entry_still_carries_the_address()
    {
        LdapEntry unreadable = new("cn=ann", ("mail", "ann@@example.com"), ("proxyAddresses", "smtp:ann@example.com"));
        var plan = Plan([unreadable, Given.Entry("bob")], [Given.Account("ann", "a1"), Given.Account("bob")]);

        Explain(plan, "ann", AddressVerdict.Kept).Decisions.Should().Contain("ann@example.com is kept although nobody asks for it: cn=ann carries its address or id, but gets no account.")
            .And.Contain(decision => decision.StartsWith("cn=ann asks for no account: its mail 'ann@@example.com' is no mail address", StringComparison.Ordinal));
        Explain(plan, "a1", AddressVerdict.Kept);
    }

    [Fact]
    public void Kept_says_for_how_long_it_waits_and_that_its_address_cannot_be_had()
    {
        var plan = Plan([Given.EntryNamed("cn=new", "new", "old")], [Given.Account("old", "o1")], options => options.DeleteAfter = new() { Runs = 3 });

        Explain(plan, "old", AddressVerdict.Kept).Decisions.Should()
            .Contain(decision => decision.StartsWith("old@example.com: absent since", StringComparison.Ordinal) && decision.EndsWith("deleted after 2 more syncs without it.", StringComparison.Ordinal))
            .And.Contain(decision => decision.Contains("which is not deleted now; new@example.com (cn=new,dc=example,dc=com) goes without", StringComparison.Ordinal));
        Explain(plan, "o1", AddressVerdict.Kept);
    }

    [Fact]
    public void Kept_says_that_it_is_somebody_elses() =>
        Explain(Plan([], [Given.Account("old", "o1")], options => options.Owns = Ownership.CreatedOrAdopted), "o1", AddressVerdict.Kept)
            .Decisions.Should().Contain("old@example.com is left alone: this sync has neither made it nor found an entry for it.");

    [Fact]
    public void Kept_says_when_it_is_provisional() =>
        Explain(Plan([], [new MailAccount(Given.Address("pro"), AccountKind.Provisional)]), "pro", AddressVerdict.Kept).Decisions
            .Should().Contain("pro@example.com is kept: the target made it by itself, and provisional accounts stay.");

    [Fact]
    public void Not_served_names_the_domain()
    {
        var plan = Plan(
            [Given.Entry("ann", "a1@other.example"), Given.Entry("bob@other.example", "b1")],
            [Given.Account("old@other.example", "o1")],
            options => (options.Domains, options.ForeignPrimary) = (["example.com"], ForeignPrimary.Skip));

        Explain(plan, "a1@other.example", AddressVerdict.NotServed).Decisions.Should().Contain("The domain other.example is not served.");
        Explain(plan, "b1", AddressVerdict.NotServed).Decisions.Should().Contain(
            "cn=bob,dc=example,dc=com has it as an alias, but its own address bob@other.example is in a domain that is not served.");
        Explain(plan, "o1", AddressVerdict.NotServed).Decisions.Should().Contain("The account old@other.example of the target is in a domain that is not served, so it is left alone.");
    }

    [Fact]
    public void A_stand_in_says_what_it_stands_in_for() =>
        Explain(Plan([Given.Entry("bob@other.example", "b1")], [], options => options.Domains = ["example.com"]), "b1", AddressVerdict.Added)
            .Decisions.Should().Contain("It stands in for bob@other.example, which is in a domain that is not served.");

    [Fact]
    public void R7_an_address_in_an_alias_domain_is_explained_as_what_it_counts_as()
    {
        var plan = Plan([Given.Entry("ann", "x@alias.example")], [Given.Account("ann@alias.example")], options => options.DomainAliases = new() { ["alias.example"] = "example.com" });

        var folded = Explain(plan, "x@ALIAS.example", AddressVerdict.Added);
        folded.CountsAs.Should().Be(Given.Address("x"));
        folded.Decisions.Should().Contain("x@ALIAS.example is in an alias domain and counts as x@example.com.");
        Explain(plan, "x", AddressVerdict.Added).Decisions.Should().Contain("cn=ann,dc=example,dc=com has it as x@alias.example, which counts as x@example.com.");
        Explain(plan, "ann", AddressVerdict.Unchanged).Existing!.Primary.Should().Be(Given.Address("ann@alias.example"));
        Explain(plan, "ann@alias.example", AddressVerdict.Unchanged);
    }

    [Fact]
    public void An_address_within_a_value_that_is_none_is_found_there()
    {
        var plan = Plan([new("cn=ann", ("mail", "ann@example.com"), ("proxyAddresses", "smtp:x@example.com,y@example.com")), new("cn=bob", ("mail", "Bob <bob@example.com>"))], []);

        Explain(plan, "x", AddressVerdict.InvalidValue).Origins.Should().Equal(new AddressOrigin("cn=ann", "proxyAddresses", "smtp:x@example.com,y@example.com"));
        Explain(plan, "bob", AddressVerdict.EntrySkipped);
        Explain(plan, "ob", AddressVerdict.NotFound);
        Explain(plan, "x@example.co", AddressVerdict.NotFound);
    }

    [Fact]
    public void What_is_withheld_says_why()
    {
        var plan = Plan([Given.Entry("ann", "x")], [Given.Account("bob", "x"), Given.Account("cid")], options => (options.OnViolation, options.Limits.AccountDeletes) = (OnViolation.AddsOnly, 1));

        var withheld = Explain(plan, "cid", AddressVerdict.Deleted);
        withheld.Changes.Should().ContainSingle().Which.WithheldBecause.Should().Contain("Only adds are applied").And.Contain("AccountDeletes");
        withheld.ToString().Should().EndWith(", but not as things stand: changes are withheld.");
        Explain(plan, "ann", AddressVerdict.Added).Changes.Should().ContainSingle().Which.WithheldBecause.Should().BeNull();
        Explain(plan, "x", AddressVerdict.Moved).Changes[^1].WithheldBecause.Should().StartWith("It needs another change first");
    }

    [Fact]
    public void Of_a_refused_plan_nothing_is_applied() =>
        Explain(Plan([Given.Entry("ann")], [], options => options.Limits.AccountAdds = 0), "ann", AddressVerdict.Added).Changes.Should().ContainSingle()
            .Which.WithheldBecause.Should().Be("The plan is refused, since it breaks AccountAdds; nothing of it is applied.");

    [Fact]
    public void Nobody_has_what_is_nowhere() => Explain(Plan([Given.Entry("ann")], [Given.Account("bob")]), "sales", AddressVerdict.NotFound).Decisions.Should().Equal("No entry that was read asks for it.");

    [Fact]
    public void The_empty_address_is_refused() => FluentActions.Invoking(() => Plan([], []).Explain(default)).Should().Throw<ArgumentException>();
}
