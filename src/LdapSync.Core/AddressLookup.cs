using LdapSync.Directories;
using LdapSync.Directories.Filters;
using LdapSync.Mapping;
using LdapSync.Planning;

namespace LdapSync;

/// <summary>Looks entries up by an address, past base DNs and search filter, to tell why a plan does not have it and where it stands in the directory.</summary>
/// <param name="source">The directory.</param>
/// <param name="query">What plans are read with.</param>
/// <param name="mapper">What is read of an entry.</param>
internal sealed class AddressLookup(ILdapDirectorySource source, DirectoryQuery query, EntryMapper mapper)
{
    // So many entries with one address tell enough.
    private const int MostEntries = 20;

    private static readonly string[] Prefixes = ["", "smtp:", "smtp: ", "sip:", "eum:"];

    public async Task<Explanation> ExplainAsync(SyncPlan plan, EmailAddress address, CancellationToken cancellationToken)
    {
        var explanation = plan.Explain(address);
        var asked = new AskedAddress(address, plan);
        var whyNot = new WhyNot(plan, asked, mapper, query);
        var lookup = Query(asked, whyNot.Attributes);
        var notes = new List<string>();
        try
        {
            return explanation.With(await FindAsync(lookup, whyNot, notes, cancellationToken).ConfigureAwait(false), notes);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return explanation.With([], [$"The look-up in the directory failed, so this is what the plan knows: {InWords.Shown(SyncRunner.Describe(exception))}"]);
        }
    }

    /// <summary>
    /// Everything with one of the spellings, also where more stands behind it. What a value has ahead of an address, but for the usual prefixes, would have to be
    /// looked for in every value of the directory.
    /// </summary>
    internal DirectoryQuery Query(AskedAddress asked, IReadOnlyList<string> addressAttributes)
    {
        var filters = from attribute in addressAttributes from prefix in Prefixes from spelling in asked.Spellings select Starting(attribute, prefix + spelling);
        return new DirectoryQuery(
            DistinguishedName.Outermost(query.BaseDns.Select(dn => dn.Suffix())),
            new Or([.. filters.SelectMany(pair => pair)]),
            [.. mapper.Attributes.Concat(addressAttributes).Concat(query.Filter.Attributes).Distinct(StringComparer.OrdinalIgnoreCase)]);
    }

    private static LdapFilter[] Starting(string attribute, string text)
    {
        // Octets as they are: a filter that is not read from text needs no escapes (RFC 4515 section 3), and is printed with them.
        var value = new AssertionValue(LdapAttribute.Encode(text).ToArray());
        return [new EqualityMatch(attribute, value), new Substrings(attribute, value, [], null)];
    }

    private async Task<List<EntryFinding>> FindAsync(DirectoryQuery lookup, WhyNot whyNot, List<string> notes, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(lookup, whyNot, notes, cancellationToken).ConfigureAwait(false);
        }
        catch (SyncException exception) when (!lookup.BaseDns.SequenceEqual(query.BaseDns))
        {
            // The top of a directory need not be there, nor be open to the user who may read below it.
            notes.Add($"The directory could not be searched from its top: {InWords.Shown(exception.Message)}");
            return await ReadAsync(lookup with { BaseDns = query.BaseDns }, whyNot, notes, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<EntryFinding>> ReadAsync(DirectoryQuery lookup, WhyNot whyNot, List<string> notes, CancellationToken cancellationToken)
    {
        var findings = new List<EntryFinding>();
        await foreach (var entry in source.ReadAsync(lookup, cancellationToken).ConfigureAwait(false))
        {
            if (whyNot.Examine(entry) is { } finding) findings.Add(finding);
            if (findings.Count == MostEntries) break;
        }
        var result = findings.Count switch
        {
            0 => "none found",
            MostEntries => $"{MostEntries} entries found, and no more were looked at",
            var count => $"{InWords.Count(count, "entry")} found",
        };
        var where = lookup.BaseDns.Count == 0 ? source.Name : $"{source.Name} below {string.Join("; ", lookup.BaseDns)}";
        notes.Add($"Looked for it in {string.Join(", ", whyNot.Attributes)}, in {InWords.Shown(where)}: {result}.");
        findings.Sort((one, other) => string.CompareOrdinal(one.Dn, other.Dn));
        return findings;
    }
}
