using System.Buffers.Binary;
using System.Text;

namespace LdapSync.Planning.Unchanged;

/// <summary>
/// Accounts with plain addresses as octets, one behind the other, so that a hundred thousand of them are a few blocks of memory and not a million objects:
/// <code>
///  1 octet   kind
///  1         1 where an id follows, else 0
///  16        the id, as a Guid has it in memory
///  2         length of the name of the entry, and the name in UTF-8; empty for accounts of the target
///  1         number of addresses, the account's own first
///  for each  1 octet length, then the address as it is spelled, in ASCII
/// </code>
/// A record never crosses from one block to the next.
/// </summary>
internal sealed class AccountArena
{
    /// <summary>Accounts with more addresses are rare, and take the long way.</summary>
    public const int MostAddresses = 60;

    public const int IdLength = 16;

    private const int BlockSize = 1 << 20;
    private const int LongestName = ushort.MaxValue;
    private const int LongestRecord = 2 + IdLength + 2 + LongestName + 1 + (MostAddresses * (1 + PlainAddress.MaxOctets));

    private readonly List<byte[]> _blocks = [];
    private readonly List<long> _starts = [];
    private int _filled = BlockSize;

    /// <summary>How many accounts there are; each is known by its number, from 0.</summary>
    public int Count => _starts.Count;

    public AccountRecord this[int account]
    {
        get
        {
            var start = _starts[account];
            return new AccountRecord(_blocks[(int)(start / BlockSize)].AsSpan((int)(start % BlockSize)));
        }
    }

    /// <summary>Adds an account; false where it does not fit in, as with a very long name.</summary>
    public bool TryAdd(AccountKind kind, Guid id, string? name, ReadOnlySpan<ReadOnlyMemory<byte>> addresses)
    {
        if (addresses.Length > MostAddresses || Encoding.UTF8.GetMaxByteCount(name?.Length ?? 0) > LongestName) return false;
        if (BlockSize - _filled < LongestRecord)
        {
            _blocks.Add(new byte[BlockSize]);
            _filled = 0;
        }
        _starts.Add(((long)(_blocks.Count - 1) * BlockSize) + _filled);
        var block = _blocks[^1].AsSpan(_filled);
        block[0] = (byte)kind;
        block[1] = id == Guid.Empty ? (byte)0 : (byte)1;
        var position = 2;
        if (id != Guid.Empty && id.TryWriteBytes(block[position..])) position += IdLength;
        var nameLength = Encoding.UTF8.GetBytes(name, block[(position + 2)..]);
        BinaryPrimitives.WriteUInt16LittleEndian(block[position..], (ushort)nameLength);
        position += 2 + nameLength;
        block[position++] = (byte)addresses.Length;
        foreach (var address in addresses)
        {
            block[position++] = (byte)address.Length;
            address.Span.CopyTo(block[position..]);
            position += address.Length;
        }
        _filled += position;
        return true;
    }
}

/// <summary>An account in an <see cref="AccountArena"/>.</summary>
internal readonly ref struct AccountRecord
{
    private readonly ReadOnlySpan<byte> _name;
    private readonly ReadOnlySpan<byte> _addresses;

    public AccountRecord(ReadOnlySpan<byte> octets)
    {
        Kind = (AccountKind)octets[0];
        var position = 2;
        if (octets[1] != 0)
        {
            Id = new Guid(octets.Slice(position, AccountArena.IdLength));
            position += AccountArena.IdLength;
        }
        _name = octets.Slice(position + 2, BinaryPrimitives.ReadUInt16LittleEndian(octets[position..]));
        position += 2 + _name.Length;
        AddressCount = octets[position];
        _addresses = octets[(position + 1)..];
    }

    public AccountKind Kind { get; }

    /// <summary>Empty where there is none.</summary>
    public Guid Id { get; }

    /// <summary>The account's own address included.</summary>
    public int AddressCount { get; }

    /// <summary>The account's own address, as it is spelled.</summary>
    public ReadOnlySpan<byte> Primary => _addresses.Slice(1, _addresses[0]);

    public AddressEnumerator GetEnumerator() => new(_addresses, AddressCount);

    /// <summary>Where an address stands, in any spelling; -1 where it does not. The guess is asked first.</summary>
    public int IndexOf(ReadOnlySpan<byte> address, int guess)
    {
        var (found, position) = (-1, 0);
        foreach (var own in this)
        {
            if (Ascii.EqualsIgnoreCase(own, address))
            {
                found = position;
                if (position >= guess) return found;
            }
            position++;
        }
        return found;
    }

    /// <summary>The account as it was added.</summary>
    public MailAccount ToAccount()
    {
        var addresses = new List<EmailAddress>(AddressCount);
        foreach (var address in this) addresses.Add(EmailAddress.Parse(Encoding.ASCII.GetString(address)));
        return new MailAccount(addresses[0], Kind, addresses[1..])
        {
            SourceId = Id == Guid.Empty ? null : Id.ToString(),
            Dn = _name.IsEmpty ? null : Encoding.UTF8.GetString(_name),
        };
    }

    /// <summary>The addresses, the account's own first.</summary>
    public ref struct AddressEnumerator(ReadOnlySpan<byte> addresses, int count)
    {
        private ReadOnlySpan<byte> _rest = addresses;
        private int _left = count;

        public ReadOnlySpan<byte> Current { get; private set; }

        public bool MoveNext()
        {
            if (_left-- == 0) return false;
            Current = _rest.Slice(1, _rest[0]);
            _rest = _rest[(1 + Current.Length)..];
            return true;
        }
    }
}
