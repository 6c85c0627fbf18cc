using LdapSync.Directories;
using LdapSync.MailRoute.FakeServer;

namespace LdapSync.MailRoute;

/// <summary>A directory with distribution lists, synced by a service whose lists may have aliases after all: nobody knows whether the real one's do.</summary>
public sealed class WholeSyncTests
{
    [Fact]
    public async Task R24_lists_that_keep_aliases_get_none_lose_those_that_nobody_asks_for_and_nothing_is_left_to_do()
    {
        await using var fake = FakeMailRoute.Start(new FakeMailRouteOptions { ListsKeepAliases = true });
        fake.AddAccount("team@example.com", AccountState.DistributionList, "t1", "t2");
        fake.AddAccount("all@example.com", AccountState.Standard, "a1", "a2");
        using var target = new MailRouteTarget(new MailRouteOptions { BaseAddress = fake.BaseAddress, Login = fake.Options.Login, ApiKey = fake.Options.ApiKey, Domain = fake.Options.Domain });
        var directory = new InMemoryDirectorySource([Entry("group", "team", "t1", "t3"), Entry("group", "all", "a1"), Entry("person", "ann", "a2")]);
        var runner = new SyncRunner(directory, target, new SyncOptions
        {
            BaseDns = ["dc=example,dc=com"],
            SearchFilter = LdapFilters.AnyMail,
            DistributionListAttribute = "objectClass",
            DistributionListValue = "group",
        });

        var report = await runner.RunAsync(TestContext.Current.CancellationToken);
        var left = await runner.PlanAsync(TestContext.Current.CancellationToken);

        report.IsComplete.Should().BeTrue();
        fake.Accounts.Select(account => $"{account}").Should().Equal("all@example.com DistributionList", "ann@example.com: a2@example.com", "team@example.com DistributionList: t1@example.com");
        left.IsEmpty.Should().BeTrue();
        left.ListAliases.Select(alias => $"{alias.Alias}").Should().Equal("a1@example.com", "t3@example.com");
    }

    private static LdapEntry Entry(string kind, string name, params string[] aliases) => new(
        $"cn={name},dc=example,dc=com",
        [("objectClass", kind), ("mail", $"{name}@example.com"), .. aliases.Select(alias => ("proxyAddresses", $"smtp:{alias}@example.com"))]);
}
