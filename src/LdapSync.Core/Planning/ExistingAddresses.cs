namespace LdapSync.Planning;

/// <summary>Who has which address at the target, hidden accounts included.</summary>
internal static class ExistingAddresses
{
    /// <exception cref="TargetException">An address belongs to two accounts: whichever of them a plan believed, it could take mail from the other.</exception>
    public static Dictionary<EmailAddress, MailAccount> Of(IReadOnlyCollection<MailAccount> accounts)
    {
        var owners = new Dictionary<EmailAddress, MailAccount>(accounts.Count);
        foreach (var account in accounts)
        {
            Add(account.Primary);
            foreach (var alias in account.Aliases)
            {
                // Some targets list an account's own address among its aliases.
                if (alias != account.Primary) Add(alias);
            }

            void Add(EmailAddress address)
            {
                if (owners.TryAdd(address, account) || ReferenceEquals(owners[address], account)) return;
                MailAccount[] both = [owners[address].AsListed, account.AsListed];
                Array.Sort(both, (one, other) => one.Primary.CompareTo(other.Primary)); // the same sentence in whatever order they came
                throw new TargetException(
                    $"The target has the address {address} twice: it belongs to {both[0]} and to {both[1]}. Take it from one of them, then sync again; nothing was changed.");
            }
        }
        return owners;
    }
}
