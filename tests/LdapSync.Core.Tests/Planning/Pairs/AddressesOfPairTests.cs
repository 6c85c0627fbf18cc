using System.Globalization;

namespace LdapSync.Planning.Pairs;

/// <summary>Which addresses can be compared as octets, and where repeats make the rules decide.</summary>
public class AddressesOfPairTests
{
    private static readonly string LongDomain = string.Join('.', Enumerable.Repeat(new string('d', 60), 3)) + ".example";

    private static int Pairs(string[] account, params string[] entry) => Paired.Count([Given.Account(account)], [Given.Entry(entry)]);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(51)]
    [InlineData(52)] // 64 octets in all
    [InlineData(53, 0)]
    [InlineData(64, 0)]
    public void A_local_part_of_any_length_that_fits_is_compared(int length, int pairs = 1)
    {
        var own = new string('o', length);
        var alias = new string('a', length);

        Pairs([own, alias], own, alias).Should().Be(pairs);
        Pairs([own, alias], own, alias[1..] + "x").Should().Be(pairs);
        Pairs([own, "A" + alias[1..]], own.ToUpperInvariant(), alias).Should().Be(pairs);
    }

    [Theory]
    [InlineData("b23456789", "b23456788")]
    [InlineData("b23456789", "c23456789")]
    [InlineData("b2345678", "b23456789")]
    [InlineData("b234567890123456789", "b234567890123456780")]
    [InlineData("b@example.com", "b@example.org")]
    [InlineData("b@a.example", "b@b.example")]
    [InlineData("b@12345678901234567.example", "b@12345678x01234567.example")]
    public void One_letter_more_or_less_is_another_address(string one, string other)
    {
        var plan = Paired.Plan([Given.Account("ann", one)], [Given.Entry("ann", other)]);

        plan.Sides.Pairs!.Changes.Should().HaveCount(2);
        Pairs([one, "a1"], other, "a1").Should().Be(0);
    }

    [Fact]
    public void An_invalid_local_part_beyond_64_octets_is_left_to_the_rules()
    {
        Pairs(["ann"], "ann").Should().Be(1);
        Paired.Count([Given.Account("ann")], [Paired.Entry("ann", ("mail", "ann@example.com"), ("proxyAddresses", $"{new string('x', 65)}@example.com"))]).Should().Be(0);
        Paired.Count([Given.Account("ann")], [Paired.Entry("ann", ("mail", "ann@example.com"), ("proxyAddresses", $"{new string('x', 5000)}@example.com"))]).Should().Be(0);
    }

    [Fact]
    public void An_address_of_more_than_64_octets_is_planned_right()
    {
        Pairs([$"ann@{LongDomain}", "a1"], $"ann@{LongDomain}", "a1").Should().Be(0);
        Pairs(["ann", $"a1@{LongDomain}"], "ann", "a1").Should().Be(1, "it stands at the target, from where it can be removed");
        Pairs(["ann", "a1"], "ann", $"a1@{LongDomain}").Should().Be(0);
    }

    [Fact]
    public void An_account_may_have_a_local_part_of_64_octets_in_capitals() =>
        Pairs(["ann", new string('A', 64) + "@b.example", new string('b', 63) + "B@b.example"], "ann").Should().Be(1);

    [Theory]
    [InlineData(".a1")]
    [InlineData("a1.")]
    [InlineData("a..1")]
    [InlineData("a 1")]
    [InlineData("a,1")]
    [InlineData("\"a\"")]
    [InlineData("a@1")]
    [InlineData("a\u007f")]
    [InlineData("a\u0001")]
    [InlineData("a(1)")]
    public void An_alias_that_is_no_address_is_left_to_the_rules(string local)
    {
        var plan = Paired.Plan([Given.Account("ann", "b1")], [Paired.Entry("ann", ("mail", "ann@example.com"), ("proxyAddresses", local + "@example.com"))]);

        plan.Sides.Pairs!.Count.Should().Be(0);
        plan.SkippedValues.Should().ContainSingle();
    }

    [Theory]
    [InlineData("example")]
    [InlineData("-a.example")]
    [InlineData("a..example")]
    [InlineData("a_b.example")]
    [InlineData("a.123")]
    [InlineData("a.example.")]
    [InlineData("a b.example")]
    public void An_alias_in_what_is_no_domain_is_left_to_the_rules(string domain)
    {
        var plan = Paired.Plan([Given.Account("ann", "b1")], [Paired.Entry("ann", ("mail", "ann@example.com"), ("proxyAddresses", "a1@" + domain))]);

        plan.Sides.Pairs!.Count.Should().Be(0);
        plan.SkippedValues.Should().ContainSingle();
    }

    [Theory]
    [InlineData("!#$%&'*+-/=?^_`{|}~.0")]
    [InlineData("Z.z{}|^_")]
    [InlineData("[`", 0)]
    public void Signs_beside_the_letters_are_no_capitals(string local, int pairs = 1)
    {
        var plan = Paired.Plan([Given.Account("ann", "b1")], [Paired.Entry("ann", ("mail", "ann@example.com"), ("proxyAddresses", local + "@example.com"))]);

        plan.Sides.Pairs!.Count.Should().Be(pairs);
    }

    [Theory]
    [InlineData(59, 1)] // and the own one
    [InlineData(60, 0)]
    [InlineData(300, 0)]
    public void More_than_sixty_addresses_are_left_to_the_rules(int aliases, int pairs)
    {
        string[] many = ["ann", .. Enumerable.Range(0, aliases).Select(i => string.Create(CultureInfo.InvariantCulture, $"alias-{i}-{new string('x', 40)}"))];

        Pairs(many, many).Should().Be(pairs);
        Pairs([.. many.Reverse()], [.. many.Reverse()]).Should().Be(pairs);
        Pairs(["ann", "a1"], many).Should().Be(pairs);
        Pairs(many, "ann", "a1").Should().Be(pairs);
        Pairs(["ann", .. many.Skip(1).Select(alias => "other-" + alias[..40])], many).Should().Be(pairs);
    }

    [Theory]
    [InlineData("ann a1 a1", "ann a1")] // at the target
    [InlineData("ann a1 a1", "ann a2 a1")]
    [InlineData("ann a1 A1", "ann a2 a1 a3")]
    [InlineData("ann a1 a2 a1", "ann a2")]
    [InlineData("ann a1 a1", "ann")]
    [InlineData("ann ann", "ann")]
    [InlineData("ann a1 ANN", "ann a2")]
    [InlineData("ann a1 ann a2", "ann a2 a1")]
    [InlineData("ann a1", "ann a1 a1")] // in the directory
    [InlineData("ann a1", "ann a1 A1")]
    [InlineData("ann a1", "ann A1 a2 a1")]
    [InlineData("ann", "ann a1 a2 a1")]
    [InlineData("ann a1 a1", "ann a1 a1")] // on both sides
    [InlineData("ann ann a1 a1 a2", "ann a1 ann a1 a2")]
    public void An_address_that_stands_twice_on_a_side_makes_the_rules_decide(string account, string entry) =>
        Paired.Plan([Given.Account(account.Split(' '))], [Given.Entry(entry.Split(' '))], new SyncOptions { Guards = { MaxDeletePercent = null }, Limits = { Percent = { AliasDeletes = 60 }, PercentFloor = 1 } })
            .Sides.Pairs!.Count.Should().Be(0);

    [Theory]
    [InlineData("ann", "ann ann")]
    [InlineData("ann a1", "ann ANN a1")]
    [InlineData("ann a1", "ann a1 ann")]
    public void The_own_address_among_the_aliases_of_an_entry_is_none(string account, string entry) =>
        Paired.Plan([Given.Account(account.Split(' '))], [Given.Entry(entry.Split(' '))]).Sides.Pairs!.Count.Should().Be(1);

    [Theory]
    [InlineData("ann@EXAMPLE.com a1", "ann a1@Example.COM")]
    [InlineData("ANN a1 A2", "ann a2 A1")]
    [InlineData("ann aLIAS", "Ann AliaS")]
    public void Case_makes_no_difference_and_no_spelling_is_lost(string account, string entry)
    {
        var plan = Paired.Plan([Given.Account(account.Split(' '))], [Given.Entry(entry.Split(' '))]);

        plan.Changes.Should().BeEmpty();
        Spelled(plan.Sides.Pairs!.Existing).Should().BeEquivalentTo(account.Split(' ').Select(name => $"{Given.Address(name)}"));
        Spelled(plan.Sides.Pairs!.Wanted).Should().BeEquivalentTo(entry.Split(' ').Select(name => $"{Given.Address(name)}"));
    }

    [Fact]
    public void A_non_ASCII_address_at_the_target_leaves_its_account_to_the_rules()
    {
        Pairs(["ann", "ünn"], "ann", "ünn").Should().Be(0);
        Pairs(["ünn", "a1"], "ünn", "a1").Should().Be(0);
        Pairs(["ann", "a1@bücher.example"], "ann", "a1@xn--bcher-kva.example").Should().Be(0);
        Pairs(["ann", "\u212a1"], "ann", "k1").Should().Be(0);
        Pairs(["\u212aay"], "kay").Should().Be(0);
    }

    private static IEnumerable<string> Spelled(IEnumerable<MailAccount> accounts) => accounts.Single() is var account ? account.Aliases.Prepend(account.Primary).Select(address => $"{address}") : [];
}
