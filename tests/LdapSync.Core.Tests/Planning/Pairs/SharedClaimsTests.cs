using LdapSync.Directories;

namespace LdapSync.Planning.Pairs;

/// <summary>A pair is given back where anybody else has one of its addresses or ids. Zoe shares nothing, and stays.</summary>
public class SharedClaimsTests
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    private static int Pairs(MailAccount[] existing, LdapEntry[] entries, SyncOptions? options = null, TargetCapabilities capabilities = TargetCapabilities.SourceIds) =>
        Paired.Count([.. existing, Given.Account("zoe", "z1")], [.. entries, Given.Entry("zoe", "z1", "z2")], options, capabilities);

    private static MailAccount Account(string id, params string[] names) => new(Given.Address(names[0]), AccountKind.Mailbox, [.. names.Skip(1).Select(Given.Address)]) { SourceId = id };

    private static LdapEntry Entry(string id, params string[] names) =>
        new($"cn={names[0]},dc=example", [("mail", $"{Given.Address(names[0])}"), ("entryUUID", id), .. names.Skip(1).Select(name => ("proxyAddresses", $"{Given.Address(name)}"))]);

    [Fact]
    public void R13_two_pairs_with_one_alias_are_given_back() =>
        Pairs([Given.Account("ann", "x"), Given.Account("bob")], [Given.Entry("ann", "x"), Given.Entry("bob", "X")]).Should().Be(1);

    [Fact]
    public void R13_two_pairs_that_want_one_new_alias_are_given_back() =>
        Pairs([Given.Account("ann"), Given.Account("bob")], [Given.Entry("ann", "x"), Given.Entry("bob", "x")]).Should().Be(1);

    [Fact]
    public void R13_a_pair_that_wants_the_alias_of_another_is_given_back_with_it() =>
        Pairs([Given.Account("ann", "x"), Given.Account("bob")], [Given.Entry("ann"), Given.Entry("bob", "x")]).Should().Be(1);

    [Fact]
    public void R13_a_pair_that_wants_the_own_address_of_another_is_given_back_with_it() =>
        Pairs([Given.Account("ann"), Given.Account("bob")], [Given.Entry("ann"), Given.Entry("bob", "ann")]).Should().Be(1);

    [Fact]
    public void R13_a_pair_whose_alias_a_new_entry_has_is_given_back() =>
        Pairs([Given.Account("ann", "x")], [Given.Entry("ann", "x"), Given.Entry("new", "x")]).Should().Be(1);

    [Fact]
    public void R13_a_pair_whose_alias_is_the_own_address_of_a_new_entry_is_given_back() =>
        Pairs([Given.Account("ann", "x")], [Given.Entry("ann", "x"), Given.Entry("x")]).Should().Be(1);

    [Fact]
    public void R13_a_pair_that_loses_an_alias_to_a_new_entry_is_given_back() =>
        Pairs([Given.Account("ann", "x")], [Given.Entry("ann"), Given.Entry("new", "x")]).Should().Be(1);

    [Fact]
    public void R13_a_pair_that_wants_the_alias_of_an_account_that_goes_is_given_back() =>
        Pairs([Given.Account("ann"), Given.Account("old", "x")], [Given.Entry("ann", "x")]).Should().Be(1);

    [Fact]
    public void R13_a_pair_that_wants_the_own_address_of_an_account_that_goes_is_given_back() =>
        Pairs([Given.Account("ann"), Given.Account("old")], [Given.Entry("ann", "old")]).Should().Be(1);

    [Fact]
    public void R13_a_pair_that_wants_the_alias_of_an_account_that_is_hidden_is_given_back() =>
        Pairs([Given.Account("ann"), Given.Account("svc-1", "x")], [Given.Entry("ann", "x")], new SyncOptions { Exclusions = ["svc-*"] }).Should().Be(1);

    [Fact]
    public void R13_a_pair_whose_alias_an_entry_without_a_readable_address_has_is_given_back() =>
        Pairs([Given.Account("ann", "x")], [Given.Entry("ann", "x"), Paired.Entry("odd", ("mail", "no@@example.com"), ("proxyAddresses", "x@example.com"))]).Should().Be(1);

    [Fact]
    public void R13_a_pair_whose_alias_an_odd_spelling_claims_is_given_back() =>
        Pairs([Given.Account("ann", "kay")], [Given.Entry("ann", "kay"), Given.Entry("new", "\u212aay")]).Should().Be(1);

    [Fact]
    public void R12_a_pair_whose_id_another_pair_has_is_given_back() =>
        Pairs([Account(Id, "ann"), Account(Id, "bob")], [Entry(Id, "ann"), Entry(Id, "bob")]).Should().Be(1);

    [Fact]
    public void R12_a_pair_whose_id_another_entry_has_is_given_back() =>
        Pairs([Account(Id, "ann", "x")], [Entry(Id, "ann", "x"), Entry(Id, "new")]).Should().Be(1);

    [Fact]
    public void R12_a_pair_whose_id_another_account_has_in_any_form_is_given_back()
    {
        Pairs([Account(Id, "ann", "x"), Account(Id, "old")], [Entry(Id, "ann", "x")]).Should().Be(1);
        Pairs([Account(Id, "ann"), Account(Id.ToUpperInvariant(), "old")], [Entry(Id, "ann", "y")]).Should().Be(1);
        Pairs([Account(Id, "ann"), Account($"{{{Id}}}", "old")], [Entry(Id, "ann")]).Should().Be(1);
    }

    [Fact]
    public void R12_an_id_that_only_the_entry_of_a_pair_has_is_one_all_the_same() =>
        Pairs([Given.Account("ann", "x"), Given.Account("old")], [Entry(Id, "ann", "x"), Entry(Id, "new")], capabilities: TargetCapabilities.Rename).Should().Be(1);

    [Fact]
    public void An_entry_that_is_read_twice_gives_its_account_back() =>
        Pairs([Given.Account("ann", "x")], [Given.Entry("ann", "x"), Given.Entry("ann", "x")]).Should().Be(1);

    [Fact]
    public void Two_entries_with_one_own_address_give_their_account_back() =>
        Pairs([Given.Account("ann", "x")], [Given.Entry("ann", "x"), Given.EntryNamed("cn=other", "ann")]).Should().Be(1);

    [Fact]
    public void Two_accounts_with_one_own_address_are_an_error_in_either_way()
    {
        MailAccount[] existing = [Given.Account("ann", "x"), Given.Account("ANN"), Given.Account("zoe")];
        LdapEntry[] entries = [Given.Entry("ann", "x"), Given.Entry("zoe")];

        var quick = () => new SyncPlanner(new SyncOptions()).Plan(entries, existing);
        var slow = () => Paired.ByTheRules(existing, entries, new SyncOptions());

        quick.Should().Throw<TargetException>().WithMessage(slow.Should().Throw<TargetException>().Which.Message);
    }

    [Fact]
    public void Two_accounts_with_one_alias_are_an_error_in_either_way()
    {
        MailAccount[] existing = [Given.Account("ann", "x"), Given.Account("bob", "x")];

        var quick = () => new SyncPlanner(new SyncOptions()).Plan([Given.Entry("ann", "x"), Given.Entry("bob")], existing);

        quick.Should().Throw<TargetException>().WithMessage("*x@example.com twice*ann@example.com*bob@example.com*");
    }

    [Fact]
    public void An_entry_that_is_disabled_claims_nothing() =>
        Pairs(
            [Given.Account("ann", "x")],
            [Given.Entry("ann", "x"), Paired.Entry("off", ("mail", "off@example.com"), ("proxyAddresses", "x@example.com"), ("userAccountControl", "2"))],
            new SyncOptions { DisabledAccounts = DisabledAccounts.Exclude }).Should().Be(2);

    [Fact]
    public void Many_claims_give_back_their_own_pairs_alone() =>
        Paired.Count(
            [.. Enumerable.Range(0, 500).Select(i => Given.Account($"user{i}", $"alias{i}"))],
            [.. Enumerable.Range(0, 500).Select(i => Given.Entry($"user{i}", i % 2 == 0 ? $"alias{i}" : $"more{i}")), .. Enumerable.Range(0, 100).Select(i => Given.Entry($"new{i}", $"alias{i}"))])
            .Should().Be(400);
}
