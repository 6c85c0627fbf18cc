using System.Text;

namespace LdapSync.Directories.Snapshots;

/// <summary>Names as texts from the root down, so that whatever stands below a name begins with its text.</summary>
internal sealed class NameSet
{
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _prefixes;

    public NameSet() => _prefixes = _paths.GetAlternateLookup<ReadOnlySpan<char>>();

    public bool IsEmpty => _paths.Count == 0;

    /// <summary>The text of a name.</summary>
    /// <exception cref="RecordingException">It is no name.</exception>
    public static string PathOf(string dn)
    {
        if (!DistinguishedName.TryParse(dn, out var name, out _)) throw new RecordingException("an entry has a name that cannot be read");
        var path = new StringBuilder(dn.Length + 16);
        // The keys use a single zero within a step.
        for (var i = name.Rdns.Count - 1; i >= 0; i--) path.Append(name.Rdns[i].Key).Append("\0\0");
        return path.ToString();
    }

    /// <summary>False when it was there.</summary>
    public bool Add(string path) => _paths.Add(path);

    public bool Contains(string path) => _paths.Contains(path);

    /// <summary>Whether the name, or one above it, is in the set.</summary>
    public bool ContainsAtOrAbove(ReadOnlySpan<char> path)
    {
        for (var end = 0; ;)
        {
            if (_prefixes.Contains(path[..end])) return true;
            var step = path[end..].IndexOf("\0\0", StringComparison.Ordinal);
            if (step < 0) return false;
            end += step + 2;
        }
    }
}
