using System.Buffers.Binary;

namespace LdapSync.Planning.Pairs;

/// <summary>What is known of an account of the target and its entry.</summary>
internal enum PairState
{
    /// <summary>No entry was found that could be its own.</summary>
    Single,

    /// <summary>Its entry asks for what it has.</summary>
    Unchanged,

    /// <summary>Its entry asks for other aliases.</summary>
    OtherAliases,
}

/// <summary>
/// Accounts of the target as octets, one behind the other, so that a hundred thousand of them are a few blocks of memory and not a million objects:
/// <code>
///  2 octets  length of the record, in units of eight octets
///  1         kind (2 bits), state (2 bits), whether there is an id (1 bit)
///  1         number of addresses, the account's own first
///  4         place of its entry, where it has one
///  16        the id, as a Guid has it in memory, where there is one
///  …         the addresses, see AddressCode
/// </code>
/// </summary>
/// <param name="domains">The domains of the addresses.</param>
internal sealed class AccountArena(KnownDomains domains)
{
    private const int Longest = AccountRecord.FixedLength + 16 + (AddressList.Most * AddressCode.Longest);

    private readonly OctetBlocks _blocks = new();

    /// <summary>How many accounts there are.</summary>
    public int Count { get; private set; }

    /// <summary>The account at a place.</summary>
    public AccountRecord this[uint place] => new(_blocks.At(place), domains);

    /// <summary>Adds an account.</summary>
    public void Add(AccountKind kind, Guid id, AddressList addresses)
    {
        var record = _blocks.Free(Longest);
        record[2] = (byte)((int)kind | (id == Guid.Empty ? 0 : 1 << 4));
        record[3] = (byte)addresses.Count;
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], 0);
        var length = AccountRecord.FixedLength;
        if (id != Guid.Empty && id.TryWriteBytes(record[length..])) length += 16;
        foreach (ref readonly var address in addresses.Addresses) length += AddressCode.Write(address, addresses.Octets, record[length..]);
        BinaryPrimitives.WriteUInt16LittleEndian(record, (ushort)OctetBlocks.Units(length));
        Count++;
        _blocks.Keep(length);
    }

    /// <summary>Reads what places will be asked for.</summary>
    /// <returns>Nothing of use.</returns>
    public int Touch(ReadOnlySpan<ulong> places)
    {
        const int line = 64;
        var read = 0;
        if (Count == 0) return read;
        foreach (var place in places)
        {
            var record = _blocks.At((uint)place);
            read += record[0] + record[line];
            if (record.Length > 2 * line) read += record[2 * line];
        }
        return read;
    }

    /// <summary>Gives the memory back.</summary>
    public void Clear() => _blocks.Clear();

    /// <summary>The places of all accounts, in the order in which they were added.</summary>
    public IEnumerable<uint> Places()
    {
        for (var block = 0; block < _blocks.Blocks; block++)
        {
            var end = OctetBlocks.PlaceOf(block) + OctetBlocks.Units(_blocks.FilledOf(block));
            for (var place = OctetBlocks.PlaceOf(block); place < end; place += this[place].Units) yield return place;
        }
    }
}

/// <summary>An account in an <see cref="AccountArena"/>.</summary>
internal readonly ref struct AccountRecord(Span<byte> octets, KnownDomains domains)
{
    public const int FixedLength = 8;

    private readonly Span<byte> _octets = octets;

    /// <summary>The record and what follows it: where the local parts of its addresses stand.</summary>
    public ReadOnlySpan<byte> Octets => _octets;

    /// <summary>How many units of octets it takes.</summary>
    public uint Units => BinaryPrimitives.ReadUInt16LittleEndian(_octets);

    public AccountKind Kind => (AccountKind)(_octets[2] & 3);

    public PairState State => (PairState)((_octets[2] >> 2) & 3);

    /// <summary>The account's own address included.</summary>
    public int AddressCount => _octets[3];

    /// <summary>The place of its entry, where it has one.</summary>
    public uint Entry => BinaryPrimitives.ReadUInt32LittleEndian(_octets[4..]);

    /// <summary>Empty where there is none.</summary>
    public Guid Id => HasId ? new Guid(_octets.Slice(FixedLength, 16)) : Guid.Empty;

    /// <summary>The account's own address.</summary>
    public PlainAddress Primary
    {
        get
        {
            var position = AddressesStart;
            return AddressCode.Read(_octets, ref position, domains);
        }
    }

    private bool HasId => (_octets[2] & (1 << 4)) != 0;

    private int AddressesStart => FixedLength + (HasId ? 16 : 0);

    /// <summary>Notes the entry and its place.</summary>
    public void Pair(PairState state, uint entry)
    {
        _octets[2] = (byte)((_octets[2] & ~(3 << 2)) | ((int)state << 2));
        BinaryPrimitives.WriteUInt32LittleEndian(_octets[4..], entry);
    }

    /// <summary>Reads the addresses, the account's own first.</summary>
    /// <returns>As many of <paramref name="into"/> as there are.</returns>
    public ReadOnlySpan<PlainAddress> Read(PlainAddress[] into)
    {
        var position = AddressesStart;
        for (var i = 0; i < AddressCount; i++) into[i] = AddressCode.Read(_octets, ref position, domains);
        return into.AsSpan(0, AddressCount);
    }
}
