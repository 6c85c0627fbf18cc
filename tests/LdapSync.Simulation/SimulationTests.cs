namespace LdapSync;

public class SimulationTests(ITestOutputHelper output)
{
    private const int Companies = 2_200;

    [Fact]
    public async Task Every_rule_holds_in_every_company_and_everything_happens()
    {
        var campaign = await Campaign.RunAsync(seed: 1, Companies);

        output.WriteLine(campaign.ToString());
        output.WriteLine(campaign.Tally.ToString());
        campaign.Failures.Should().BeEmpty("{0}", campaign.Failures.Count == 0 ? "" : campaign.Failures[0]);
        Everything.Where(what => campaign.Tally[what] < 50).Should().BeEmpty("what hardly ever happens proves nothing");
    }

    private static IEnumerable<string> Everything =>
    [
        .. Enum.GetNames<SourceFault>().Select(fault => $"source {fault}"),
        .. Faults.OfModel.Select(fault => $"target {fault}"),
        .. Enumerable.Range(0, 16).Select(capabilities => $"capabilities {(TargetCapabilities)capabilities}"),
        .. Enum.GetNames<Planning.ChangeKind>().Select(kind => $"{kind} done"),
        .. Enum.GetNames<Targets.OutcomeStatus>().Select(status => $"outcome {status}"),
        .. Enum.GetNames<Planning.ViolationKind>().Select(kind => $"{kind} broken{(kind == nameof(Planning.ViolationKind.Shrink) ? " in percent" : "")}"),
        .. Enum.GetNames<Planning.ConflictReason>().Select(reason => $"conflict {reason}"),
        "nothing to do", "handover", "ring opened", "account kept", "rename lost", "address excluded", "address folded", "address not served", "value skipped", "refused", "account waits", "account not owned",
        "adds only", "approval not enough", "approved", "verified",
    ];
}
