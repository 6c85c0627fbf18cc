namespace LdapSync;

public class SimulationTests(ITestOutputHelper output)
{
    private const int Companies = 2_200;

    [Fact]
    public void Every_rule_holds_in_every_company()
    {
        var campaign = Campaign.Run(seed: 1, Companies);

        output.WriteLine(campaign.ToString());
        campaign.Failures.Should().BeEmpty("{0}", campaign.Failures.Count == 0 ? "" : campaign.Failures[0]);
    }
}
