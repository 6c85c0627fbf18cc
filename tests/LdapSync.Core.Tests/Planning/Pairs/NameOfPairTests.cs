namespace LdapSync.Planning.Pairs;

/// <summary>The name of an entry comes back as it was.</summary>
public class NameOfPairTests
{
    [Theory]
    [InlineData("cn=ann", 1)]
    [InlineData("", 1)]
    [InlineData("cn=Bücher \U0001F600 漢", 1)]
    [InlineData("cn=high", 0)]
    [InlineData("cn=low high", 0)]
    public void A_name_of_any_characters_comes_back(string text, int pairs)
    {
        // Half of a character is not in UTF-8, not even in that of attributes.
        var dn = text.Replace("high", "\ud83d", StringComparison.Ordinal).Replace("low", "\ude00", StringComparison.Ordinal);

        var plan = Paired.Plan([Given.Account("ann", "a1")], [new(dn, ("mail", "ann@example.com"), ("proxyAddresses", "a2@example.com"))]);

        plan.Sides.Pairs!.Count.Should().Be(pairs);
        plan.Sides.Claims.Should().ContainSingle().Which.Dn.Should().Be(dn);
    }

    [Theory]
    [InlineData(1 << 15, 1)]
    [InlineData((1 << 15) + 1, 0)]
    [InlineData(1 << 20, 0)]
    public void A_name_that_is_too_long_is_left_to_the_rules(int octets, int pairs)
    {
        var dn = "cn=" + new string('x', octets - 5) + "ü";

        var plan = Paired.Plan([Given.Account("ann", "a1")], [new(dn, ("mail", "ann@example.com"), ("proxyAddresses", "a2@example.com"), ("entryUUID", $"{new Guid(1, 2, 3, new byte[8])}"))]);

        plan.Sides.Pairs!.Count.Should().Be(pairs);
        plan.Sides.Wanted.Should().ContainSingle().Which.Dn.Should().Be(dn);
    }
}
