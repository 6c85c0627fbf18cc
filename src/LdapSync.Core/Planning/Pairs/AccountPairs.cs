using System.Buffers;
using LdapSync.Directories;
using LdapSync.Mapping;

namespace LdapSync.Planning.Pairs;

/// <summary>
/// Finds the accounts of the target that differ from what their entry asks for in nothing, or in aliases that are nobody else's: as a rule nearly all. They can be
/// left out of a plan's making without changing one letter of it, so what is left is planned by the rules, and these cost a comparison of octets.
/// <list type="number">
/// <item><see cref="Add"/> all accounts of the target;</item>
/// <item><see cref="Expect"/> and <see cref="TryTake"/> each entry: an account with the same own address, kind and id is found, and the two are a pair;</item>
/// <item><see cref="Settle"/> with what is left on both sides: a pair is given back where anything else has one of its addresses or ids.</item>
/// </list>
/// What a pair shares with nobody decides nothing about others: an address belongs to an entry, an account, or both. Whatever is unusual is left out of pairs, and so
/// planned by the rules. For one thread.
/// </summary>
internal sealed class AccountPairs : IDisposable
{
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("0123456789abcdef-");

    /// <summary>How many entries may be expected at once.</summary>
    public const int UsefulBatch = 32;

    private readonly AddressHasher _hasher;
    private readonly KnownDomains _known;
    private readonly PairStore _store;
    private readonly PlainEntry[] _entries = new PlainEntry[UsefulBatch];
    private readonly bool[] _arePlain = new bool[UsefulBatch];
    private readonly EntryMapper _mapper;
    private readonly bool _keepsIds;
    private readonly TargetCapabilities _capabilities;
    private readonly List<MailAccount> _unusual = [];
    private readonly AddressList _account;
    private readonly AliasComparison _comparison;
    private readonly Func<Spool> _makeSpool;
    private readonly ulong[] _expected = new ulong[UsefulBatch];
    private readonly ulong[] _toSee = new ulong[512];
    private int _toSeeCount;
    private int _touched; // of no use, but what is read for nothing is not read at all
    private AccountIndex? _index;
    private AddressFilter? _seen;
    private HashSet<ulong> _repeated = [];
    private int _addresses;
    private bool _isSettled;

    /// <param name="mapper">What is read of entries.</param>
    /// <param name="domains">The domains that are served.</param>
    /// <param name="exclusions">Which addresses are left alone.</param>
    /// <param name="capabilities">What the target can do.</param>
    /// <param name="hasher">Hashes addresses; default: that of the process.</param>
    /// <param name="makeSpool">Where entries are kept; default: memory, and a temporary file beyond the usual limit.</param>
    public AccountPairs(EntryMapper mapper, ServedDomains domains, ExclusionRules exclusions, TargetCapabilities capabilities, AddressHasher? hasher = null, Func<Spool>? makeSpool = null)
    {
        (_mapper, _capabilities, _hasher, _makeSpool) = (mapper, capabilities, hasher ?? AddressHasher.OfProcess, makeSpool ?? (() => new Spool()));
        _keepsIds = capabilities.HasFlag(TargetCapabilities.SourceIds);
        _known = new KnownDomains(domains, _hasher);
        for (var i = 0; i < _entries.Length; i++) _entries[i] = new PlainEntry(mapper, _known);
        (_account, _comparison) = (new AddressList(_known), new AliasComparison(exclusions, _known));
        _store = new PairStore(_known, _makeSpool());
    }

    /// <summary>Adds an account of the target.</summary>
    public void Add(MailAccount account)
    {
        var id = Guid.Empty;
        var isUsual = account is { Unfolded: null, Dn: null, Kind: AccountKind.Mailbox or AccountKind.DistributionList or AccountKind.Provisional };
        if (!isUsual || (account.SourceId is not null && !TryReadId(account.SourceId, out id)) || !_account.TryRead(account))
        {
            _unusual.Add(account);
            return;
        }
        _store.Accounts.Add(account.Kind, id, _account);
        _addresses += _account.Count;
    }

    /// <summary>To be called before the first entry, and when the directory is read anew.</summary>
    public void BeginDirectory()
    {
        foreach (var place in _store.Accounts.Places()) _store.Accounts[place].Pair(PairState.Single, 0);
        _store.Begin(_makeSpool());
        _seen?.Clear();
        (_toSeeCount, _isSettled) = (0, false);
        (_index, _seen, _repeated) = (_index ?? MakeIndex(), new AddressFilter(_addresses), []);
    }

    /// <summary>
    /// Is told the entries that come next. What has to be looked up for them is far apart in memory; asked for together, the waits overlap.
    /// </summary>
    public void Expect(ReadOnlySpan<LdapEntry> entries)
    {
        _touched += PlainEntry.Touch(entries);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = _entries[i];
            _arePlain[i] = entry.TryRead(entries[i]);
            _expected[i] = _arePlain[i] ? _known.HashOf(entry.Addresses[0], entry.Addresses.Octets) : 0;
        }
        var hashes = _expected.AsSpan(0, entries.Length);
        _index!.Touch(hashes);
        _touched += _store.Accounts.Touch(hashes);
    }

    /// <summary>Whether an entry and an account of the target are a pair.</summary>
    /// <param name="entry">One of those that were expected last.</param>
    /// <param name="number">Which of them.</param>
    /// <param name="nonMailValues">How many of its values belong to other kinds of address.</param>
    public bool TryTake(LdapEntry entry, int number, out int nonMailValues)
    {
        var plain = _entries[number];
        nonMailValues = plain.NonMailValues;
        if (!_arePlain[number] || !_mapper.IsIncluded(entry) || !TryFind(plain.Addresses, out var account) || account.State != PairState.Single) return false;
        if (account.Kind != _mapper.KindOf(entry) || (account.Id != plain.Id && (account.Id != Guid.Empty || _keepsIds))) return false;
        if (!_comparison.TryCompare(plain.Addresses, account)) return false;
        if (!_comparison.IsSame && !_capabilities.AllowAliases(account.Kind)) return false;
        var length = EntryCode.Write(
            entry.Dn, plain.Id, _comparison.IsSpelledTheSame ? [] : _comparison.Wanted, plain.Addresses.Octets, _store.Entries.Free(EntryCode.Longest));
        if (length < 0) return false;
        account.Pair(_comparison.IsSame ? PairState.Unchanged : PairState.OtherAliases, _store.Entries.Keep(length));
        foreach (var hash in _comparison.Hashes) See(hash);
        if (plain.Id != Guid.Empty) See(_hasher.Id(plain.Id));
        return true;
    }

    /// <summary>Gives back the accounts that are in no pair, and the pairs that are not alone with their addresses and ids.</summary>
    /// <param name="directory">The entries that are in no pair; those of the pairs that are given back are added.</param>
    /// <param name="domains">Which addresses count as others.</param>
    /// <returns>The accounts of the target that have to be planned, and the pairs that are left; memory and file are theirs from now on.</returns>
    public (List<MailAccount> Existing, SettledPairs Pairs) Settle(MappedDirectory directory, ServedDomains domains)
    {
        if (_index is null || _seen is null) throw new InvalidOperationException("A plan was made of this: the directory has to be read anew.");
        var existing = new List<MailAccount>(_unusual);
        foreach (var place in _store.Accounts.Places())
        {
            if (_store.Accounts[place].State == PairState.Single) existing.Add(_store.AccountOf(_store.Accounts[place]));
        }
        SeeAll();
        var shared = new SharedClaims(_hasher, _known, _seen, _repeated);
        foreach (var account in directory.Accounts) shared.Add(account, domains);
        foreach (var account in directory.Unreadable) shared.Add(account, domains);
        foreach (var account in existing) shared.Add(account, domains);
        if (!shared.IsEmpty) GiveBack(shared, directory, existing);
        _index.Clear();
        _seen.Clear();
        (_index, _seen, _isSettled) = (null, null, true);
        return (existing, new SettledPairs(_store));
    }

    /// <summary>Gives back memory and file, unless they are a plan's.</summary>
    public void Dispose()
    {
        if (!_isSettled) _store.Clear();
    }

    private AccountIndex MakeIndex()
    {
        var index = new AccountIndex(_store.Accounts.Count);
        foreach (var place in _store.Accounts.Places())
        {
            var account = _store.Accounts[place];
            index.Add(_known.HashOf(account.Primary, account.Octets), place);
        }
        return index;
    }

    private void GiveBack(SharedClaims shared, MappedDirectory directory, List<MailAccount> existing)
    {
        var entries = shared.Find(_store);
        foreach (var place in _store.Accounts.Places())
        {
            var account = _store.Accounts[place];
            if (account.State == PairState.Single || !(shared.Touch(account) || entries.Contains(account.Entry))) continue;
            directory.Return(_store.EntryOf(account));
            existing.Add(_store.AccountOf(account));
            account.Pair(PairState.Single, 0);
        }
    }

    private void See(ulong hash)
    {
        _toSee[_toSeeCount++] = hash;
        if (_toSeeCount == _toSee.Length) SeeAll();
    }

    /// <summary>Many at once: what the filter waits for overlaps.</summary>
    private void SeeAll()
    {
        var hashes = _toSee.AsSpan(0, _toSeeCount);
        _touched += _seen!.Touch(hashes);
        foreach (var hash in hashes)
        {
            if (_seen.Add(hash)) _repeated.Add(hash);
        }
        _toSeeCount = 0;
    }

    private bool TryFind(AddressList addresses, out AccountRecord account)
    {
        var own = addresses[0];
        foreach (var place in _index!.Find(_known.HashOf(own, addresses.Octets)))
        {
            account = _store.Accounts[place];
            if (own.Equals(addresses.Octets, account.Primary, account.Octets)) return true;
        }
        account = default;
        return false;
    }

    // An id that would be written in another way is another id.
    private static bool TryReadId(string text, out Guid id)
    {
        id = Guid.Empty;
        return text.Length == 36 && !text.AsSpan().ContainsAnyExcept(IdCharacters) && Guid.TryParseExact(text, "D", out id) && id != Guid.Empty;
    }
}
