namespace LdapSync.Planning;

/// <summary>Each row of the table above <see cref="AccountDiff"/>.</summary>
public class AccountDiffTests
{
    private static List<AccountChange> Compare(MailAccount[] wanted, MailAccount[] existing) => AccountDiff.Compare(wanted, existing);

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
    public void A_target_that_lists_an_account_twice_is_refused() =>
        FluentActions.Invoking(() => Compare([], [Given.Account("ida"), Given.Account("IDA")])).Should().Throw<TargetException>().WithMessage("*ida*twice*");
}
