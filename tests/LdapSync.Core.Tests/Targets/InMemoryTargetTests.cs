namespace LdapSync.Targets;

/// <summary>What every target promises is tested by the contract.</summary>
public class InMemoryTargetTests
{
    [Fact]
    public void Accounts_that_share_an_address_are_refused() =>
        FluentActions.Invoking(() => new InMemoryTarget([Given.Account("ann", "x"), Given.Account("bob", "x")])).Should().Throw<ArgumentException>().WithMessage("*x@example.com*");

    [Fact]
    public void Accounts_and_aliases_are_listed_in_order() =>
        new InMemoryTarget([Given.Account("bob", "z", "x"), Given.Account("ann")]).Accounts.Select(account => string.Join(' ', account.Aliases.Prepend(account.Primary)))
            .Should().Equal("ann@example.com", "bob@example.com x@example.com z@example.com");
}
