using System.Text.Json;
using LdapSync.MailRoute.FakeServer;

namespace LdapSync.MailRoute.Fake;

/// <summary>The fake bears the size at which the target is proven.</summary>
public sealed class FakeSizeTests : FakeTest
{
    [Fact]
    public async Task A_hundred_thousand_accounts_with_aliases_are_read_page_by_page_each_once()
    {
        for (var i = 0; i < 100_000; i++)
        {
            var name = $"user{(i * 48271L) % 100_000:d6}"; // 48271 and 100,000 have no common divisor: each number once
            Fake.AddAccount($"{name}@example.com", AccountState.Standard, $"{name}.a", $"{name}.b", $"{name}.c");
        }
        var found = 0;
        var last = "";

        for (var next = $"email_account/?domain={DomainId}&order_by=localpart&limit=1000"; next is not null;)
        {
            var page = await Get(next);
            foreach (var localpart in page.Each("localpart"))
            {
                string.CompareOrdinal(localpart, last).Should().BePositive();
                last = localpart;
                found++;
            }
            next = page.Meta.GetProperty("next").GetString();
        }

        found.Should().Be(100_000);
        Fake.Requests.Count().Should().Be(100);
    }

    [Fact]
    public async Task Sixteen_at_once_write_and_look_up_without_losing_anything()
    {
        await Parallel.ForAsync(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken }, async (batch, _) =>
        {
            string[] names = [.. Enumerable.Range(batch * 100, 100).Select(i => $"user{i:d5}")];
            (await Post("email_account/mass_add/", JsonSerializer.Serialize(new { localparts = names, domain = DomainUri }))).Status.Should().Be(202);
            var listed = await Get($"email_account/?domain={DomainId}&localpart__in={string.Join(',', names)}&order_by=localpart&limit=1000");
            listed.Each("localpart").Should().Equal(names);
            foreach (var id in listed.Each("id").Take(3)) await Post($"email_account/{id}/mass_add_aliases/", $$"""{"aliases": ["{{id}}.a", "{{id}}.b"]}""");
        });

        Fake.Accounts.Should().HaveCount(4000);
        Fake.Accounts.Sum(account => account.Aliases.Count).Should().Be(240);
        Fake.Requests.MostAtOnce.Should().BeInRange(1, 16);
    }
}
