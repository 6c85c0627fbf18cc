using LdapSync.MailRoute.FakeServer;

// For trying things by hand: dotnet run --project tests/LdapSync.MailRoute.FakeServer -- --domain example.com --key secret --log
var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["--port"] = "0", ["--domain"] = "example.com", ["--login"] = "admin@example.com", ["--key"] = "try-me", ["--alias-domains"] = "" };
var isLogged = false;
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--log") isLogged = true;
    else if (settings.ContainsKey(args[i]) && i + 1 < args.Length) settings[args[i]] = args[++i];
    else return Usage();
}
if (!ushort.TryParse(settings["--port"], out var port)) return Usage();

var stop = new TaskCompletionSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.TrySetResult();
};
using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stop.TrySetResult();
});

await using var fake = FakeMailRoute.Start(new FakeMailRouteOptions
{
    Port = port,
    Domain = settings["--domain"],
    Login = settings["--login"],
    ApiKey = settings["--key"],
    Log = isLogged ? Console.Out : null,
});
foreach (var alias in settings["--alias-domains"].Split(',', StringSplitOptions.RemoveEmptyEntries)) fake.AddDomainAlias(alias);
Console.WriteLine($"""
    A fake of MailRoute's API, in memory. Ctrl+C ends it, and everything in it.
      address  {fake.BaseAddress}
      login    {fake.Options.Login}
      key      {fake.Options.ApiKey}
      domain   {fake.Options.Domain}
    """);
await stop.Task;
foreach (var account in fake.Accounts) Console.WriteLine(account);
return 0;

static int Usage()
{
    Console.Error.WriteLine("Usage: [--port N] [--domain NAME] [--alias-domains NAME,NAME] [--login NAME] [--key TEXT] [--log]");
    return 2;
}
