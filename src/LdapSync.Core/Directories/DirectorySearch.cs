namespace LdapSync.Directories;

/// <summary>
/// A query answered over entries that are all at hand, as a file and a list in memory have them: which entries are wanted, whether a DN comes twice, and
/// whether each base exists. For one read; not safe for several threads.
/// </summary>
/// <param name="query">The query.</param>
/// <param name="source">What errors call the source.</param>
/// <param name="place">What the source calls the position of an entry, such as "line".</param>
internal sealed class DirectorySearch(DirectoryQuery query, string source, string place)
{
    private readonly SeenNames _seen = new();
    private readonly string[] _filterAttributes = [.. query.Filter.Attributes];
    private readonly bool[] _baseExists = new bool[query.BaseDns.Count];

    /// <summary>How many entries were shown to the search.</summary>
    public int Count => _seen.Count;

    /// <summary>Whether an entry answers the query.</summary>
    /// <exception cref="SourceException">The DN is none, or another entry has it already, or an attribute that is asked for or that the filter looks at has only some of its values.</exception>
    public bool Selects(LdapEntry entry, int position)
    {
        if (!DistinguishedName.TryParse(entry.Dn, out var dn, out var reason))
        {
            throw new SourceException($"{source}, {place} {position}: expected a distinguished name, found '{entry.Dn}': {reason}");
        }
        if (!_seen.TryAdd(dn, position, out var earlier))
        {
            throw new SourceException(
                $"{source}, {place} {position}: expected each entry once, found '{entry.Dn}', which stands at {place} {earlier} already; remove one of them");
        }
        if (!IsBelowABase(dn)) return false;
        EnsureValuesAreComplete(entry, position, _filterAttributes);
        if (!query.Filter.Matches(entry)) return false;
        EnsureValuesAreComplete(entry, position, query.Attributes);
        return true;
    }

    /// <summary>To be called after the last entry: a base DN that does not exist is a wrong setting, not an empty directory (R1).</summary>
    /// <exception cref="SettingsException">No entry is at or below a base; every such base is named.</exception>
    public void EnsureBasesExist()
    {
        string[] faults =
        [
            .. query.BaseDns
                .Where((_, i) => !_baseExists[i])
                .Select(dn => $"{SyncOptions.Section}:BaseDns: expected entries at or below '{dn}', found none in {source}; correct the base DN or use another source"),
        ];
        if (faults.Length > 0) throw new SettingsException(faults);
    }

    // Active Directory gives 1,500 values at once and marks them as a range ([MS-ADTS] 3.1.1.3.1.3.3); ldapsearch does not fetch the others (R1).
    private void EnsureValuesAreComplete(LdapEntry entry, int position, IReadOnlyList<string> asked)
    {
        foreach (var attribute in entry.Attributes)
        {
            var range = attribute.Name.IndexOf(";range=", StringComparison.OrdinalIgnoreCase);
            if (range < 0 || attribute.Name.EndsWith("=0-*", StringComparison.Ordinal) || !asked.Any(name => attribute.Answers(name))) continue;
            throw new SourceException(
                $"{source}, {place} {position}: expected all values of {attribute.Name[..range]} of '{entry.Dn}', found only '{attribute.Name[(range + 1)..]}'; "
                + "read the directory itself, or export it with a tool that fetches every range");
        }
    }

    private bool IsBelowABase(DistinguishedName dn)
    {
        var isBelow = query.BaseDns.Count == 0;
        // Every base is asked: an entry may prove that several exist.
        for (var i = 0; i < _baseExists.Length; i++)
        {
            if (!dn.IsAtOrBelow(query.BaseDns[i])) continue;
            isBelow = _baseExists[i] = true;
        }
        return isBelow;
    }
}
