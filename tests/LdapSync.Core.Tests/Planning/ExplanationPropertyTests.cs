using LdapSync.Directories;
using LdapSync.Reporting;
using LdapSync.Targets;

namespace LdapSync.Planning;

/// <summary>What explanations say agrees with what plans do, whatever the company.</summary>
public class ExplanationPropertyTests
{
    private static readonly string[] Names =
        ["a", "b", "c", "d", "e", "svc-a", "svc-b", "a@alias.example", "c@alias.example", "svc-a@alias.example", "d@other.example", "e@other.example"];

    private static readonly AddressVerdict[] Gains = [AddressVerdict.Added];
    private static readonly AddressVerdict[] Losses = [AddressVerdict.Removed, AddressVerdict.Deleted];

    [Fact]
    public async Task Every_address_of_either_side_gets_the_verdict_that_applying_the_plan_bears_out()
    {
        var random = new Random(20261122);
        var seen = new HashSet<AddressVerdict>();
        for (var round = 0; round < 1000; round++)
        {
            var options = SomeOptions(random);
            LdapEntry[] entries = [.. Deal(random, distinct: false).Select((names, i) => Person(random, i + 1, names))];
            MailAccount[] existing = [.. Deal(random, distinct: true).Select((names, i) => Mailbox(random, i + 1, names))];
            var target = new InMemoryTarget(existing) { Capabilities = (TargetCapabilities)random.Next(16) };
            if (options.DomainAliases.Count > 0 && HasTwoSpellings(existing)) continue;
            var plan = new SyncPlanner(options, target.Capabilities).Plan(entries, existing);
            var before = Addresses(target);
            await new PlanApplier(plan, target).ApplyAsync(_ => { }, TestContext.Current.CancellationToken);
            var after = Addresses(target);

            foreach (var name in Names.Append("nobody"))
            {
                var address = Given.Address(name);
                var explanation = plan.Explain(address);
                var because = $"round {round}: {explanation} {string.Join(" ", explanation.Decisions)} Changes: {string.Join("; ", plan.Changes)}";
                seen.Add(explanation.Verdict);
                var asked = new AskedAddress(address, plan);
                Agree(explanation, plan, before.Any(asked.Is), after.Any(asked.Is), because);
            }
        }
        seen.Should().Contain([
            AddressVerdict.NotFound, AddressVerdict.Excluded, AddressVerdict.NotServed, AddressVerdict.LostConflict, AddressVerdict.Kept, AddressVerdict.Unchanged,
            AddressVerdict.KindChanged, AddressVerdict.Added, AddressVerdict.Removed, AddressVerdict.Deleted, AddressVerdict.Moved, AddressVerdict.Renamed]);
    }

    [Fact]
    public async Task Every_address_that_stands_in_the_directory_is_found_there_with_its_raw_values()
    {
        var random = new Random(20261123);
        for (var round = 0; round < 200; round++)
        {
            var options = SomeOptions(random);
            (options.BaseDns, options.SearchFilter, options.DisabledAccounts) = (["ou=Staff,dc=example,dc=com"], "(&(mail=*)(!(cn=guest)))", DisabledAccounts.Exclude);
            var entries = Deal(random, distinct: false).Select((names, i) => Placed(random, Person(random, i + 1, names))).ToList();
            entries.Add(new LdapEntry(options.BaseDns[0]));
            var runner = new SyncRunner(new InMemoryDirectorySource(entries), new InMemoryTarget(), options) { History = new InMemoryHistory() };
            var plan = await runner.PlanAsync(TestContext.Current.CancellationToken);

            foreach (var name in Names)
            {
                var address = Given.Address(name);
                var standing = entries.SelectMany(entry => entry.Attributes
                    .SelectMany(attribute => attribute.Values.Select(value => new AddressOrigin(entry.Dn, attribute.Name, System.Text.Encoding.UTF8.GetString(value.Span)))))
                    .Where(origin => EmailAddress.TryParse(origin.Value!.Replace("smtp:", "", StringComparison.Ordinal), out var found, out _) && new AskedAddress(address, plan).Is(found));

                var explanation = await runner.ExplainAsync(plan, address, TestContext.Current.CancellationToken);

                explanation.Origins.Should().BeEquivalentTo(standing, $"of {explanation}");
                (explanation.Verdict == AddressVerdict.NotFound).Should().Be(explanation.Origins.Count == 0, $"{explanation} {string.Join(" ", explanation.Decisions)}");
                explanation.Verdict.Should().NotBe(AddressVerdict.ChangedSince, $"nothing has changed: {string.Join(" ", explanation.Decisions)}");
            }
        }
    }

    /// <summary>The same entry somewhere, perhaps disabled or a guest.</summary>
    private static LdapEntry Placed(Random random, LdapEntry entry)
    {
        LdapAttribute[] more = random.Next(5) switch
        {
            0 => [.. new LdapEntry("", ("userAccountControl", "514")).Attributes],
            1 => [.. new LdapEntry("", ("cn", "guest")).Attributes],
            _ => [],
        };
        return new LdapEntry($"{entry.Dn},ou={(random.Next(3) == 0 ? "Guests" : "Staff")},dc=example,dc=com", [.. entry.Attributes, .. more]);
    }

    private static void Agree(Explanation explanation, SyncPlan plan, bool hadIt, bool hasIt, string because)
    {
        var (verdict, changes) = (explanation.Verdict, explanation.Changes);
        changes.All(change => plan.Changes[change.Position] == change.Change).Should().BeTrue(because);
        (verdict == AddressVerdict.Renamed).Should().Be(changes.Any(change => change.Change.Kind == ChangeKind.RenameAccount && (Counts(change.Change.Account) || Counts(change.Change.NewAddress!.Value))), because);
        if (verdict == AddressVerdict.Renamed) return;
        Gains.Contains(verdict).Should().Be(!hadIt && hasIt, because);
        Losses.Contains(verdict).Should().Be(hadIt && !hasIt, because);
        if (verdict is AddressVerdict.Moved) (hadIt, hasIt).Should().Be((true, true), because);
        if (verdict is AddressVerdict.Unchanged or AddressVerdict.KindChanged) (hadIt && hasIt && explanation.Wanted is not null && explanation.Existing is not null).Should().BeTrue(because);
        if (verdict is AddressVerdict.NotFound) (hadIt || hasIt || explanation.Origins.Count > 0).Should().BeFalse(because);
        (explanation.Existing is not null).Should().Be(hadIt, because);
        if (explanation.Wanted is not null) hasIt.Should().BeTrue(because);
        explanation.Decisions.Should().NotBeEmpty(because);
        explanation.ToString().Should().NotContain("\n");
        ReportJson.Write(explanation).Should().Contain($"\"{verdict}\"");

        bool Counts(EmailAddress address) => new AskedAddress(explanation.Address, plan).Is(address);
    }

    private static HashSet<EmailAddress> Addresses(InMemoryTarget target) => [.. target.Accounts.SelectMany(account => account.Aliases.Prepend(account.Primary))];

    /// <summary>Whether two accounts have addresses that are one once they are folded, which no plan accepts.</summary>
    private static bool HasTwoSpellings(MailAccount[] existing) =>
        existing.SelectMany((account, i) => account.Aliases.Prepend(account.Primary).Where(address => address.Domain != "other.example").Select(address => (address.LocalPart, i)).Distinct())
            .GroupBy(address => address.LocalPart).Any(accounts => accounts.Count() > 1);

    private static SyncOptions SomeOptions(Random random) => new()
    {
        AllowEmptyDirectory = true,
        Guards = { MaxDeletePercent = null },
        Domains = random.Next(3) == 0 ? ["example.com"] : [],
        DomainAliases = random.Next(2) == 0 ? [] : new() { ["alias.example"] = "example.com" },
        Exclusions = random.Next(2) == 0 ? ["svc-*"] : [],
        ExclusionMode = (ExclusionMode)random.Next(2),
        ForeignPrimary = (ForeignPrimary)random.Next(2),
        Owns = random.Next(4) == 0 ? Ownership.CreatedOrAdopted : Ownership.Everything,
        DeleteAfter = { Runs = random.Next(4) == 0 ? 2 : null },
        DistributionListAttribute = "objectClass",
        DistributionListValue = "group",
    };

    private static LdapEntry Person(Random random, int id, string[] names) =>
        new($"cn={id}", [
            ("mail", random.Next(10) == 0 ? "no address" : $"{Given.Address(names[0])}"),
            ("entryUUID", Id(id)),
            ("objectClass", random.Next(5) == 0 ? "group" : "person"),
            .. names.Skip(1).Select(name => ("proxyAddresses", $"smtp:{Given.Address(name)}"))]);

    private static MailAccount Mailbox(Random random, int id, string[] names) =>
        new(Given.Address(names[0]), (AccountKind)random.Next(3), [.. names.Skip(1).Select(Given.Address)]) { SourceId = random.Next(2) == 0 ? Id(id) : null };

    private static string Id(int id) => new Guid(id, 0, 0, new byte[8]).ToString();

    private static string[][] Deal(Random random, bool distinct)
    {
        string[] names = [.. Names];
        random.Shuffle(names);
        string[][] dealt = [.. names.Take(random.Next(3, 10)).Chunk(random.Next(1, 4))];
        // In a directory an address may stand on several entries.
        if (!distinct && random.Next(2) == 0) dealt = [.. dealt, [names[random.Next(names.Length)], names[random.Next(names.Length)]]];
        return dealt;
    }
}
