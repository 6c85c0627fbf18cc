using System.Buffers;
using System.Text;

namespace LdapSync.Planning.Unchanged;

/// <summary>Turns the addresses of accounts into octets for an <see cref="AccountArena"/>. One object serves all accounts, one after the other.</summary>
internal sealed class AccountEncoder
{
    private readonly byte[] _octets = new byte[AccountArena.MostAddresses * PlainAddress.MaxOctets];
    private readonly ReadOnlyMemory<byte>[] _addresses = new ReadOnlyMemory<byte>[AccountArena.MostAddresses];
    private int _filled;
    private int _count;

    /// <summary>The addresses as they are spelled, the account's own first; valid until the next account.</summary>
    public ReadOnlySpan<ReadOnlyMemory<byte>> Addresses => _addresses.AsSpan(0, _count);

    /// <summary>Whether there are few enough addresses, all in ASCII.</summary>
    public bool TryEncode(MailAccount account)
    {
        (_filled, _count) = (0, 0);
        if (account.Aliases.Count >= AccountArena.MostAddresses || !TryEncode(account.Primary)) return false;
        for (var i = 0; i < account.Aliases.Count; i++)
        {
            if (!TryEncode(account.Aliases[i])) return false;
        }
        return true;
    }

    private bool TryEncode(EmailAddress address)
    {
        if (Ascii.FromUtf16(address.ToString(), _octets.AsSpan(_filled), out var length) != OperationStatus.Done) return false;
        _addresses[_count++] = _octets.AsMemory(_filled, length);
        _filled += length;
        return true;
    }
}
