using System.Globalization;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace LdapSync;

/// <summary>With <c>--seed</c> or <c>--count</c> a simulation of that many companies, else the tests.</summary>
internal static class Program
{
    private const int MostShown = 20;

    public static async Task<int> Main(string[] args)
    {
        if (args.Contains("--seed") || args.Contains("--count")) return Simulate(Number("--seed", 1), Number("--count", 10_000));
        // As the entry point that xunit generates does.
        return args.Contains("--server") || args.Contains("--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);

        int Number(string name, int otherwise) =>
            Array.IndexOf(args, name) is var at and >= 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
    }

    private static int Simulate(int seed, int count)
    {
        var campaign = Campaign.Run(seed, count);
        foreach (var kind in campaign.Failures.GroupBy(failure => failure.Broken.Rule))
        {
            Console.WriteLine($"{kind.Key} is broken with the seeds {string.Join(", ", kind.Take(MostShown).Select(failure => failure.Seed))}. The shortest:");
            Console.WriteLine(kind.First());
            Console.WriteLine();
        }
        Console.WriteLine(campaign.Tally);
        Console.WriteLine(campaign);
        return campaign.Failures.Count == 0 ? 0 : 1;
    }
}
