using LdapSync.Directories;

namespace LdapSync.Planning.Pairs;

/// <summary>Aliases that differ within a pair are changes like others: counted, limited, withheld, explained.</summary>
public class ChangesOfPairsTests
{
    private static readonly MailAccount[] Existing = [Given.Account("ann", "a1", "a2"), Given.Account("bob", "b1"), Given.Account("cid", "c1"), Given.Account("dan")];
    private static readonly LdapEntry[] Entries = [Given.Entry("ann", "a2", "a3"), Given.Entry("bob"), Given.Entry("cid", "c1"), Given.Entry("dan", "d1")];

    private static SyncPlan Plan(SyncOptions? options = null) => Paired.Plan(Existing, Entries, options);

    [Fact]
    public void Aliases_are_added_and_removed_without_the_rules()
    {
        var plan = Plan();

        (plan.Sides.Pairs!.Count, plan.Sides.Pairs.Aliases).Should().Be((4, 4));
        plan.Sides.Pairs.Changes.Select(change => $"{change}").Should().BeEquivalentTo(plan.Changes.Select(change => $"{change}")).And.BeEquivalentTo(
            "add alias a3@example.com to ann@example.com",
            "remove alias a1@example.com from ann@example.com",
            "remove alias b1@example.com from bob@example.com",
            "add alias d1@example.com to dan@example.com");
        (plan.WantedAccounts, plan.ExistingAccounts, plan.Entries).Should().Be((4, 4, 4));
    }

    [Theory]
    [InlineData("ann@example.com ax", "ANN@Example.com ay")]
    [InlineData("ANN ax", "ann ay")]
    public void R20_a_change_names_the_account_as_the_target_does(string account, string entry)
    {
        var plan = Paired.Plan([Given.Account(account.Split(' '))], [Given.Entry(entry.Split(' '))]);

        plan.Sides.Pairs!.Changes.Should().HaveCount(2);
    }

    [Fact]
    public void R16_limits_see_them()
    {
        Plan(new() { Limits = { AliasDeletes = 2, AliasAdds = 2, Total = 4 } }).Violations.Should().BeEmpty();
        Plan(new() { Limits = { AliasDeletes = 1, AliasAdds = 1, Total = 3 } }).Violations.Select(violation => violation.Kind)
            .Should().Equal(ViolationKind.AliasAdds, ViolationKind.AliasDeletes, ViolationKind.Total);
    }

    [Fact]
    public void R16_limits_in_percent_are_those_of_all_aliases()
    {
        Plan(new() { Limits = { Percent = { AliasDeletes = 50 }, PercentFloor = 0 } }).Violations.Should().BeEmpty();
        Plan(new() { Limits = { Percent = { AliasDeletes = 49 }, PercentFloor = 0 } }).Violations.Should().ContainSingle();
    }

    [Fact]
    public void R16_limits_in_percent_of_accounts_count_pairs_in() =>
        Paired.Plan([.. Existing, Given.Account("old")], Entries, new() { Limits = { Percent = { AccountDeletes = 20 }, PercentFloor = 0 }, Guards = { MinAccounts = 5 } })
            .Violations.Should().BeEmpty();

    [Fact]
    public void R18_a_guard_counts_the_pairs_as_accounts()
    {
        MailAccount[] existing = [.. Enumerable.Range(0, 30).Select(i => Given.Account($"user{i}"))];
        LdapEntry[] entries = [.. existing.Select(account => Given.Entry($"{account}"))];

        Paired.Plan(existing, entries[..15]).Violations.Should().BeEmpty();
        Paired.Plan(existing, entries[..14]).Violations.Should().ContainSingle();
    }

    [Fact]
    public void R19_AddsOnly_withholds_those_that_take_something_away()
    {
        var plan = Plan(new() { OnViolation = OnViolation.AddsOnly, Limits = { AliasDeletes = 0 } });

        plan.IsRefused.Should().BeFalse();
        plan.Withheld.Select(withheld => $"{withheld.Change}").Should().BeEquivalentTo("remove alias a1@example.com from ann@example.com", "remove alias b1@example.com from bob@example.com");
    }

    [Theory]
    [InlineData("ann", AddressVerdict.Unchanged, "ann@example.com: it stays the own address of a mailbox.")]
    [InlineData("a2", AddressVerdict.Unchanged, "a2@example.com: it stays an alias of ann@example.com.")]
    [InlineData("a3", AddressVerdict.Added, null)]
    [InlineData("a1", AddressVerdict.Removed, null)]
    [InlineData("c1", AddressVerdict.Unchanged, "c1@example.com: it stays an alias of cid@example.com.")]
    [InlineData("none", AddressVerdict.NotFound, null)]
    public void They_are_explained(string address, AddressVerdict verdict, string? text)
    {
        var explanation = Plan().Explain(Given.Address(address));

        explanation.Verdict.Should().Be(verdict);
        if (verdict is not AddressVerdict.NotFound) explanation.Wanted?.Dn.Should().EndWith(",dc=example,dc=com");
        if (text is not null && address is not "ann") explanation.ToString().Should().StartWith(text);
    }

    [Fact]
    public void A_name_between_two_renames_is_no_address_of_a_pair()
    {
        // Ann and bob change names, by their ids; both names between that come first are taken, by an account alone and by an entry's new alias.
        string[] ids = ["00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"];
        MailAccount[] existing = [new(Given.Address("ann")) { SourceId = ids[0] }, new(Given.Address("bob")) { SourceId = ids[1] }, Given.Account("zoe", "in-transit-1"), Given.Account("yan")];
        LdapEntry[] entries =
        [
            Paired.Entry("1", ("mail", "bob@example.com"), ("entryUUID", ids[0])), Paired.Entry("2", ("mail", "ann@example.com"), ("entryUUID", ids[1])),
            Given.Entry("zoe", "in-transit-1"), Given.Entry("yan", "in-transit-2"),
        ];

        var plan = Paired.Plan(existing, entries, capabilities: TargetCapabilities.Rename | TargetCapabilities.SourceIds);

        plan.Sides.Pairs!.Count.Should().Be(2);
        plan.Changes.Select(change => $"{change}").Should().ContainMatch("*in-transit-3@example.com*").And.NotContainMatch("rename*in-transit-2@*");
    }

    [Fact]
    public void DeleteAfter_forgets_who_is_back()
    {
        var memory = new SyncMemory([new(Given.Address("dan"), new(default, 1)), new(Given.Address("old"), new(default, 1))], []);

        var plan = Paired.Plan([.. Existing, Given.Account("old")], Entries, new() { DeleteAfter = { Runs = 3 } }, memory: memory);

        plan.Sides.Pairs!.Count.Should().Be(4);
        plan.Memory.Absences.Keys.Should().Equal(Given.Address("old"));
    }
}
