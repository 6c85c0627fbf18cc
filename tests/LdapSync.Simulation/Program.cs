using System.Globalization;
using LdapSync.MailRoute;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace LdapSync;

/// <summary>With <c>--seed</c> or <c>--count</c> a simulation of that many companies, else the tests.</summary>
internal static class Program
{
    private const int MostShown = 20;

    public static async Task<int> Main(string[] args)
    {
        if (args.Contains("--seed") || args.Contains("--count") || args.Contains("--mailroute"))
        {
            if (Number(args, "--seed", 1) is { } seed && Number(args, "--count", args.Contains("--mailroute") ? 1000 : 10_000) is > 0 and { } count)
            {
                return Report(await Campaign.RunAsync(seed, count, args.Contains("--mailroute") ? (options, random) => new ServiceTarget(options, random) : null));
            }
            Console.Error.WriteLine("usage: [--mailroute] --seed NUMBER --count NUMBER: the first company and how many, into a model or over HTTP into a fake of MailRoute; each has ten syncs");
            return 2;
        }
        // As the entry point that xunit generates does.
        return args.Contains("--server") || args.Contains("--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);
    }

    private static int? Number(string[] args, string name, int otherwise)
    {
        var at = Array.IndexOf(args, name);
        if (at < 0) return otherwise;
        return int.TryParse(args.ElementAtOrDefault(at + 1), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static int Report(Campaign campaign)
    {
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
