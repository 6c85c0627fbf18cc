using LdapSync.Directories;

namespace LdapSync.Planning.Pairs;

/// <summary>Settings and accounts that leave an entry and its account to the rules.</summary>
public class ConditionsOfPairsTests
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private const string OtherId = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

    private static int Pairs(string account, string entry, SyncOptions options) => Paired.Count([Given.Account(account.Split(' '))], [Given.Entry(entry.Split(' '))], options);

    [Theory]
    [InlineData("ann@example.com")] // an address
    [InlineData("ANN@Example.COM")]
    [InlineData("a\u212a@example.com", "a\u212a@example.com")] // in lower case a k
    [InlineData("ann@*")] // begins with text
    [InlineData("an?@example.com")]
    [InlineData("[a-c]nn@example.com")]
    [InlineData("*@example.com")] // ends with text
    [InlineData("*nn@example.com")]
    [InlineData("*nn@*")] // has a star at both ends
    [InlineData("*n@e*")]
    [InlineData("*")]
    public void R9_an_entry_whose_own_address_is_excluded_is_left_to_the_rules(string pattern, string? other = null) =>
        Pairs(other is null ? "ann a1@other.example" : "ak", other is null ? "ann a1@other.example" : "ak", new SyncOptions { Exclusions = [pattern] }).Should().Be(0);

    [Theory]
    [InlineData("a1@other.example")]
    [InlineData("a1@*")]
    [InlineData("a?@other.example")]
    [InlineData("*@other.example")]
    [InlineData("*a1@*")]
    public void R9_an_excluded_alias_on_either_side_leaves_a_pair_to_the_rules(string pattern)
    {
        var options = new SyncOptions { Exclusions = ["nobody@example.com", pattern] };

        Pairs("ann a1@other.example", "ann A1@Other.Example", options).Should().Be(0);
        Pairs("ann b1", "ann b1 a1@other.example", options).Should().Be(0);
        Pairs("ann b1 a1@other.example", "ann b1", options).Should().Be(0);
        Pairs("ann b1 b2@some.other.example.com", "ann b1", options).Should().Be(1);
    }

    [Fact]
    public void R9_patterns_that_match_nothing_leave_pairs_alone() =>
        Pairs("ann a1", "ann a2", new SyncOptions { Exclusions = ["ann", "@example.com", "ann@example.co", "nn@*", "*@xample.com", "*y*", "a1@example.com.*", "?ann@*"] }).Should().Be(1);

    [Fact]
    public void R7_an_address_in_a_domain_that_is_not_served_leaves_its_pair_to_the_rules()
    {
        var options = new SyncOptions { Domains = ["Example.com"] };

        Pairs("ann a1", "ann a1@EXAMPLE.com", options).Should().Be(1);
        Pairs("ann a1@other.example", "ann a1@other.example", options).Should().Be(0);
        Pairs("ann a1", "ann a1 a1@other.example", options).Should().Be(0);
        Pairs("ann@sub.example.com", "ann@sub.example.com", options).Should().Be(0);
    }

    [Fact]
    public void R7_an_address_in_an_alias_domain_leaves_its_pair_to_the_rules()
    {
        var options = new SyncOptions { DomainAliases = new() { ["alias.example"] = "example.com" } };

        Pairs("ann a1", "ann a1", options).Should().Be(1);
        Pairs("ann a1@alias.example", "ann a1@Alias.example", options).Should().Be(0);
        Pairs("ann@alias.example", "ann@alias.example", options).Should().Be(0);
        Pairs("ann a1", "ann a1 a2@alias.example", options).Should().Be(0);
    }

    [Fact]
    public void R7_an_address_in_an_alias_domain_is_a_claim_to_the_one_that_it_counts_as() =>
        Paired.Count(
            [Given.Account("ann", "x"), Given.Account("bob"), Given.Account("cid")],
            [Given.Entry("ann", "x"), Given.Entry("bob", "x@alias.example"), Given.Entry("cid")],
            new SyncOptions { DomainAliases = new() { ["alias.example"] = "example.com" } }).Should().Be(1);

    [Theory]
    [InlineData("a1@xn--bcher-kva.example")]
    [InlineData("a1@XN--bcher-kva.example")]
    [InlineData("a1@www.xn--bcher-kva.example")]
    public void R9_an_address_whose_domain_has_two_spellings_leaves_its_pair_to_the_rules(string alias)
    {
        Pairs("ann " + alias, "ann " + alias, new SyncOptions()).Should().Be(0);
        Pairs("ann " + alias, "ann", new SyncOptions { Exclusions = ["*@bücher.example"] }).Should().Be(0);
    }

    [Fact]
    public void R6_an_account_of_another_kind_is_left_to_the_rules()
    {
        var options = new SyncOptions { DistributionListAttribute = "kind", DistributionListValue = "list" };
        LdapEntry mailbox = Given.Entry("ann"), list = Paired.Entry("ann", ("mail", "ann@example.com"), ("kind", "LIST"));

        Paired.Count([Given.Account("ann")], [mailbox], options).Should().Be(1);
        Paired.Count([Given.List("ann")], [list], options).Should().Be(1);
        Paired.Count([Given.List("ann")], [mailbox], options).Should().Be(0);
        Paired.Count([Given.Account("ann")], [list], options).Should().Be(0);
        Paired.Count([new MailAccount(Given.Address("ann"), AccountKind.Provisional)], [mailbox], options).Should().Be(0);
    }

    [Theory]
    [InlineData(Id, Id, 1, 1)]
    [InlineData(null, null, 1, 1)]
    [InlineData(null, Id, 0, 1)] // a target without ids never has one
    [InlineData(Id, null, 0, 0)]
    [InlineData(Id, OtherId, 0, 0)]
    [InlineData("0F8FAD5B-d9cb-469f-a165-70867728950e", Id, 0, 0)] // the same in another form is another text
    [InlineData("{" + Id + "}", Id, 0, 0)]
    [InlineData("0f8fad5bd9cb469fa16570867728950e", Id, 0, 0)]
    [InlineData(" " + Id, Id, 0, 0)]
    [InlineData("0x8fad5b-d9cb-469f-a165-70867728950e", Id, 0, 0)]
    [InlineData("", null, 0, 0)]
    [InlineData("7", Id, 0, 0)]
    [InlineData("00000000-0000-0000-0000-000000000000", null, 0, 0)]
    public void R12_ids_have_to_be_the_same_where_the_target_keeps_them(string? account, string? entry, int pairsWithIds, int pairsWithout)
    {
        MailAccount[] existing = [new(Given.Address("ann"), AccountKind.Mailbox, [Given.Address("a1")]) { SourceId = account }];
        LdapEntry[] entries = [Paired.Entry("ann", [("mail", "ann@example.com"), ("proxyAddresses", "a1@example.com"), .. entry is null ? [] : new[] { ("entryUUID", entry) }])];

        Paired.Count(existing, entries, capabilities: TargetCapabilities.SourceIds).Should().Be(pairsWithIds);
        Paired.Count(existing, entries).Should().Be(pairsWithout);
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("no id")]
    public void R12_an_id_that_is_none_is_none(string id) =>
        Paired.Count([Given.Account("ann")], [Paired.Entry("ann", ("mail", "ann@example.com"), ("entryUUID", id))], capabilities: TargetCapabilities.SourceIds).Should().Be(1);

    [Fact]
    public void R12_an_id_of_Active_Directory_is_one() =>
        Paired.Count(
            [new(Given.Address("ann")) { SourceId = Id }],
            [new LdapEntry("cn=ann", [new LdapAttribute("mail", ["ann@example.com"u8.ToArray()]), new LdapAttribute("OBJECTGUID", [new Guid(Id).ToByteArray()])])],
            capabilities: TargetCapabilities.SourceIds).Should().Be(1);

    [Fact]
    public void Where_a_sync_owns_what_it_has_made_nothing_is_left_out() =>
        Paired.Plan([Given.Account("ann")], [Given.Entry("ann")], new SyncOptions { Owns = Ownership.CreatedOrAdopted }).Sides.Pairs.Should().BeNull();

    [Fact]
    public void An_account_with_the_name_of_an_entry_is_left_to_the_rules() =>
        Paired.Count([new(Given.Address("ann")) { Dn = "cn=ann" }], [Given.Entry("ann")]).Should().Be(0);
}
