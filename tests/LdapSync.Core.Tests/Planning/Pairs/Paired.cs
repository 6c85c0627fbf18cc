using LdapSync.Directories;
using LdapSync.Mapping;
using LdapSync.Reporting;

namespace LdapSync.Planning.Pairs;

/// <summary>Plans in both ways, pairs left out and everything by the rules, and holds one against the other.</summary>
internal static class Paired
{
    /// <summary>How many pairs are left out of a plan, which must be the same in every letter when none is.</summary>
    public static int Count(MailAccount[] existing, LdapEntry[] entries, SyncOptions? options = null, TargetCapabilities capabilities = TargetCapabilities.None) =>
        Plan(existing, entries, options, capabilities).Sides.Pairs!.Count;

    /// <summary>The plan with its pairs left out, which must be the same in every letter when none is.</summary>
    public static SyncPlan Plan(
        MailAccount[] existing,
        LdapEntry[] entries,
        SyncOptions? options = null,
        TargetCapabilities capabilities = TargetCapabilities.None,
        SyncMemory? memory = null)
    {
        options ??= new SyncOptions();
        var quick = WithPairs(existing, entries, options, capabilities, memory);
        ShallBeTheSame(quick, ByTheRules(existing, entries, options, capabilities, memory));
        return quick;
    }

    /// <summary>The plan with its pairs left out. Addresses have the same hashes in every run, so that nothing depends on what the filter takes for seen before.</summary>
    public static SyncPlan WithPairs(MailAccount[] existing, LdapEntry[] entries, SyncOptions options, TargetCapabilities capabilities = TargetCapabilities.None, SyncMemory? memory = null)
    {
        var input = new PlanInput(options, capabilities, hasher: new AddressHasher(seed: 2026));
        foreach (var account in existing) input.Add(account);
        foreach (var entry in entries) input.Add(entry);
        return new SyncPlanner(options, capabilities).Plan(input, memory);
    }

    /// <summary>The plan with nothing left out.</summary>
    public static SyncPlan ByTheRules(MailAccount[] existing, LdapEntry[] entries, SyncOptions options, TargetCapabilities capabilities = TargetCapabilities.None, SyncMemory? memory = null)
    {
        var (mapper, directory) = (new EntryMapper(options), new MappedDirectory());
        foreach (var entry in entries) directory.Add(mapper.Map(entry));
        return new SyncPlanner(options, capabilities).Plan(directory, existing, memory);
    }

    public static void ShallBeTheSame(SyncPlan quick, SyncPlan slow)
    {
        ReportJson.Write(quick).Should().Be(ReportJson.Write(slow));
        quick.Memory.Absences.Should().BeEquivalentTo(slow.Memory.Absences);
        Sides(quick).Should().Equal(Sides(slow));
        EmailAddress[] asked = [.. slow.Sides.Claims.Concat(slow.Sides.Existing).SelectMany(account => account.Aliases.Prepend(account.Primary)).Distinct().Take(20)];
        asked.Select(address => $"{quick.Explain(address)}").Should().Equal(asked.Select(address => $"{slow.Explain(address)}"));
    }

    /// <summary>An entry whose attributes are all told.</summary>
    public static LdapEntry Entry(string cn, params (string, string)[] attributes) => new($"cn={cn},dc=example,dc=com", attributes);

    private static IEnumerable<string> Sides(SyncPlan plan) =>
        Lines("claims", plan.Sides.Claims).Concat(Lines("wanted", plan.Sides.Wanted)).Concat(Lines("existing", plan.Sides.Existing));

    private static IEnumerable<string> Lines(string side, IEnumerable<MailAccount> accounts) =>
        accounts.Select(account => $"{side}: {account.Kind} {account.Primary} {account.SourceId} {account.Dn} has {string.Join(' ', account.Aliases.Select(alias => $"{alias}").Order(StringComparer.Ordinal))}")
            .Order(StringComparer.Ordinal);
}
