namespace LdapSync.Directories.Ldif;

/// <summary>
/// Puts the values of one entry together under their attributes, in the order they are read; an attribute may return after others. Reused from entry to
/// entry; not safe for several threads.
/// </summary>
internal sealed class AttributeCollector
{
    private readonly Dictionary<string, int> _index = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _names = [];
    private readonly List<List<ReadOnlyMemory<byte>>> _values = []; // the lists are kept for the next entry
    private int _last = -1;

    public void Add(string name, ReadOnlyMemory<byte> value)
    {
        // Most values follow one of the same attribute, and most names are the same string then.
        if (_last < 0 || !ReferenceEquals(name, _names[_last]))
        {
            if (!_index.TryGetValue(name, out _last)) _last = Begin(name);
        }
        _values[_last].Add(value);
    }

    /// <summary>The attributes collected so far; the next entry begins.</summary>
    public LdapAttribute[] Take()
    {
        var attributes = new LdapAttribute[_names.Count];
        for (var i = 0; i < attributes.Length; i++)
        {
            attributes[i] = new LdapAttribute(_names[i], _values[i].ToArray());
            _values[i].Clear();
        }
        _index.Clear();
        _names.Clear();
        _last = -1;
        return attributes;
    }

    private int Begin(string name)
    {
        var position = _names.Count;
        _names.Add(name);
        _index.Add(name, position);
        if (_values.Count == position) _values.Add([]);
        return position;
    }
}
