namespace LdapSync.Planning;

/// <summary>
/// The changes that hand addresses from one account to another, with all that has to stand between a release and its taking, and their order.
/// <para>
/// Three constraints shape it. An address is released before it is taken, and an account exists before it gets an alias: these always hold, and cannot form a
/// circle, since releases wait for nothing. And a release waits until the account that takes the address exists, lest the address hang in the air meanwhile:
/// two new accounts that wait for each other's addresses make a circle of that, which is broken by releasing the first in address order; the handover of
/// such an address then shows a wider gap.
/// </para>
/// </summary>
internal sealed class AddressExchange
{
    private readonly List<(EmailAddress Address, AccountChange Release, AccountChange Taking)> _passes = [];
    private readonly Dictionary<AccountChange, Node> _nodes = new(ReferenceEqualityComparer.Instance);

    private AddressExchange()
    {
    }

    public IReadOnlyList<(EmailAddress Address, AccountChange Release, AccountChange Taking)> Passes => _passes;

    public bool Involves(AccountChange change) => _nodes.ContainsKey(change);

    /// <summary>Null when no address passes, as in most plans.</summary>
    public static AddressExchange? Among(List<AccountChange> changes, IReadOnlyList<MailAccount> existing)
    {
        var releases = FindReleases(changes, existing);
        if (releases.Count == 0) return null;
        var exchange = new AddressExchange();
        foreach (var change in changes)
        {
            if (change.Kind is not (ChangeKind.AddAccount or ChangeKind.AddAlias) || !releases.TryGetValue(change.Address, out var release)) continue;
            exchange._passes.Add((change.Address, release, change));
        }
        if (exchange._passes.Count == 0) return null;
        exchange.Connect(changes);
        return exchange;
    }

    /// <summary>The changes in order.</summary>
    public IEnumerable<AccountChange> InOrder()
    {
        var ready = new PriorityQueue<Node, Node>(Node.Order);
        var waiting = new PriorityQueue<Node, Node>(Node.Order);
        foreach (var node in _nodes.Values) (node.IsReady ? ready : waiting).Enqueue(node, node);

        for (var left = _nodes.Count; left > 0;)
        {
            // With nothing ready, all that is left waits in circles of courtesy; whatever waits for no release may go first.
            if (!ready.TryDequeue(out var node, out _)) node = DequeueFirstPossible(waiting);
            if (node.IsDone) continue;
            node.IsDone = true;
            left--;
            yield return node.Change;
            foreach (var next in node.Then)
            {
                next.Node.Settle(next.IsCourtesy);
                if (next.Node is { IsReady: true, IsDone: false }) ready.Enqueue(next.Node, next.Node);
            }
        }
    }

    private static Node DequeueFirstPossible(PriorityQueue<Node, Node> waiting)
    {
        var kept = new List<Node>();
        Node node;
        while ((node = waiting.Dequeue()) is { IsDone: false, CanGo: false }) kept.Add(node);
        foreach (var other in kept) waiting.Enqueue(other, other);
        return node;
    }

    private void Connect(List<AccountChange> changes)
    {
        foreach (var (_, release, taking) in _passes)
        {
            NodeOf(release).Precede(NodeOf(taking), isCourtesy: false);
        }
        var newAccounts = changes.Where(change => change.Kind == ChangeKind.AddAccount).ToDictionary(change => change.Account);
        foreach (var change in changes)
        {
            // An alias of an account that is itself part of the exchange has to wait for it, wherever its address comes from.
            if (change.Kind != ChangeKind.AddAlias || !newAccounts.TryGetValue(change.Account, out var account) || !Involves(account)) continue;
            NodeOf(account).Precede(NodeOf(change), isCourtesy: false);
        }
        var releaseFor = new Dictionary<AccountChange, AccountChange>(ReferenceEqualityComparer.Instance);
        foreach (var (_, release, taking) in _passes) releaseFor[taking] = release;
        foreach (var (_, release, taking) in _passes)
        {
            if (taking.Kind != ChangeKind.AddAlias || !newAccounts.TryGetValue(taking.Account, out var account) || !Involves(account)) continue;
            // An account whose own address comes from the same release cannot exist before it.
            if (!ReferenceEquals(releaseFor.GetValueOrDefault(account), release)) NodeOf(account).Precede(NodeOf(release), isCourtesy: true);
        }
    }

    private Node NodeOf(AccountChange change)
    {
        if (!_nodes.TryGetValue(change, out var node)) _nodes.Add(change, node = new Node(change));
        return node;
    }

    private static Dictionary<EmailAddress, AccountChange> FindReleases(List<AccountChange> changes, IReadOnlyList<MailAccount> existing)
    {
        var releases = new Dictionary<EmailAddress, AccountChange>();
        foreach (var change in changes)
        {
            if (change.Kind is ChangeKind.RemoveAlias or ChangeKind.DeleteAccount) releases[change.Address] = change;
        }
        if (releases.Count == 0) return releases;
        foreach (var account in existing)
        {
            if (!releases.TryGetValue(account.Primary, out var deletion) || deletion.Kind != ChangeKind.DeleteAccount) continue;
            foreach (var alias in account.Aliases) releases.TryAdd(alias, deletion);
        }
        return releases;
    }

    private sealed class Node(AccountChange change)
    {
        private int _mustWait;
        private int _shouldWait;

        /// <summary>Takings first, so that they follow their release at once; then by kind and address.</summary>
        public static readonly IComparer<Node> Order = Comparer<Node>.Create((one, other) =>
        {
            var byRank = one.Rank.CompareTo(other.Rank);
            return byRank != 0 ? byRank : ChangeOrder.Compare(one.Change, other.Change);
        });

        public AccountChange Change => change;

        public List<(Node Node, bool IsCourtesy)> Then { get; } = [];

        public bool IsDone { get; set; }

        public bool CanGo => _mustWait == 0;

        public bool IsReady => _mustWait == 0 && _shouldWait == 0;

        private bool TakesReleased { get; set; }

        private int Rank => change.Kind switch
        {
            ChangeKind.AddAlias or ChangeKind.AddAccount when TakesReleased => 0,
            ChangeKind.AddAccount => 1,
            ChangeKind.AddAlias => 2,
            ChangeKind.RemoveAlias => 3,
            _ => 4,
        };

        public void Precede(Node next, bool isCourtesy)
        {
            Then.Add((next, isCourtesy));
            if (isCourtesy) next._shouldWait++;
            else next._mustWait++;
            if (!isCourtesy && change.Kind is ChangeKind.RemoveAlias or ChangeKind.DeleteAccount) next.TakesReleased = true;
        }

        public void Settle(bool wasCourtesy)
        {
            if (wasCourtesy) _shouldWait--;
            else _mustWait--;
        }
    }
}
