using LdapSync.Mapping;

namespace LdapSync.Planning;

/// <summary>
/// Entries that get no account (excluded, in conflict, with an own address that cannot be read or is not served), and the accounts of the target that they mean
/// all the same: those with one of their addresses, or with their id. Deleting such a mailbox would be wrong as soon as the entry is mended.
/// </summary>
internal sealed class Carriers
{
    private readonly Dictionary<EmailAddress, MailAccount> _byAddress;
    private readonly Dictionary<string, MailAccount?> _byId = new(StringComparer.Ordinal);

    /// <param name="byAddress">The entries, under each address they carry; becomes a part of this.</param>
    public Carriers(Dictionary<EmailAddress, MailAccount> byAddress)
    {
        _byAddress = byAddress;
        foreach (var entry in byAddress.Values)
        {
            if (entry.SourceId is null) continue;
            // An id that several entries have is no id.
            if (!_byId.TryAdd(entry.SourceId, entry) && _byId[entry.SourceId] is { } other && other.Dn != entry.Dn) _byId[entry.SourceId] = null;
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
    public MailAccount? Of(MailAccount existing) =>
        _byAddress.GetValueOrDefault(existing.Primary) ?? (existing.SourceId is null ? null : _byId.GetValueOrDefault(existing.SourceId));
}
