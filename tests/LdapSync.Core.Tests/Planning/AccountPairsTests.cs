using System.Globalization;
using LdapSync.Directories;
using LdapSync.Mapping;
using LdapSync.Planning.Pairs;
using LdapSync.Reporting;

namespace LdapSync.Planning;

/// <summary>Leaving out the accounts that are alone with their entry changes not one letter of a plan.</summary>
public class AccountPairsTests
{
    private static readonly string[] Names =
        ["a", "b", "c", "d", "e", "F", "g", "c@other.example", "D@Other.example", "e@elsewhere.example", "a@alias.example", "b@alias.example", "svc-a", "ü@example.com", "a@bücher.example", "k", "\u212a"];

    [Fact]
    public void R15_a_plan_is_the_same_whether_pairs_are_left_out_or_not()
    {
        var found = Compare(10_000);

        // A law that hardly ever leaves something out proves nothing.
        found.Companies.Should().BeGreaterThan(1_500);
        found.Pairs.Should().BeGreaterThan(2_000);
        found.Changes.Should().BeGreaterThan(500);
    }

    [Theory]
    [InlineData(0, 0)] // all hashes are one
    [InlineData(0x3000_0000_0000_0000, 1)] // four slots of the index, one word of the filter
    [InlineData(0x8000_0000_0000_00FF, 100)] // few bits of the filter
    public void R15_a_plan_is_the_same_where_addresses_collide(ulong kept, int pairs)
    {
        var found = Compare(1_000, (options, capabilities) => new PlanInput(options, capabilities, hasher: new AddressHasher(7, kept)));

        found.Pairs.Should().BeGreaterThanOrEqualTo(pairs);
    }

    private static (int Companies, int Pairs, int Changes) Compare(int count, Func<SyncOptions, TargetCapabilities, PlanInput>? gather = null)
    {
        var (pairs, changes, companies) = (0, 0, 0);
        for (var seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            var options = Settings(random);
            var capabilities = (TargetCapabilities)random.Next(16);
            var existing = Existing(random);
            var entries = Entries(random, existing);
            var planner = new SyncPlanner(options, capabilities);

            var explained = seed % 10 == 0 ? Names.Length : 0;
            var input = gather?.Invoke(options, capabilities) ?? planner.Gather();
            foreach (var account in existing) input.Add(account);
            foreach (var entry in entries) input.Add(entry);
            SettledPairs? found = null;
            var quick = Outcome(() => Note(planner.Plan(input), out found), explained);
            var slow = Outcome(() => planner.Plan(Map(entries, options), existing), explained);

            if (quick != slow) Differences(quick, slow).Should().BeEmpty("of seed {0}", seed);
            if (found is not { Count: > 0 }) continue;
            pairs += found.Count;
            changes += found.Changes.Count;
            companies++;
        }
        return (companies, pairs, changes);
    }

    private static SyncPlan Note(SyncPlan plan, out SettledPairs? found)
    {
        found = plan.Sides.Pairs;
        return plan;
    }

    private static IEnumerable<string> Differences(string quick, string slow) =>
        quick.Split('\n').Except(slow.Split('\n')).Select(line => $"with: {line}").Concat(slow.Split('\n').Except(quick.Split('\n')).Select(line => $"without: {line}"));

    /// <summary>The plan in all its members, and explanations of addresses; or why there is none.</summary>
    private static string Outcome(Func<SyncPlan> make, int explained)
    {
        try
        {
            var plan = make();
            return string.Join('\n', Names.Take(explained).Select(name => $"{plan.Explain(Given.Address(name))}").Prepend(ReportJson.Write(plan)));
        }
        catch (TargetException)
        {
            return "an address stands twice at the target"; // which of several is named, the order decides
        }
    }

    private static MappedDirectory Map(IEnumerable<LdapEntry> entries, SyncOptions options)
    {
        var (mapper, directory) = (new EntryMapper(options), new MappedDirectory());
        foreach (var entry in entries) directory.Add(mapper.Map(entry));
        return directory;
    }

    private static SyncOptions Settings(Random random) => new()
    {
        DistributionListValue = "list",
        SearchFilter = "AnyMail",
        EmailAttribute = random.Next(8) == 0 ? "proxyAddresses" : null,
        Exclusions = random.Next(3) switch { 0 => ["svc-*", "d@*"], 1 => ["c@other.example"], _ => [] },
        ExclusionMode = (ExclusionMode)random.Next(2),
        Domains = random.Next(3) == 0 ? ["example.com", "other.example"] : [],
        DomainAliases = random.Next(3) == 0 ? new DomainAliases { ["alias.example"] = "example.com" } : [],
        ForeignPrimary = (ForeignPrimary)random.Next(2),
        DistributionListAttribute = random.Next(3) == 0 ? "kind" : "kindOfNone",
        DisabledAccounts = (DisabledAccounts)random.Next(3),
        Provisional = (ProvisionalAccounts)random.Next(2),
        Owns = (Ownership)(random.Next(6) / 5),
        DeleteAfter = { Runs = random.Next(1, 3) },
        Limits = { Total = random.Next(4) == 0 ? 2 : null, Percent = { AliasDeletes = random.Next(4) == 0 ? 20 : null }, PercentFloor = 1 },
        Guards = { MinAccounts = random.Next(1, 4) },
        AllowEmptyDirectory = random.Next(2) == 0,
    };

    private static MailAccount[] Existing(Random random)
    {
        var accounts = Names.OrderBy(_ => random.Next()).Take(random.Next(14)).Chunk(random.Next(1, 4))
            .Select((names, i) => new MailAccount(
                Spelled(names[0], random),
                (AccountKind)Math.Max(0, random.Next(8) - 5),
                [.. names.Skip(1).Select(name => Spelled(name, random)), .. Enumerable.Repeat(Spelled(names[^1], random), random.Next(12) / 11)])
            {
                SourceId = random.Next(3) == 0 ? Id(random.Next(8) == 0 ? 0 : i) : null,
            })
            .ToList();
        // Some targets are not in order.
        if (random.Next(25) == 0) accounts.Add(Given.Account(Names[random.Next(Names.Length)], Names[random.Next(Names.Length)]));
        return [.. accounts.DistinctBy(account => account.Primary)];
    }

    /// <summary>Mostly what is there, else something close to it, and a few that are new.</summary>
    private static LdapEntry[] Entries(Random random, MailAccount[] existing)
    {
        var entries = new List<LdapEntry>();
        foreach (var (i, account) in existing.Index())
        {
            if (random.Next(12) == 0) continue;
            List<string> addresses = [Respelled(account.Primary, random), .. account.Aliases.Select(alias => Respelled(alias, random))];
            if (random.Next(8) == 0) addresses.Add(Names[random.Next(Names.Length)]);
            if (random.Next(12) == 0) addresses.RemoveAt(random.Next(addresses.Count));
            if (random.Next(4) == 0) addresses.Add($"new{i}");
            if (addresses.Count > 1 && random.Next(4) == 0) addresses.RemoveAt(random.Next(1, addresses.Count));
            if (random.Next(12) == 0) addresses.Reverse();
            if (addresses.Count > 0) entries.Add(Entry(random, i, addresses, random.Next(3) > 0 ? account.SourceId : Id(random.Next(existing.Length))));
        }
        while (random.Next(3) == 0) entries.Add(Entry(random, entries.Count, [Names[random.Next(Names.Length)], Names[random.Next(Names.Length)]], null));
        return [.. entries.OrderBy(_ => random.Next())];
    }

    private static LdapEntry Entry(Random random, int number, List<string> addresses, string? id)
    {
        var attributes = new List<(string, string)> { (random.Next(9) == 0 ? "mail;lang-en" : "Mail", random.Next(25) == 0 ? "x@@example.com" : Given.Address(addresses[0]).ToString()) };
        attributes.AddRange(addresses.Select((address, i) => ("proxyAddresses", $"{(i == 0 ? "SMTP:" : random.Next(3) == 0 ? " smtp: " : "smtp:")}{Given.Address(address)}")));
        if (random.Next(6) == 0) attributes.Add(("proxyAddresses", random.Next(2) == 0 ? "X500:/o=Example" : "sip:a@example.com"));
        if (random.Next(12) == 0) attributes.Add(("proxyAddresses", "nobody"));
        if (random.Next(6) == 0) attributes.Add(("kind", "list"));
        if (random.Next(9) == 0) attributes.Add(("userAccountControl", "514"));
        if (id is not null) attributes.Add(("entryUUID", id));
        return new LdapEntry(string.Create(CultureInfo.InvariantCulture, $"cn={number},dc=example,dc=com"), [.. attributes]);
    }

    private static EmailAddress Spelled(string name, Random random) => Given.Address(Respelled(Given.Address(name), random));

    private static string Respelled(EmailAddress address, Random random) => random.Next(4) == 0 ? address.ToString().ToUpperInvariant() : address.ToString();

    private static string Id(int number) => new Guid(number + 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1).ToString();
}
