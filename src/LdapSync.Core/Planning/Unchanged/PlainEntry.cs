using System.Text;
using LdapSync.Directories;
using LdapSync.Mapping;

namespace LdapSync.Planning.Unchanged;

/// <summary>
/// Reads an entry's addresses as octets, where it is as nearly all entries are: one value in the e-mail attribute, and in all attributes only plain addresses and
/// values of other kinds. Says what <see cref="EntryMapper"/> would say, or nothing. One object serves all entries, one after the other.
/// </summary>
internal sealed class PlainEntry(EntryMapper mapper, PlainAddress plain)
{
    private readonly string[] _attributes = [.. mapper.AddressAttributes];
    private readonly ReadOnlyMemory<byte>[] _addresses = new ReadOnlyMemory<byte>[AccountArena.MostAddresses];
    private readonly ulong[] _hashes = new ulong[AccountArena.MostAddresses];
    private int _count;

    /// <summary>The addresses as they are spelled, the account's own first; any of them may stand there twice.</summary>
    public ReadOnlySpan<ReadOnlyMemory<byte>> Addresses => _addresses.AsSpan(0, _count);

    /// <summary>Their hashes.</summary>
    public ReadOnlySpan<ulong> Hashes => _hashes.AsSpan(0, _count);

    /// <summary>How many values belong to other kinds of address.</summary>
    public int NonMailValues { get; private set; }

    /// <summary>Reads an entry; false where it has to be mapped the long way.</summary>
    public bool TryRead(LdapEntry entry)
    {
        (_count, NonMailValues) = (0, 0);
        foreach (var attribute in entry.Attributes)
        {
            if (attribute.Name.Contains(';', StringComparison.Ordinal)) return false;
        }
        if (!TryReadAttribute(entry, _attributes[0]) || _count != 1 || NonMailValues > 0) return false;
        for (var i = 1; i < _attributes.Length; i++)
        {
            if (!TryReadAttribute(entry, _attributes[i])) return false;
        }
        return true;
    }

    private bool TryReadAttribute(LdapEntry entry, string name)
    {
        foreach (var attribute in entry.Attributes)
        {
            if (!attribute.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            foreach (var value in attribute.Values)
            {
                if (!TryReadValue(value)) return false;
            }
        }
        return true;
    }

    private bool TryReadValue(ReadOnlyMemory<byte> value)
    {
        // A blank at an edge would have to be taken off.
        var octets = value.Span;
        if (octets.IsEmpty || octets[0] <= ' ' || octets[^1] <= ' ') return false;
        var colon = octets.IndexOf((byte)':');
        if (colon >= 0)
        {
            if (!Ascii.EqualsIgnoreCase(octets[..colon], "smtp"u8))
            {
                NonMailValues++;
                return colon > 0 && octets[colon - 1] > ' ' && Ascii.IsValid(octets);
            }
            value = value[(colon + 1)..];
        }
        if (_count == _addresses.Length || !plain.TryHash(value.Span, out var hash)) return false;
        (_addresses[_count], _hashes[_count]) = (value, hash);
        _count++;
        return true;
    }
}
