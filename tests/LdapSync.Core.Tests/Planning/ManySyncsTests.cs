using LdapSync.Directories;
using LdapSync.Reporting;
using LdapSync.Targets;

namespace LdapSync.Planning;

/// <summary>Made-up companies through several syncs in a row that remember, under settings that change on the way.</summary>
public class ManySyncsTests
{
    private const int MostRuns = 3;

    private static readonly string[] Names = ["a", "b", "c", "d", "e", "f", "g", "c@other.example", "d@other.example", "e@elsewhere.example"];

    [Fact]
    public async Task R24_after_whatever_syncs_nobody_was_deleted_too_early_or_by_a_stranger_and_nothing_is_left_to_do()
    {
        for (var seed = 0; seed < 150; seed++) await PlayAsync(new Random(seed), $"of seed {seed}");
    }

    private static async Task PlayAsync(Random random, string because)
    {
        var target = new InMemoryTarget(Names.OrderBy(_ => random.Next()).Chunk(3).Take(2).Select(names => Given.Account([.. names.Take(random.Next(1, 4))])))
        {
            Capabilities = (TargetCapabilities)random.Next(16),
        };
        var options = new SyncOptions
        {
            SearchFilter = "AnyMail",
            AllowEmptyDirectory = true,
            Owns = (Ownership)random.Next(2),
            DeleteAfter = { Runs = random.Next(1, MostRuns + 1) },
            Domains = random.Next(2) == 0 ? ["example.com", "other.example"] : [],
        };
        var history = new InMemoryHistory();
        var waited = new Dictionary<EmailAddress, int>();
        LdapEntry[] entries = [];
        for (var run = 0; run < 6; run++)
        {
            options.Exclusions = random.Next(2) == 0 ? ["c@*"] : [];
            options.ExclusionMode = (ExclusionMode)random.Next(2);
            if (random.Next(3) > 0) entries = [.. Enumerable.Range(0, random.Next(5)).Select(person => Entry(person, random))];
            await SyncAsync(entries);
        }
        SyncReport? last = null;
        for (var run = 0; run < 3 * MostRuns; run++) last = await SyncAsync(entries);
        (last!.Plan.Changes.Count, last.Plan.Waiting.Count).Should().Be((0, 0), "nobody waits for ever {0}", because);

        async Task<SyncReport> SyncAsync(LdapEntry[] read)
        {
            var before = target.Accounts;
            var report = await new SyncRunner(new InMemoryDirectorySource(read), target, options) { History = history }.RunAsync();
            var plan = report.Plan;
            var planner = new SyncPlanner(options, target.Capabilities);

            report.Outcomes.Where(outcome => outcome.Status != OutcomeStatus.Applied).Should().BeEmpty("no address is promised to two {0}", because);
            planner.Plan(read, target.Accounts, plan.MadeWith, plan.MadeAt).Changes.Should().BeEmpty("what was applied needs no second time {0}", because);
            ReportJson.Write(planner.Plan(read.Reverse(), before.Reverse(), plan.MadeWith, plan.MadeAt)).Should().Be(ReportJson.Write(plan), "the order means nothing {0}", because);

            foreach (var deleted in plan.Changes.Where(change => change.Kind == ChangeKind.DeleteAccount).Select(change => change.Account))
            {
                (waited.GetValueOrDefault(deleted) + 1).Should().BeGreaterThanOrEqualTo(options.DeleteAfter.Runs!.Value, "{0} has to wait {1}", deleted, because);
                if (options.Owns == Ownership.CreatedOrAdopted) plan.MadeWith.Owned.Should().Contain(deleted, because);
            }
            foreach (var stranger in plan.NotOwned) Look(target.Accounts, stranger).Should().Be(Look(before, stranger), because);
            waited = plan.Waiting.ToDictionary(waiting => waiting.Account, waiting => waited.GetValueOrDefault(waiting.Account) + 1);
            return report;
        }
    }

    private static LdapEntry Entry(int person, Random random)
    {
        string Address() => Given.Address(Names[random.Next(Names.Length)]).ToString();
        var attributes = new List<(string, string)> { ("mail", random.Next(12) == 0 ? "x@@example.com" : Address()) };
        if (random.Next(3) > 0) attributes.Add(("entryUUID", new Guid(person, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1).ToString()));
        attributes.AddRange(Enumerable.Range(0, random.Next(3)).Select(_ => ("proxyAddresses", Address())));
        return new LdapEntry($"cn={person}", [.. attributes]);
    }

    private static string Look(IReadOnlyList<MailAccount> accounts, EmailAddress name)
    {
        var account = accounts.Single(account => account.Primary == name);
        return $"{account} {account.Kind} {account.SourceId} {string.Join(' ', account.Aliases)}";
    }
}
