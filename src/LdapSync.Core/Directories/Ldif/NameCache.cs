using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace LdapSync.Directories.Ldif;

/// <summary>
/// One string per attribute name, found by its UTF-8 octets: a directory has a few dozen names and millions of attributes. Not safe for several threads.
/// </summary>
internal sealed class NameCache
{
    // A file with more names than any schema has is not a reason to grow without end.
    private const int Capacity = 4096;

    private readonly HashSet<string> _names;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    public NameCache()
    {
        _names = new HashSet<string>(Utf8Comparer.Instance);
        _lookup = _names.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>The name as a string; the octets have to be UTF-8.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (_lookup.TryGetValue(utf8, out var known)) return known;
        var name = Encoding.UTF8.GetString(utf8);
        if (_names.Count < Capacity) _names.Add(name);
        return name;
    }

    /// <summary>Strings compared by their UTF-8 octets.</summary>
    private sealed class Utf8Comparer : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
    {
        public static readonly Utf8Comparer Instance = new();

        public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

        public int GetHashCode([DisallowNull] string obj) => GetHashCode(Encoding.UTF8.GetBytes(obj));

        public bool Equals(ReadOnlySpan<byte> alternate, string other)
        {
            // Names are ASCII but for a few odd files.
            if (Ascii.IsValid(alternate)) return Ascii.Equals(alternate, other);
            return string.Equals(Encoding.UTF8.GetString(alternate), other, StringComparison.Ordinal);
        }

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public string Create(ReadOnlySpan<byte> alternate) => Encoding.UTF8.GetString(alternate);
    }
}
