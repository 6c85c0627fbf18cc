using System.Text;
using LdapSync.Directories;
using LdapSync.Mapping;

namespace LdapSync.Planning.Unchanged;

/// <summary>
/// Finds the accounts that stand at the target exactly as their entry asks for them, and that nobody else asks for: as a rule nearly all. They can be left out of
/// a plan's making without changing one letter of it, so what is left is planned by the rules, and these cost a comparison of octets.
/// <list type="number">
/// <item><see cref="Add"/> all accounts of the target;</item>
/// <item><see cref="TryTake"/> each entry: an account with the same addresses, kind and id is found, and the two are a pair;</item>
/// <item><see cref="Settle"/> with what is left on both sides: a pair is given back where anything else has one of its addresses or ids.</item>
/// </list>
/// What pairs share with nobody decides nothing about others: an address belongs to an entry, an account, or both. Whatever is unusual is left out of pairs, and so
/// planned by the rules. For one thread.
/// </summary>
internal sealed class UnchangedAccounts
{
    private const int None = -1;

    private readonly PlainEntry _entry;
    private readonly EntryMapper _mapper;
    private readonly bool _keepsIds;
    private readonly AccountArena _accounts = new();
    private readonly List<ulong> _hashes = [];
    private readonly List<MailAccount> _unusual = [];
    private readonly AccountEncoder _encoder = new();
    private readonly ReadOnlyMemory<byte>[] _same = new ReadOnlyMemory<byte>[AccountArena.MostAddresses];
    private readonly ulong[] _sameHashes = new ulong[AccountArena.MostAddresses];
    private AccountArena _entries = new();
    private AddressFilter _seen = new(0);
    private HashSet<ulong> _repeated = [];
    private int[] _buckets = [];
    private int[] _pairs = [];
    private int _addresses;

    public UnchangedAccounts(EntryMapper mapper, PlainAddress plain, bool keepsIds)
    {
        (_mapper, _keepsIds) = (mapper, keepsIds);
        _entry = new PlainEntry(mapper, plain);
    }

    /// <summary>How many pairs there are, once <see cref="Settle"/> was called.</summary>
    public int Count { get; private set; }

    /// <summary>How many aliases they have.</summary>
    public int Aliases { get; private set; }

    /// <summary>How many values of the entry that was taken last belong to other kinds of address.</summary>
    public int NonMailValues => _entry.NonMailValues;

    /// <summary>Adds an account of the target.</summary>
    public void Add(MailAccount account)
    {
        var id = Guid.Empty;
        var fits = account is { Unfolded: null, Dn: null } && account.Aliases.Count < AccountArena.MostAddresses && (account.SourceId is null || TryReadId(account.SourceId, out id));
        if (!fits || !_encoder.TryEncode(account) || !_accounts.TryAdd(account.Kind, id, null, _encoder.Addresses))
        {
            _unusual.Add(account);
            return;
        }
        _hashes.Add(AddressHash.OfAddress(account.Primary));
        _addresses += _encoder.Addresses.Length;
    }

    /// <summary>To be called before the first entry, and when the directory is read anew.</summary>
    public void BeginDirectory()
    {
        (_entries, _seen, _repeated) = (new AccountArena(), new AddressFilter(_addresses), []);
        _pairs = new int[_accounts.Count];
        Array.Fill(_pairs, None);
        if (_buckets.Length > 0) return;
        _buckets = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * _accounts.Count))];
        Array.Fill(_buckets, None);
        for (var account = 0; account < _accounts.Count; account++)
        {
            var bucket = Bucket(_hashes[account]);
            while (_buckets[bucket] != None) bucket = (bucket + 1) & (_buckets.Length - 1);
            _buckets[bucket] = account;
        }
    }

    /// <summary>Whether an entry and an account of the target are a pair.</summary>
    public bool TryTake(LdapEntry entry)
    {
        if (!_entry.TryRead(entry) || !_mapper.IsIncluded(entry)) return false;
        var account = Find(_entry.Hashes[0], _entry.Addresses[0].Span);
        if (account == None || _pairs[account] != None) return false;
        var record = _accounts[account];
        if (record.Kind != _mapper.KindOf(entry)) return false;
        var id = StableId.Find(entry) ?? Guid.Empty;
        if (record.Id != id && (record.Id != Guid.Empty || _keepsIds)) return false;
        if (!HasSameAliases(record, out var aliases) || !_entries.TryAdd(record.Kind, id, entry.Dn, aliases)) return false;
        _pairs[account] = _entries.Count - 1;
        return true;
    }

    /// <summary>Gives back the accounts that are in no pair, and the pairs that are not alone with their addresses and ids.</summary>
    /// <param name="directory">The entries that are in no pair; those of the pairs that are given back are added.</param>
    /// <param name="domains">Which addresses count as others.</param>
    /// <returns>The accounts of the target that have to be planned.</returns>
    public List<MailAccount> Settle(MappedDirectory directory, ServedDomains domains)
    {
        var left = new List<MailAccount>(_unusual);
        for (var i = 0; i < _pairs.Length; i++)
        {
            if (_pairs[i] == None) left.Add(_accounts[i].ToAccount());
        }
        var claims = new Claims(_repeated);
        foreach (var account in directory.Accounts.Concat(directory.Unreadable).Concat(left)) claims.Add(account, domains);
        (Count, Aliases) = (0, 0);
        for (var i = 0; i < _pairs.Length; i++)
        {
            if (_pairs[i] == None) continue;
            var account = _accounts[i];
            var entry = _entries[_pairs[i]];
            if (claims.Touch(account) || claims.Touch(entry.Id))
            {
                directory.Return(entry.ToAccount());
                left.Add(account.ToAccount());
                _pairs[i] = None;
            }
            else
            {
                Count++;
                Aliases += account.AddressCount - 1;
            }
        }
        return left;
    }

    /// <summary>What the directory asks for, of every pair.</summary>
    public IEnumerable<MailAccount> Wanted => _pairs.Where(entry => entry != None).Select(entry => _entries[entry].ToAccount());

    /// <summary>What the target has, of every pair.</summary>
    public IEnumerable<MailAccount> Existing => _pairs.Index().Where(pair => pair.Item != None).Select(pair => _accounts[pair.Index].ToAccount());

    /// <summary>Whether a pair has an address. Looks at all of them: this is asked for names between two renames only.</summary>
    public bool Has(EmailAddress address)
    {
        for (var i = 0; i < _pairs.Length; i++)
        {
            if (_pairs[i] != None && _accounts[i].IndexOf(Encoding.UTF8.GetBytes(address.Canonical), guess: 0) >= 0) return true;
        }
        return false;
    }

    private int Bucket(ulong hash) => (int)(hash >> 32) & (_buckets.Length - 1);

    private int Find(ulong hash, ReadOnlySpan<byte> primary)
    {
        for (var bucket = Bucket(hash); _buckets[bucket] != None; bucket = (bucket + 1) & (_buckets.Length - 1))
        {
            var account = _buckets[bucket];
            if (_hashes[account] != hash) continue;
            if (Ascii.EqualsIgnoreCase(_accounts[account].Primary, primary)) return account;
        }
        return None;
    }

    /// <summary>Whether the entry's aliases are those of an account, each once.</summary>
    /// <param name="account">The account, whose own address the entry has.</param>
    /// <param name="addresses">The entry's addresses without those that only repeat its own.</param>
    private bool HasSameAliases(AccountRecord account, out ReadOnlySpan<ReadOnlyMemory<byte>> addresses)
    {
        var found = _entry.Addresses;
        var hashes = _entry.Hashes;
        var count = 1;
        addresses = [];
        _same[0] = found[0];
        _sameHashes[0] = hashes[0];
        for (var i = 1; i < found.Length; i++)
        {
            if (hashes[i] == hashes[0] && Ascii.EqualsIgnoreCase(found[i].Span, found[0].Span)) continue;
            // An alias that stands there twice counts once, in the lower of its spellings: the long way knows.
            if (_sameHashes.AsSpan(0, count).Contains(hashes[i])) return false;
            (_same[count], _sameHashes[count]) = (found[i], hashes[i]);
            count++;
        }
        addresses = _same.AsSpan(0, count);
        if (count != account.AddressCount) return false;
        var missing = (1UL << count) - 1;
        for (var i = 0; i < count; i++)
        {
            var position = account.IndexOf(_same[i].Span, i);
            if (position < 0) return false;
            missing &= ~(1UL << position);
        }
        if (missing != 0) return false;
        foreach (var hash in _sameHashes.AsSpan(0, count))
        {
            if (_seen.Add(hash)) _repeated.Add(hash);
        }
        return true;
    }

    private static bool TryReadId(string text, out Guid id) =>
        // An id that would be written in another way is another id.
        Guid.TryParseExact(text, "D", out id) && id != Guid.Empty && string.Equals(id.ToString(), text, StringComparison.Ordinal);
}
