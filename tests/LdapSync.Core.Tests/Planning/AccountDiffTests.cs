using LdapSync.Mapping;

namespace LdapSync.Planning;

/// <summary>Each row of the table above <see cref="AccountDiff"/>.</summary>
public class AccountDiffTests
{
    private const TargetCapabilities All = TargetCapabilities.Rename | TargetCapabilities.AtomicMove | TargetCapabilities.SourceIds;

    private static List<AccountChange> Compare(MailAccount[] wanted, MailAccount[] existing, params MailAccount[] carriers) =>
        AccountDiff.Compare(Settle(wanted, existing, carriers: carriers), All).Changes;

    private static List<AccountChange> CompareWith(TargetCapabilities capabilities, MailAccount[] wanted, params MailAccount[] existing) =>
        AccountDiff.Compare(Settle(wanted, existing, capabilities), capabilities).Changes;

    // Carriers are entries that get no account.
    private static Settlement Settle(
        MailAccount[] wanted, MailAccount[] existing, TargetCapabilities capabilities = All, ProvisionalAccounts provisional = ProvisionalAccounts.Keep, params MailAccount[] carriers)
    {
        var options = new SyncOptions { Provisional = provisional };
        var (exclusions, domains) = (new ExclusionRules([]), new ServedDomains([], options.DomainAliases));
        var directory = new MappedDirectory();
        foreach (var account in wanted) directory.Add(new MappedEntry(account, null, [], 0));
        foreach (var account in carriers) directory.Add(new MappedEntry(null, null, [], 0) { Unreadable = account });
        return Settlement.Of(
            directory,
            VisibleAccounts.OfDirectory(directory.Accounts, exclusions, domains, default),
            VisibleAccounts.OfTarget(existing, exclusions, domains, default),
            ExistingAddresses.Of(existing),
            domains,
            new DeletionRules(options, SyncMemory.Empty, default),
            options,
            capabilities);
    }

    [Fact]
    public void Each_change_reads_like_this() =>
        new[]
        {
            AccountChange.AddAccount(Given.Address("ann"), AccountKind.Mailbox),
            AccountChange.AddAccount(Given.Address("team"), AccountKind.DistributionList),
            AccountChange.DeleteAccount(Given.Address("bob")),
            AccountChange.AddAlias(Given.Address("ann"), Given.Address("a1")),
            AccountChange.RemoveAlias(Given.Address("ann"), Given.Address("a1")),
            AccountChange.MoveAlias(Given.Address("ann"), Given.Address("bob"), Given.Address("a1")),
            AccountChange.SetKind(Given.Address("cid"), AccountKind.DistributionList),
            AccountChange.SetKind(Given.Address("cid"), AccountKind.Mailbox),
            AccountChange.RenameAccount(Given.Address("hal"), Given.Address("gus")),
            AccountChange.SetSourceId(Given.Address("ian"), "id-2"),
        }.Select(change => change.ToString()).Should().Equal(
            "add mailbox ann@example.com",
            "add distribution list team@example.com",
            "delete account bob@example.com",
            "add alias a1@example.com to ann@example.com",
            "remove alias a1@example.com from ann@example.com",
            "move alias a1@example.com from ann@example.com to bob@example.com",
            "make cid@example.com a distribution list",
            "make cid@example.com a mailbox",
            "rename hal@example.com to gus@example.com",
            "note the id of ian@example.com");

    [Fact]
    public void Wanted_and_not_existing_is_added_with_each_alias() =>
        Compare([Given.List("ann", "a1", "a2")], []).Should().Equal(
            AccountChange.AddAccount(Given.Address("ann"), AccountKind.DistributionList),
            AccountChange.AddAlias(Given.Address("ann"), Given.Address("a1")),
            AccountChange.AddAlias(Given.Address("ann"), Given.Address("a2")));

    [Fact]
    public void Existing_and_not_wanted_is_deleted_in_one_change() =>
        Compare([], [Given.Account("bob", "b1")]).Should().Equal(AccountChange.DeleteAccount(Given.Address("bob")));

    [Fact]
    public void An_alias_of_a_deleted_account_that_becomes_an_account_is_removed_by_a_change_of_its_own() =>
        CompareWith(TargetCapabilities.None, [Given.Account("b1")], Given.Account("bob", "b1", "b2")).Should().Equal(
            AccountChange.AddAccount(Given.Address("b1"), AccountKind.Mailbox),
            AccountChange.RemoveAlias(Given.Address("bob"), Given.Address("b1")),
            AccountChange.DeleteAccount(Given.Address("bob")));

    [Fact]
    public void An_account_whose_address_an_entry_still_carries_is_kept()
    {
        var settlement = Settle([Given.Account("ann")], [Given.Account("ann"), Given.Account("bob", "b1")], carriers: new MailAccount(Given.Address("typo"), aliases: [Given.Address("bob")]) { Dn = "cn=bob" });

        AccountDiff.Compare(settlement, All).Changes.Should().BeEmpty();
        settlement.Kept.Should().Equal(new KeptAccount(Given.Address("bob"), "cn=bob"));
    }

    [Fact]
    public void A_kept_account_gives_up_an_alias_that_is_wanted_elsewhere()
    {
        var carrier = Given.Account("typo", "bob");

        Compare([Given.Account("ann", "b1")], [Given.Account("ann"), Given.Account("bob", "b1", "b2")], carrier).Should().Equal(
            AccountChange.AddAlias(Given.Address("ann"), Given.Address("b1")),
            AccountChange.RemoveAlias(Given.Address("bob"), Given.Address("b1")));
        Compare([Given.Account("ann", "bob")], [Given.Account("ann"), Given.Account("bob")], carrier).Should().Contain(
            AccountChange.DeleteAccount(Given.Address("bob")), "another entry claims its own address");
    }

    [Fact]
    public void Another_kind_is_set() =>
        Compare([Given.List("cid")], [Given.Account("cid")]).Should().Equal(AccountChange.SetKind(Given.Address("cid"), AccountKind.DistributionList));

    [Fact]
    public void A_missing_alias_is_added() =>
        Compare([Given.Account("dan", "d1")], [Given.Account("dan")]).Should().Equal(AccountChange.AddAlias(Given.Address("dan"), Given.Address("d1")));

    [Fact]
    public void A_surplus_alias_is_removed() =>
        Compare([Given.Account("eve")], [Given.Account("eve", "e1")]).Should().Equal(AccountChange.RemoveAlias(Given.Address("eve"), Given.Address("e1")));

    [Fact]
    public void The_same_in_another_spelling_is_no_change() =>
        Compare([Given.Account("Fay@EXAMPLE.com", "F1", "f2")], [Given.Account("fay", "f2", "f1")]).Should().BeEmpty();

    [Fact]
    public void Long_alias_lists_compare_like_short_ones()
    {
        string[] names = [.. Enumerable.Range(0, 100).Select(i => $"a{i}")];

        Compare([Given.Account(["gil", .. names.Skip(1)])], [Given.Account(["gil", .. names.SkipLast(1)])]).Should().BeEquivalentTo(
        [
            AccountChange.AddAlias(Given.Address("gil"), Given.Address("a99")),
            AccountChange.RemoveAlias(Given.Address("gil"), Given.Address("a0")),
        ]);
    }

    [Fact]
    public void An_own_address_listed_as_alias_at_the_target_is_left_alone() =>
        Compare([Given.Account("hal")], [Given.Account("hal", "HAL")]).Should().BeEmpty();

    [Fact]
    public void R14_a_provisional_account_that_is_wanted_becomes_a_standard_one() =>
        Compare([Given.Account("ann")], [Provisional("ann")]).Should().Equal(AccountChange.SetKind(Given.Address("ann"), AccountKind.Mailbox));

    [Fact]
    public void R14_a_provisional_account_that_nobody_wants_is_kept_unless_the_settings_say_otherwise_or_its_address_is_claimed()
    {
        Settle([], [Provisional("pro")]).Kept.Should().Equal(new KeptAccount(Given.Address("pro"), null));
        AccountDiff.Compare(Settle([], [Provisional("pro")], provisional: ProvisionalAccounts.Delete), All).Changes.Should().Equal(AccountChange.DeleteAccount(Given.Address("pro")));
        Compare([Given.Account("ann", "pro")], [Provisional("pro")]).Should().Contain(AccountChange.DeleteAccount(Given.Address("pro")));
    }

    [Fact]
    public void R13_an_account_that_is_known_again_is_renamed_and_its_old_address_is_an_alias_like_any_other() =>
        Compare([Given.Account("gus", "hal", "g1")], [Given.Account("hal", "gus", "h1")]).Should().Equal(
            AccountChange.RenameAccount(Given.Address("hal"), Given.Address("gus")),
            AccountChange.AddAlias(Given.Address("gus"), Given.Address("hal")),
            AccountChange.AddAlias(Given.Address("gus"), Given.Address("g1")),
            AccountChange.RemoveAlias(Given.Address("hal"), Given.Address("h1")));

    [Fact]
    public void R12_an_id_that_the_target_does_not_have_yet_is_noted_where_it_keeps_ids()
    {
        var wanted = WithId("id-2", "ian");

        Compare([wanted], [WithId("id-1", "ian")]).Should().Equal(AccountChange.SetSourceId(Given.Address("ian"), "id-2"));
        Compare([wanted], [Given.Account("ian")]).Should().Equal(AccountChange.SetSourceId(Given.Address("ian"), "id-2"));
        CompareWith(TargetCapabilities.None, [wanted], Given.Account("ian")).Should().BeEmpty();
        Compare([Given.Account("ian")], [wanted]).Should().BeEmpty("no id is nothing to note");
    }

    private static MailAccount Provisional(string name) => new(Given.Address(name), AccountKind.Provisional);

    private static MailAccount WithId(string id, params string[] names) => new(Given.Address(names[0]), aliases: [.. names.Skip(1).Select(Given.Address)]) { SourceId = id };
}
