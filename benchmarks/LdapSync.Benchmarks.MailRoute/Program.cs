using System.Globalization;
using LdapSync.MailRoute.FakeServer;
using LdapSync.MailRoute.Scale;
using LdapSync.Targets;

// A first load into a fake of MailRoute over HTTP, client and service in one process, while some of the requests fail in random ways; then a sync that finds nothing to do. With the
// settings that a host has by default. benchmarks/mailroute-100k.sh runs it.
if (args.Length > 3 || !int.TryParse(args.ElementAtOrDefault(0) ?? "100000", NumberStyles.None, CultureInfo.InvariantCulture, out var users)
    || !double.TryParse(args.ElementAtOrDefault(1) ?? "1", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
    || !double.TryParse(args.ElementAtOrDefault(2) ?? "0", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var latency))
{
    await Console.Error.WriteLineAsync("usage: LdapSync.Benchmarks.MailRoute [USERS [PERCENT-OF-FAILURES [MILLISECONDS-OF-LATENCY]]]");
    return 2;
}
const int MostSyncs = 5;
var directory = new MadeUpDirectory(users);
await using var service = FakeMailRoute.Start(new FakeMailRouteOptions { Latency = TimeSpan.FromMilliseconds(latency) });
using var load = new FirstLoad(directory, service, retryDelay: new LdapSync.MailRoute.MailRouteOptions().RetryDelay);
service.Faults.AtRandom(percent / 100, seed: 1);

var left = 1;
for (var sync = 1; left > 0 && sync <= MostSyncs; sync++)
{
    var report = await load.SyncAsync();
    var applied = report.Count(OutcomeStatus.Applied);
    left = report.Plan.Changes.Count - applied;
    Show(sync == 1 ? "first load" : "what was left", $"{applied:N0} changes applied, {left:N0} not, {applied / load.Time.TotalSeconds:N0} rows a second");
    if (report.StoppedBecause is { } reason) Console.WriteLine($"  stopped: {reason}");
    foreach (var failed in report.Outcomes.Where(outcome => outcome.Status != OutcomeStatus.Applied).Take(3)) Console.WriteLine($"  {failed.Change}: {failed.Reason}");
}
Console.WriteLine(load.IsComplete ? $"the service has every one of {directory.Rows:N0} addresses once, and nothing else" : "THE SERVICE HAS NOT WHAT THE DIRECTORY ASKS FOR");

service.Faults.Clear();
var last = await load.SyncAsync();
Show("nothing to do", $"{last.Plan.Changes.Count} changes");
return load.IsComplete && last.Plan.IsEmpty ? 0 : 1;

void Show(string what, string found) =>
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {load.Requests:N0} requests in {load.Time.TotalSeconds:0.0} s, {load.Faults:N0} of them failed; {found}"));
