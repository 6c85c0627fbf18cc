using System.Runtime.CompilerServices;

namespace LdapSync.Directories.Snapshots;

/// <summary>How <see cref="ChangingDirectory"/> answers when it is asked what has changed.</summary>
internal enum Telling
{
    /// <summary>What has changed and what is gone.</summary>
    Changes,

    /// <summary>What has changed and what remains (the present phase of RFC 4533).</summary>
    Remaining,

    /// <summary>It cannot tell.</summary>
    Nothing,

    /// <summary>It fails.</summary>
    Failure,
}

/// <summary>A directory in memory that is edited and tells its changes faithfully. The answer to the query are the entries that have mail.</summary>
internal sealed class ChangingDirectory : ILdapChangeSource
{
    public static readonly DirectoryQuery Query = new([DistinguishedName.Parse("dc=example")], LdapFilter.Parse("(mail=*)"), ["mail", "cn", "entryUUID"]);

    private readonly Dictionary<Guid, Node> _nodes = [];
    private readonly Dictionary<Guid, long> _removed = [];
    private long _now = 1;
    private long _lastMove; // of an entry with others below it

    public string Name => "fake";

    public Telling Telling { get; set; }

    /// <summary>Called before each entry of a complete read, with its position.</summary>
    public Action<int>? BeforeEntry { get; set; }

    /// <summary>What is told instead of the truth.</summary>
    public Func<DirectoryChanges, DirectoryChanges>? Distort { get; set; }

    public bool TellsTokens { get; set; } = true;

    public int CompleteReads { get; private set; }

    /// <summary>How often it has told changes.</summary>
    public int ChangeReads { get; private set; }

    public IReadOnlyList<Guid> Ids => [.. _nodes.Keys];

    /// <summary>The answer as it is now.</summary>
    public IReadOnlyList<LdapEntry> Entries => [.. _nodes.Values.Where(node => node.Mail is not null).Select(node => node.Entry)];

    public static string Describe(LdapEntry entry) =>
        $"{entry.Dn}: {string.Join("; ", entry.Attributes.Select(attribute => $"{attribute.Name}={string.Join(',', attribute.Values.Select(value => Convert.ToHexString(value.Span)))}"))}";

    public Node this[Guid id] => _nodes[id];

    public Guid Add(string dn, string? mail, Guid? id = null)
    {
        var node = new Node(id ?? NewId(), dn, mail, ++_now) { HasAlwaysMatched = mail is not null };
        _nodes.Add(node.Id, node);
        return node.Id;
    }

    public void SetMail(Guid id, string? mail) => _nodes[id] = _nodes[id] with { Mail = mail, Version = ++_now, HasAlwaysMatched = _nodes[id].HasAlwaysMatched && mail is not null };

    public void Remove(Guid id)
    {
        _nodes.Remove(id);
        _removed[id] = ++_now;
    }

    public bool HasChildren(Guid id) => Below(id).Any();

    /// <summary>Only the entry itself counts as changed, as with most servers; whoever stands below it has another name all the same.</summary>
    public void Rename(Guid id, string dn, bool isNoticed = true)
    {
        var before = _nodes[id].Dn;
        var below = Below(id).ToList();
        _nodes[id] = _nodes[id] with { Dn = dn, Version = ++_now };
        foreach (var child in below) _nodes[child.Id] = child with { Dn = child.Dn[..^before.Length] + dn };
        if (below.Count > 0 && isNoticed) _lastMove = _now;
    }

    public async IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        CompleteReads++;
        if (TellsTokens) query.Token?.Report(new ChangeToken($"{_now}"));
        await Task.Yield();
        var position = 0;
        foreach (var id in Ids)
        {
            BeforeEntry?.Invoke(position++);
            cancellationToken.ThrowIfCancellationRequested();
            if (_nodes.TryGetValue(id, out var node) && node.Mail is not null) yield return node.Entry;
        }
        BeforeEntry?.Invoke(position);
        cancellationToken.ThrowIfCancellationRequested();
        query.Evidence?.Report(new ReadEvidence(Name, position, 1, 0, [], null, TimeSpan.Zero));
    }

    public async Task<DirectoryChanges?> ReadChangesAsync(DirectoryQuery query, ChangeToken since, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        var moment = long.Parse(since.Value, System.Globalization.CultureInfo.InvariantCulture);
        if (Telling == Telling.Failure) throw new SourceException("It refuses.");
        if (Telling == Telling.Nothing || moment < _lastMove) return null;
        ChangeReads++;
        if (TellsTokens) query.Token?.Report(new ChangeToken($"{_now}"));
        query.Evidence?.Report(new ReadEvidence(Name, 0, 1, 0, [], $"state {_now}", TimeSpan.Zero));
        var (newer, older) = (_nodes.Values.Where(node => node.Version > moment), _nodes.Values.Where(node => node.Version <= moment));
        LdapEntry[] changed = [.. newer.Where(node => node.Mail is not null).Select(node => node.Entry)];
        var changes = Telling == Telling.Remaining
            ? new DirectoryChanges(changed, [], older.Select(node => $"{node.Id}").ToHashSet()) // as OpenLDAP: all that there is, whether it is in the answer or not
            : new DirectoryChanges(changed, [.. newer.Where(node => node.Mail is null).Select(node => node.Id).Concat(_removed.Where(pair => pair.Value > moment).Select(pair => pair.Key)).Select(id => $"{id}")]);
        return Distort?.Invoke(changes) ?? changes;
    }

    private IEnumerable<Node> Below(Guid id) => _nodes.Values.Where(node => node.Dn.EndsWith("," + _nodes[id].Dn, StringComparison.Ordinal));

    private Guid NewId() => new((int)++_now, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

    internal sealed record Node(Guid Id, string Dn, string? Mail, long Version)
    {
        /// <summary>It was in the answer since it was made.</summary>
        public bool HasAlwaysMatched { get; init; }

        public LdapEntry Entry => Mail is null ? new LdapEntry(Dn) : new LdapEntry(Dn, ("mail", Mail), ("cn", $"v{Version}"), ("entryUUID", $"{Id}"));
    }
}
