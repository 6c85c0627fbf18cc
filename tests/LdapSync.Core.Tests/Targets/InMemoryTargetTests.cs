using LdapSync.Planning;

namespace LdapSync.Targets;

public class InMemoryTargetTests
{
    private static async Task<OutcomeStatus> Apply(InMemoryTarget target, AccountChange change) => (await target.ApplyAsync([change])).Single().Status;

    private static readonly EmailAddress Ann = Given.Address("ann");
    private static readonly EmailAddress Bob = Given.Address("bob");
    private static readonly EmailAddress Alias = Given.Address("x");

    [Fact]
    public async Task An_address_that_somebody_has_is_never_taken_over()
    {
        var target = new InMemoryTarget([Given.Account("ann", "x"), Given.Account("bob")]);

        (await Apply(target, AccountChange.AddAccount(Alias, AccountKind.Mailbox))).Should().Be(OutcomeStatus.Failed);
        (await Apply(target, AccountChange.AddAlias(Bob, Alias))).Should().Be(OutcomeStatus.Failed);
        (await Apply(target, AccountChange.AddAlias(Bob, Ann))).Should().Be(OutcomeStatus.Failed);
        (await Apply(target, AccountChange.AddAlias(Bob, Bob))).Should().Be(OutcomeStatus.Failed);
        (await Apply(target, AccountChange.RemoveAlias(Bob, Alias))).Should().Be(OutcomeStatus.Applied, "bob does not have it, which is what was asked");
        (await Apply(target, AccountChange.DeleteAccount(Alias))).Should().Be(OutcomeStatus.Applied, "no account has that name");
        target.Accounts.Should().HaveCount(2);
        target.Accounts[0].Aliases.Should().Equal(Alias);
    }

    [Fact]
    public async Task What_is_there_already_counts_as_applied()
    {
        var target = new InMemoryTarget([Given.Account("ann", "x")]);

        (await Apply(target, AccountChange.AddAccount(Ann, AccountKind.DistributionList))).Should().Be(OutcomeStatus.Applied);
        (await Apply(target, AccountChange.AddAlias(Ann, Alias))).Should().Be(OutcomeStatus.Applied);
        (await Apply(target, AccountChange.DeleteAccount(Bob))).Should().Be(OutcomeStatus.Applied);
        target.Accounts.Single().Kind.Should().Be(AccountKind.DistributionList);
    }

    [Fact]
    public async Task What_needs_an_account_fails_without_one()
    {
        var target = new InMemoryTarget();

        (await Apply(target, AccountChange.AddAlias(Ann, Alias))).Should().Be(OutcomeStatus.Failed);
        (await Apply(target, AccountChange.SetKind(Ann, AccountKind.Mailbox))).Should().Be(OutcomeStatus.Failed);
    }

    [Fact]
    public async Task Deleting_an_account_frees_its_addresses()
    {
        var target = new InMemoryTarget([Given.Account("ann", "x")]);

        await Apply(target, AccountChange.DeleteAccount(Ann));

        (await Apply(target, AccountChange.AddAccount(Alias, AccountKind.Mailbox))).Should().Be(OutcomeStatus.Applied);
        (await Apply(target, AccountChange.AddAlias(Alias, Ann))).Should().Be(OutcomeStatus.Applied);
    }

    [Fact]
    public void Accounts_that_share_an_address_are_refused() =>
        FluentActions.Invoking(() => new InMemoryTarget([Given.Account("ann", "x"), Given.Account("bob", "x")])).Should().Throw<ArgumentException>().WithMessage("*x@example.com*");
}
