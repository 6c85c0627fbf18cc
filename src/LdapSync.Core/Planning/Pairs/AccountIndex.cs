using System.Numerics;

namespace LdapSync.Planning.Pairs;

/// <summary>
/// Finds the places of accounts by the hash of their own address: a table with open addressing, four fifths full at the most, of which each slot has 32 bits of the hash
/// above the place and one.
/// </summary>
internal sealed class AccountIndex
{
    private readonly ulong[] _slots;
    private readonly int _bits;

    /// <param name="accounts">How many accounts there will be.</param>
    public AccountIndex(int accounts)
    {
        _bits = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Max(16L, accounts * 5L / 4)));
        _slots = Words.Rent(1 << _bits);
    }

    /// <summary>Adds an account; several may have one hash.</summary>
    public void Add(ulong hash, uint place)
    {
        var at = Slot(hash);
        while (_slots[at] != 0) at = at + 1 == _slots.Length ? 0 : at + 1;
        _slots[at] = (hash & ~(ulong)uint.MaxValue) | (place + 1);
    }

    /// <summary>The places of accounts whose address may have a hash.</summary>
    public Candidates Find(ulong hash) => new(_slots, Slot(hash), hash >> 32);

    /// <summary>Reads what hashes will be asked for: each becomes the place of the account that is found first, or 0.</summary>
    public void Touch(Span<ulong> hashes)
    {
        foreach (ref var hash in hashes) hash = (uint)Math.Max(1, (uint)_slots[Slot(hash)]) - 1;
    }

    /// <summary>Gives the memory back; it may not be used any more.</summary>
    public void Clear() => Words.Return(_slots);

    private int Slot(ulong hash) => (int)(hash >> (64 - _bits));

    /// <summary>The places under a hash, from a slot on to the next that is empty.</summary>
    public ref struct Candidates(ulong[] slots, int at, ulong hash)
    {
        private int _at = at;

        public uint Current { get; private set; }

        public readonly Candidates GetEnumerator() => this;

        public bool MoveNext()
        {
            while (slots[_at] is not 0 and var slot)
            {
                _at = _at + 1 == slots.Length ? 0 : _at + 1;
                if (slot >> 32 != hash) continue;
                Current = (uint)slot - 1;
                return true;
            }
            return false;
        }
    }
}
