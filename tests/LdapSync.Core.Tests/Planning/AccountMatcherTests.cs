namespace LdapSync.Planning;

public class AccountMatcherTests
{
    private static MailAccount Known(string id, params string[] names) => new(Given.Address(names[0]), aliases: [.. names.Skip(1).Select(Given.Address)]) { SourceId = id };

    private static string Match(MailAccount[] wanted, MailAccount[] existing, TargetCapabilities capabilities = TargetCapabilities.Rename)
    {
        var matches = AccountMatcher.Match(wanted, existing, capabilities);
        return string.Join(", ", wanted.Select(account => $"{matches.Find(account)?.Primary.LocalPart ?? "-"} is {account.Primary.LocalPart}"));
    }

    [Fact]
    public void R12_the_same_id_is_the_same_account_whatever_the_addresses() =>
        Match([Known("1", "b"), Known("2", "a")], [Known("1", "a"), Known("2", "b")]).Should().Be("a is b, b is a", "two people who exchange their addresses keep their mailboxes");

    [Fact]
    public void R12_an_id_that_stands_on_several_accounts_is_no_id()
    {
        Match([Known("1", "a"), Known("1", "b")], [Known("1", "c")]).Should().Be("- is a, - is b");
        Match([Known("1", "a")], [Known("1", "b"), Known("1", "c")]).Should().Be("- is a");
    }

    [Fact]
    public void R12_without_ids_the_primary_address_tells() =>
        Match([Given.Account("a"), Given.Account("b")], [Given.Account("b"), Given.Account("a")]).Should().Be("a is a, b is b");

    [Theory]
    [InlineData("new old", "old", "old is new")] // its primary is a new alias
    [InlineData("new", "old new", "old is new")] // the new primary is its alias
    [InlineData("new x", "old x", "- is new")] // a common alias is no sign: aliases move
    [InlineData("new", "old", "- is new")]
    public void R13_addresses_that_touch_tell_a_rename(string wanted, string existing, string match) =>
        Match([Given.Account(wanted.Split(' '))], [Given.Account(existing.Split(' '))]).Should().Be(match);

    [Fact]
    public void R13_with_two_candidates_nobody_guesses()
    {
        Match([Given.Account("new", "old1", "old2")], [Given.Account("old1"), Given.Account("old2")]).Should().Be("- is new");
        Match([Given.Account("new1", "old"), Given.Account("new2")], [Given.Account("old", "new2")]).Should().Be("- is new1, - is new2");
    }

    [Fact]
    public void R13_an_account_that_is_known_to_be_somebody_else_is_not_renamed() =>
        Match([Known("2", "new", "old")], [Known("1", "old")]).Should().Be("- is new");

    [Fact]
    public void R13_an_account_with_an_id_is_renamed_for_an_entry_without_one() =>
        Match([Given.Account("new", "old")], [Known("1", "old")]).Should().Be("old is new");

    [Fact]
    public void R13_a_provisional_account_is_not_renamed() =>
        Match([Given.Account("new", "old")], [new MailAccount(Given.Address("old"), AccountKind.Provisional)]).Should().Be("- is new");

    [Fact]
    public void Without_the_capability_a_rename_is_a_delete_and_an_add_and_the_plan_says_so()
    {
        var plan = new SyncPlanner(new SyncOptions()).Plan([Given.Entry("new", "old")], [Given.Account("old", "new")]);

        plan.Changes.Select(c => c.Kind).Should().Equal(ChangeKind.RemoveAlias, ChangeKind.AddAccount, ChangeKind.DeleteAccount, ChangeKind.AddAlias);
        plan.LostRenames.Should().Equal(new LostRename(Given.Address("old"), Given.Address("new"), "cn=new,dc=example,dc=com"));
    }
}
