using LdapSync.MailRoute.FakeServer;

namespace LdapSync.MailRoute;

/// <summary>The size at which the target is meant to be used.</summary>
public sealed class ScaleTests : MailRouteTest
{
    [Fact]
    public async Task A_hundred_thousand_accounts_are_read_in_a_hundred_and_ten_requests_at_most()
    {
        for (var i = 0; i < 100_000; i++) Fake.AddAccount($"user{i:d6}@example.com", AccountState.Standard, $"u{i:d6}", $"v{i:d6}", $"w{i:d6}");

        var domains = await Target.ReadDomainsAsync(Token);
        var accounts = await ReadAsync();

        domains.Domains.Should().Equal("example.com");
        accounts.Should().HaveCount(100_000);
        accounts.Sum(account => account.Aliases.Count).Should().Be(300_000);
        accounts[54_321].Aliases.Select(alias => alias.LocalPart).Should().BeEquivalentTo("u054321", "v054321", "w054321");
        Fake.Requests.Count().Should().BeLessThanOrEqualTo(110);
    }
}
