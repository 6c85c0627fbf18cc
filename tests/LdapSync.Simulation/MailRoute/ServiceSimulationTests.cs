namespace LdapSync.MailRoute;

public class ServiceSimulationTests(ITestOutputHelper output)
{
    private const int Companies = 60;

    [Fact]
    public async Task Every_rule_holds_over_http_whatever_goes_wrong_on_the_way()
    {
        var campaign = await Campaign.RunAsync(seed: 1, Companies, (options, random) => new ServiceTarget(options, random));

        output.WriteLine(campaign.ToString());
        output.WriteLine(campaign.Tally.ToString());
        campaign.Failures.Should().BeEmpty("{0}", campaign.Failures.Count == 0 ? "" : campaign.Failures[0]);
        Everything.Where(what => campaign.Tally[what] < 3).Should().BeEmpty("what hardly ever happens proves nothing");
    }

    private static IEnumerable<string> Everything =>
    [
        .. ServiceFaults.Possible.Select(fault => $"target {fault}"),
        "AddAccount done", "DeleteAccount done", "AddAlias done", "RemoveAlias done", "SetKind done", "RenameAccount done",
        .. Enum.GetNames<Targets.OutcomeStatus>().Select(status => $"outcome {status}"),
        "nothing to do", "handover", "address folded", "address not served", "refused", "verified",
    ];
}
