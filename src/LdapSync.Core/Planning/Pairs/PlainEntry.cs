using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using LdapSync.Directories;
using LdapSync.Mapping;

namespace LdapSync.Planning.Pairs;

/// <summary>
/// Reads an entry's addresses as octets, where it is as nearly all entries are: one value in the e-mail attribute, and in all attributes only plain addresses and
/// values of other kinds. Says what <see cref="EntryMapper"/> would say, or nothing. One object serves all entries, one after the other.
/// </summary>
/// <param name="mapper">What is read.</param>
/// <param name="domains">The domains that are known.</param>
internal sealed class PlainEntry(EntryMapper mapper, KnownDomains domains)
{
    private const int MostAttributes = 32;

    private readonly string[] _emailAndAliases = [.. mapper.AddressAttributes];
    private readonly string?[] _names = new string?[MostAttributes];
    private readonly Role[] _roles = new Role[MostAttributes];
    private ReadOnlyMemory<byte> _first;
    private int _email;

    private enum Role : byte { None, Email, Alias, Id, WithOptions }

    /// <summary>The addresses, the account's own first; any of them may stand there twice.</summary>
    public AddressList Addresses { get; } = new(domains);

    /// <summary>The id; empty where there is none.</summary>
    public Guid Id { get; private set; }

    /// <summary>How many values belong to other kinds of address.</summary>
    public int NonMailValues { get; private set; }

    /// <summary>Reads what entries will be asked for, level by level.</summary>
    /// <returns>Nothing of use.</returns>
    public static int Touch(ReadOnlySpan<LdapEntry> entries)
    {
        var read = 0;
        foreach (var entry in entries) read += entry.AttributeSpan.Length;
        for (var i = 0; i < 3; i++)
        {
            foreach (var entry in entries)
            {
                if (i < entry.AttributeSpan.Length) read += entry.AttributeSpan[i].ValueSpan.Length;
            }
            foreach (var entry in entries)
            {
                if (i >= entry.AttributeSpan.Length || entry.AttributeSpan[i].ValueSpan is not [var first, ..] values || first.IsEmpty || values[^1].IsEmpty) continue;
                read += first.Span[0] + values[^1].Span[0];
            }
        }
        return read;
    }

    /// <summary>Reads the account's own address alone, where it stands at its usual place.</summary>
    public bool TryReadOwn(LdapEntry entry)
    {
        Addresses.Clear();
        var attributes = entry.AttributeSpan;
        return _email < attributes.Length && attributes[_email].ValueSpan is [var own] && TryAdd(own);
    }

    /// <summary>Reads an entry; false where it has to be mapped by the rules.</summary>
    public bool TryRead(LdapEntry entry)
    {
        NonMailValues = 0;
        Addresses.Clear();
        var attributes = entry.AttributeSpan;
        if (attributes.Length > MostAttributes) return false;
        var (email, hasId) = (-1, false);
        for (var i = 0; i < attributes.Length; i++)
        {
            var role = RoleOf(i, attributes[i].Name);
            if (role == Role.WithOptions || (role == Role.Email && email >= 0)) return false;
            if (role == Role.Email) email = i;
            hasId |= role == Role.Id;
        }
        if (email >= 0) _email = email;
        if (email < 0 || attributes[email].ValueSpan is not [var own] || !TryAdd(own) || NonMailValues > 0) return false;
        for (var i = 0; i < attributes.Length; i++)
        {
            if (_roles[i] != Role.Alias) continue;
            foreach (ref readonly var value in attributes[i].ValueSpan)
            {
                if (!TryAdd(value)) return false;
            }
        }
        Id = hasId ? StableId.Find(entry) ?? Guid.Empty : Guid.Empty;
        return true;
    }

    /// <summary>Entries of one read have the same attributes at the same places, and their names are the same objects.</summary>
    private Role RoleOf(int place, string name)
    {
        if (ReferenceEquals(_names[place], name)) return _roles[place];
        _names[place] = name;
        return _roles[place] = Find(name);
    }

    private Role Find(string name)
    {
        if (name.Contains(';', StringComparison.Ordinal)) return Role.WithOptions;
        if (name.Equals(_emailAndAliases[0], StringComparison.OrdinalIgnoreCase)) return Role.Email;
        if (_emailAndAliases.Contains(name, StringComparer.OrdinalIgnoreCase)) return Role.Alias;
        return StableId.Attributes.Contains(name, StringComparer.OrdinalIgnoreCase) ? Role.Id : Role.None;
    }

    private bool TryAdd(ReadOnlyMemory<byte> value)
    {
        // A blank at an edge would have to be taken off.
        var octets = value.Span;
        if (octets.IsEmpty || octets[0] <= ' ' || octets[^1] <= ' ') return false;
        var start = StartsWithSmtp(octets) ? 5 : octets.IndexOf((byte)':') + 1;
        if (start is not (0 or 5) || (start == 5 && !StartsWithSmtp(octets)))
        {
            NonMailValues++;
            return start > 1 && octets[start - 2] > ' ' && Ascii.IsValid(octets);
        }
        octets = octets[start..];
        if (Addresses.Count == 0) _first = value[start..];
        // The e-mail attribute and SMTP: among the others say the same as a rule.
        else if (octets.SequenceEqual(_first.Span)) return true;
        var memory = MemoryMarshal.TryGetArray(value, out var whole) ? whole.Array.AsSpan(whole.Offset + start) : octets;
        return Addresses.TryAdd(octets, memory);
    }

    private static bool StartsWithSmtp(ReadOnlySpan<byte> octets) =>
        octets.Length >= 5 && octets[4] == ':' && (BinaryPrimitives.ReadUInt32LittleEndian(octets) | 0x2020_2020) == BinaryPrimitives.ReadUInt32LittleEndian("smtp"u8);
}
