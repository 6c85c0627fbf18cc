using LdapSync.Directories;
using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync;

/// <summary>A target that serves certain domains only narrows what the settings name (R7).</summary>
public class TargetDomainsTests
{
    private static readonly TargetDomains Example = new(["example.com"], new DomainAliases { ["alias.example"] = "example.com" });

    private static async Task<SyncPlan> PlanAsync(TargetDomains domains, Action<SyncOptions>? change = null)
    {
        var options = new SyncOptions { BaseDns = ["dc=example,dc=com"], SearchFilter = LdapFilters.AnyMail };
        change?.Invoke(options);
        var source = new InMemoryDirectorySource([Given.Entry("ann", "ann@alias.example", "a1@alias.example", "ann@elsewhere.example")]);
        return await new SyncRunner(source, new Served(domains), options).PlanAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task R7_what_it_does_not_serve_is_left_out_and_its_alias_domains_count_as_their_parent()
    {
        var plan = await PlanAsync(Example);

        plan.Changes.Should().Equal(AccountChange.AddAccount(Given.Address("ann"), AccountKind.Mailbox), AccountChange.AddAlias(Given.Address("ann"), Given.Address("a1")));
        plan.ForeignAddresses.Select(foreign => $"{foreign.Address}").Should().Equal("ann@elsewhere.example");
    }

    [Fact]
    public async Task Without_domains_of_its_own_the_settings_decide()
    {
        (await PlanAsync(TargetDomains.Any)).Changes.Should().HaveCount(4);
        (await PlanAsync(TargetDomains.Any, options => options.Domains = ["example.com"])).Changes.Should().ContainSingle();
    }

    [Theory]
    [InlineData("example.com")]
    [InlineData(" EXAMPLE.com ")]
    [InlineData("elsewhere.example", "example.com")] // of which another target is kept
    [InlineData("alias.example")]
    public async Task Of_the_domains_that_the_settings_name_those_count_that_it_serves(params string[] domains)
    {
        var plan = await PlanAsync(Example, options => options.Domains = [.. domains]);

        plan.Changes.Should().HaveCount(2);
        plan.ForeignAddresses.Should().ContainSingle();
    }

    [Fact]
    public async Task Settings_that_name_none_of_its_domains_are_refused() =>
        (await FluentActions.Awaiting(() => PlanAsync(Example, options => options.Domains = ["exmaple.com"])).Should().ThrowAsync<SettingsException>())
            .WithMessage("LdapSync:Domains is exmaple.com: the target serves example.com and nothing else; name that, or leave the setting empty.");

    [Fact]
    public async Task Alias_domains_of_the_settings_count_beside_its_own()
    {
        var plan = await PlanAsync(Example, options => options.DomainAliases["elsewhere.example"] = "example.com");

        plan.ForeignAddresses.Should().BeEmpty();
    }

    [Fact]
    public async Task Alias_domains_that_contradict_each_other_are_refused() =>
        (await FluentActions.Awaiting(() => PlanAsync(Example, options => options.DomainAliases["elsewhere.example"] = "alias.example")).Should().ThrowAsync<SettingsException>())
            .WithMessage("*elsewhere.example*which is itself an alias of example.com*");

    [Fact]
    public async Task An_alias_domain_that_the_settings_give_another_parent_is_refused() =>
        (await FluentActions.Awaiting(() => PlanAsync(Example, options => options.DomainAliases["Alias.example"] = "elsewhere.example")).Should().ThrowAsync<SettingsException>())
            .WithMessage("LdapSync:DomainAliases:Alias.example is 'elsewhere.example': at the target it is an alias of example.com; correct it, or remove it from the settings.*");

    [Fact]
    public async Task One_that_both_name_is_one_in_whatever_spelling()
    {
        var domains = new TargetDomains(["example.com"], new DomainAliases { ["xn--bcher-kva.example"] = "example.com", ["alias.example"] = "example.com" });

        var plan = await PlanAsync(domains, options => options.DomainAliases = new() { ["bücher.example"] = "example.com", [" ALIAS.example "] = "Example.com" });

        plan.Changes.Should().HaveCount(2);
    }

    [Fact]
    public async Task R15_a_plan_for_other_domains_has_another_fingerprint() =>
        (await PlanAsync(Example)).Fingerprint.Should().NotBe((await PlanAsync(Example with { Aliases = new DomainAliases { ["alias.example"] = "example.com", ["third.example"] = "example.com" } })).Fingerprint);

    private sealed class Served(TargetDomains domains) : ISyncTarget
    {
        public string Name => "served";

        public Task<TargetDomains> ReadDomainsAsync(CancellationToken cancellationToken = default) => Task.FromResult(domains);

        public IAsyncEnumerable<MailAccount> ReadAccountsAsync(CancellationToken cancellationToken = default) => AsyncEnumerable.Empty<MailAccount>();

        public Task<IReadOnlyList<ChangeOutcome>> ApplyAsync(IReadOnlyList<AccountChange> batch, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
