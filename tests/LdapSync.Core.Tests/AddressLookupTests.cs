using System.Runtime.CompilerServices;
using LdapSync.Directories;
using LdapSync.Mapping;
using LdapSync.Planning;
using LdapSync.Reporting;
using LdapSync.Targets;

namespace LdapSync;

/// <summary>The explanation of a runner: what the plan knows, and what a look-up in the directory adds.</summary>
public class AddressLookupTests
{
    private const string Staff = "ou=Staff,dc=example,dc=com";

    private static readonly LdapEntry[] Company =
    [
        new("dc=example,dc=com", ("objectClass", "domain")),
        new(Staff, ("objectClass", "organizationalUnit")),
        new("cn=ann," + Staff, ("mail", "Ann@example.com"), ("proxyAddresses", "SMTP:ann@example.com"), ("proxyAddresses", "smtp:Sales@example.com")),
        new("cn=bob," + Staff, ("mail", "bob@example.com"), ("employeeType", "guest")),
        new("cn=cid,ou=Guests,dc=example,dc=com", ("mail", "cid@example.com"), ("proxyAddresses", "smtp:info@example.com")),
        new("cn=bot,ou=Bots,dc=example,dc=com", ("mail", "bot@example.com"), ("proxyAddresses", "smtp:info@example.com,smtp:x@example.com")),
    ];

    private static SyncOptions Options(Action<SyncOptions>? change = null)
    {
        var options = new SyncOptions { BaseDns = [Staff], SearchFilter = "(&(mail=*)(!(employeeType=guest)))" };
        change?.Invoke(options);
        return options;
    }

    private static Task<Explanation> ExplainAsync(string address, ILdapDirectorySource? source = null, SyncOptions? options = null, params MailAccount[] existing) =>
        new SyncRunner(source ?? new InMemoryDirectorySource(Company), new InMemoryTarget(existing), options ?? Options())
            .ExplainAsync(Given.Address(address), TestContext.Current.CancellationToken);

    [Fact]
    public async Task An_address_in_the_plan_comes_with_every_raw_value_it_stands_in()
    {
        var ann = await ExplainAsync("ann");

        ann.Verdict.Should().Be(AddressVerdict.Added);
        ann.Origins.Should().Equal(new("cn=ann," + Staff, "mail", "Ann@example.com"), new AddressOrigin("cn=ann," + Staff, "proxyAddresses", "SMTP:ann@example.com"));
        (await ExplainAsync("sales")).Origins.Should().Equal(new AddressOrigin("cn=ann," + Staff, "proxyAddresses", "smtp:Sales@example.com"));
    }

    [Fact]
    public async Task An_account_is_deleted_because_its_entry_is_filtered()
    {
        var bob = await ExplainAsync("bob", existing: Given.Account("bob"));

        bob.Verdict.Should().Be(AddressVerdict.Deleted);
        bob.Decisions.Should().Contain($"cn=bob,{Staff}: the search filter leaves it out, since (!(employeeType=guest)) is not true for it.");
        (await ExplainAsync("bob")).Verdict.Should().Be(AddressVerdict.Filtered);
    }

    [Fact]
    public async Task Of_several_entries_the_one_that_came_furthest_is_the_answer()
    {
        (await ExplainAsync("info", options: Options(options => options.BaseDns = ["ou=Bots,dc=example,dc=com"]))).Verdict.Should().Be(AddressVerdict.InvalidValue);
        var info = await ExplainAsync("info");
        info.Verdict.Should().Be(AddressVerdict.OutsideBases);
        info.Origins.Should().HaveCount(2);
    }

    [Fact]
    public async Task What_nobody_has_says_where_was_looked()
    {
        var explanation = await ExplainAsync("nobody");

        explanation.Verdict.Should().Be(AddressVerdict.NotFound);
        explanation.Decisions[^1].Should().Be("Looked for it in mail, proxyAddresses, userPrincipalName, in memory below dc=example,dc=com: none found.");
    }

    [Fact]
    public async Task A_directory_whose_top_is_closed_is_searched_below_the_bases()
    {
        var source = new Closed(new InMemoryDirectorySource(Company), query => query.BaseDns[0].ToString() == "dc=example,dc=com" ? new SettingsException("User may not read there.") : null);

        var bob = await ExplainAsync("bob", source);

        bob.Verdict.Should().Be(AddressVerdict.Filtered);
        bob.Decisions.Should().Contain("The directory could not be searched from its top: User may not read there.").And.Contain(decision => decision.Contains($"in memory below {Staff}: 1 entry found", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, "The server is gone.")]
    [InlineData(false, "It failed with InvalidOperationException.")]
    public async Task A_look_up_that_fails_leaves_the_answer_of_the_plan(bool isDocumented, string told)
    {
        var failure = isDocumented ? (Exception)new SourceException("The server is gone.") : new InvalidOperationException("secret");
        var source = new Closed(new InMemoryDirectorySource(Company), query => query.Filter.ToString().StartsWith("(|", StringComparison.Ordinal) ? failure : null);

        var sales = await ExplainAsync("sales", source);

        sales.Verdict.Should().Be(AddressVerdict.Added);
        sales.Origins.Should().Equal(new AddressOrigin("cn=ann," + Staff, null, null));
        sales.Decisions[^1].Should().Be($"The look-up in the directory failed, so this is what the plan knows: {told}");
    }

    [Fact]
    public async Task A_cancelled_look_up_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var runner = new SyncRunner(new InMemoryDirectorySource(Company), new InMemoryTarget(), Options());
        var plan = await runner.PlanAsync(cancellation.Token);
        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => runner.ExplainAsync(plan, Given.Address("ann"), cancellation.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void The_look_up_asks_for_every_spelling_with_its_characters_escaped_and_for_what_filter_and_mapper_look_at()
    {
        var options = Options(options => (options.AliasAttributes, options.DomainAliases) = (["otherMail"], new() { ["bücher.example"] = "example.com" }));
        var mapper = new EntryMapper(options);
        var plan = new SyncPlanner(options).Plan([], []);
        var lookup = new AddressLookup(new InMemoryDirectorySource([]), new DirectoryQuery([DistinguishedName.Parse(Staff)], LdapFilters.Resolve(options.SearchFilter), mapper.Attributes), mapper);

        var query = lookup.Query(new AskedAddress(Given.Address("A*b@Example.com"), plan), ["mail", "otherMail"]);

        var text = query.Filter.ToString();
        LdapFilter.Parse(text).Should().Be(query.Filter);
        text.Should().Contain("(mail=A\\2ab@Example.com)").And.Contain("(otherMail=smtp:A\\2ab@Example.com*)").And.Contain("(mail=a\\2ab@xn--bcher-kva.example)").And.Contain("(mail=a\\2ab@bücher.example)");
        query.Attributes.Should().Contain(["mail", "otherMail", "employeeType", "objectGUID"]);
        query.BaseDns.Select(dn => dn.ToString()).Should().Equal("dc=example,dc=com");
    }

    [Fact]
    public async Task An_explanation_reads_like_this_and_no_value_forges_a_line()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        LdapEntry[] entries = [.. Company, new("cn=eve\\0a," + Staff, ("mail", "eve@example.com"), ("proxyAddresses", "smtp:eve@example.com\nWhy (9)"))];
        ReportText.Write(await ExplainAsync("eve", new InMemoryDirectorySource(entries), existing: Given.Account("old", "eve")), writer);

        writer.ToString().ReplaceLineEndings("\n").Should().Be($"""
            eve@example.com: it takes part in a rename: rename old@example.com to eve@example.com.
              compared as eve@example.com
            In the directory (2)
              cn=eve\0a,{Staff}: mail 'eve@example.com'
              cn=eve\0a,{Staff}: proxyAddresses 'smtp:eve@example.com\u000aWhy (9)'
            Why (4)
              The entry cn=eve\0a,{Staff} gets it, as the account's own address.
              The target has it, as an alias of old@example.com.
              cn=eve\0a,{Staff}: the proxyAddresses 'smtp:eve@example.com\u000aWhy (9)' is no mail address: it has a blank or control character.
              Looked for it in mail, proxyAddresses, userPrincipalName, in memory below dc=example,dc=com: 1 entry found.
            Changes of the plan (1)
              change 2: rename old@example.com to eve@example.com

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task As_JSON_it_has_the_same()
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(ReportJson.Write(await ExplainAsync("sales", existing: Given.Account("bob", "sales"))))!;

        $"{json["verdict"]}".Should().Be("Moved");
        $"{json["canonical"]}".Should().Be("sales@example.com");
        $"{json["wanted"]!["dn"]}".Should().Be("cn=ann," + Staff);
        $"{json["existing"]!["account"]}".Should().Be("bob@example.com");
        $"{json["origins"]![0]!["value"]}".Should().Be("smtp:Sales@example.com");
        $"{json["changes"]![0]!["change"]!["kind"]}".Should().Be("AddAccount");
        json["decisions"]!.AsArray().Should().NotBeEmpty();
    }

    /// <summary>A directory that refuses some queries.</summary>
    private sealed class Closed(ILdapDirectorySource source, Func<DirectoryQuery, Exception?> refusal) : ILdapDirectorySource
    {
        public string Name => source.Name;

        public async IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            if (refusal(query) is { } exception) throw exception;
            await foreach (var entry in source.ReadAsync(query, cancellationToken)) yield return entry;
        }
    }
}
