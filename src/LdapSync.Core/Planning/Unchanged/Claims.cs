using System.Text;

namespace LdapSync.Planning.Unchanged;

/// <summary>The addresses and ids of all that is planned by the rules: a pair that has one of them is not alone with it.</summary>
/// <param name="addresses">Hashes of addresses that several pairs may have; becomes a part of this.</param>
internal sealed class Claims(HashSet<ulong> addresses)
{
    private readonly HashSet<Guid> _ids = [];
    private readonly byte[] _lower = new byte[PlainAddress.MaxOctets];

    public void Add(MailAccount account, ServedDomains domains)
    {
        if (Guid.TryParse(account.SourceId, out var id)) _ids.Add(id);
        Add(account.Primary, domains);
        for (var i = 0; i < account.Aliases.Count; i++) Add(account.Aliases[i], domains);
    }

    public bool Touch(Guid id) => id != Guid.Empty && _ids.Contains(id);

    public bool Touch(AccountRecord account)
    {
        if (Touch(account.Id)) return true;
        foreach (var address in account)
        {
            Ascii.ToLower(address, _lower, out var length);
            if (addresses.Contains(AddressHash.OfAddress(_lower.AsSpan(0, length)))) return true;
        }
        return false;
    }

    private void Add(EmailAddress address, ServedDomains domains)
    {
        addresses.Add(AddressHash.OfAddress(address));
        if (domains.FoldsAny) addresses.Add(AddressHash.OfAddress(domains.Fold(address)));
    }
}
