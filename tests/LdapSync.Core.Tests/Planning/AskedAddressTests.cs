namespace LdapSync.Planning;

/// <summary>An address known again inside a text that is none.</summary>
public class AskedAddressTests
{
    [Theory]
    [InlineData("ann@example.com", true)]
    [InlineData("Ann <ANN@example.com>", true)]
    [InlineData("write to ann@example.com.", true)]
    [InlineData("write to ann@example.com. Or call.", true)]
    [InlineData("ann@example.com,bob@example.com", true)]
    [InlineData("joann@example.com ann@example.com", true)]
    [InlineData("joann@example.com", false)]
    [InlineData("jo.ann@example.com", false)]
    [InlineData("jo-ann@example.com", false)]
    [InlineData("jo_ann@example.com", false)]
    [InlineData("jo+ann@example.com", false)]
    [InlineData("ann@example.com.au", false)]
    [InlineData("ann@example.com-au", false)]
    [InlineData("ann@example.com_", false)]
    [InlineData("ann@example.community", false)]
    [InlineData("ann@example", false)]
    public void An_address_within_a_text_stands_alone(string text, bool isIn) =>
        new AskedAddress(Given.Address("ann"), new SyncPlanner(new SyncOptions()).Plan([], [])).IsIn(text).Should().Be(isIn);
}
