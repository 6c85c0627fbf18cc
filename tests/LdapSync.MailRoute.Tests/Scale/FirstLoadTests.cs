using LdapSync.MailRoute.FakeServer;
using LdapSync.Targets;

namespace LdapSync.MailRoute.Scale;

public sealed class FirstLoadTests(ITestOutputHelper output)
{
    private const int Users = 100_000;
    private const int MostSyncs = 4;

    [Fact]
    public async Task A_hundred_thousand_accounts_with_three_aliases_each_arrive_once_each_while_requests_fail_and_then_nothing_costs_more_than_110_requests()
    {
        var directory = new MadeUpDirectory(Users);
        await using var service = FakeMailRoute.Start();
        using var load = new FirstLoad(directory, service, retryDelay: TimeSpan.FromMilliseconds(10));
        service.Faults.AtRandom(0.01, seed: 1);

        var left = 1;
        for (var sync = 0; sync < MostSyncs && left > 0; sync++)
        {
            var report = await load.SyncAsync(TestContext.Current.CancellationToken);
            left = report.Plan.Changes.Count - report.Count(OutcomeStatus.Applied);
            output.WriteLine($"{load.Requests:N0} requests, {load.Faults:N0} of them failed, {load.Time.TotalSeconds:0.0} s, {left} changes left; at most {service.Requests.MostAtOnce} at once");
            report.StoppedBecause.Should().BeNull();
            left.Should().BeLessThan(directory.Rows / 1000, "what fails over any network is got over at once");
        }

        load.IsComplete.Should().BeTrue();
        service.Requests.MostAtOnce.Should().BeLessThanOrEqualTo(16);
        service.Faults.Clear();
        var last = await load.SyncAsync(TestContext.Current.CancellationToken);
        last.Plan.IsEmpty.Should().BeTrue();
        load.Requests.Should().BeLessThanOrEqualTo(110);
    }
}
