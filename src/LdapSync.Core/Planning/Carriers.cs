using LdapSync.Mapping;

namespace LdapSync.Planning;

/// <summary>
/// Entries that get no account (excluded, in conflict, with an own address that cannot be read or is not served), and the accounts of the target that they mean
/// all the same: those with one of their addresses, or with their id. Deleting such a mailbox would be wrong as soon as the entry is mended.
/// </summary>
internal sealed class Carriers
{
    private readonly Dictionary<EmailAddress, MailAccount> _byAddress;
    private readonly Dictionary<string, MailAccount> _byId = new(StringComparer.Ordinal);

    /// <param name="byAddress">The entries, under each address they carry; becomes a part of this.</param>
    public Carriers(Dictionary<EmailAddress, MailAccount> byAddress)
    {
        _byAddress = byAddress;
        foreach (var entry in byAddress.Values)
        {
            // An id that several entries have is no id to match by (R12), but reason enough to keep a mailbox.
            if (entry.SourceId is not null && !_byId.TryAdd(entry.SourceId, entry) && string.CompareOrdinal(entry.Dn, _byId[entry.SourceId].Dn) < 0) _byId[entry.SourceId] = entry;
        }
    }

    /// <summary>What is blocked must not exist, so excluded entries count in the other mode only.</summary>
    public static Carriers Of(MappedDirectory directory, VisibleAccounts wanted, AddressOwners owners, ServedDomains domains, ExclusionMode mode)
    {
        var carried = mode == ExclusionMode.Ignore ? new Dictionary<EmailAddress, MailAccount>(wanted.Held) : [];
        foreach (var account in owners.Losers.Concat(directory.Unreadable).Select(domains.Fold).Concat(wanted.Unserved)) VisibleAccounts.Hold(carried, account);
        return new Carriers(carried);
    }

    /// <summary>The entry that means an account; null when none does.</summary>
    public MailAccount? Of(MailAccount existing) => _byAddress.GetValueOrDefault(existing.Primary) ?? ById(existing);

    /// <summary>The entry whose account it is by its id, whatever the addresses; null when there is none.</summary>
    public MailAccount? ById(MailAccount existing) => existing.SourceId is null ? null : _byId.GetValueOrDefault(existing.SourceId);
}
