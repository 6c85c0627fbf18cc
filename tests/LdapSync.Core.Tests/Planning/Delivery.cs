namespace LdapSync.Planning;

/// <summary>Who gets mail while a plan is carried out.</summary>
internal static class Delivery
{
    /// <summary>Follows a plan on a model: every step must be possible, and an address that has an owner before and after has one throughout, save in its handover.</summary>
    public static void Follow(SyncPlan plan, params MailAccount[] existing)
    {
        var owners = new Dictionary<EmailAddress, EmailAddress>();
        foreach (var account in existing)
        {
            foreach (var address in account.Aliases.Prepend(account.Primary)) owners.Add(address, account.Primary);
        }
        var gone = owners.Keys.ToDictionary(address => address, _ => -1);
        var steps = string.Join("; ", plan.Changes);
        for (var i = 0; i < plan.Changes.Count; i++)
        {
            var change = plan.Changes[i];
            var before = owners.Keys.ToHashSet();
            switch (change.Kind)
            {
                case ChangeKind.AddAccount:
                    owners.TryAdd(change.Account, change.Account).Should().BeTrue("{0} must be free in {1}", change.Account, steps);
                    break;
                case ChangeKind.AddAlias:
                    owners.GetValueOrDefault(change.Account).Should().Be(change.Account, "the account must exist in {0}", steps);
                    owners.TryAdd(change.Address, change.Account).Should().BeTrue("{0} must be free in {1}", change.Address, steps);
                    break;
                case ChangeKind.RemoveAlias:
                    owners.GetValueOrDefault(change.Address).Should().Be(change.Account, "it is that account's in {0}", steps);
                    owners.Remove(change.Address);
                    break;
                case ChangeKind.MoveAlias:
                    owners.GetValueOrDefault(change.Address).Should().Be(change.From!.Value, "it is that account's in {0}", steps);
                    owners.GetValueOrDefault(change.Account).Should().Be(change.Account, "the account must exist in {0}", steps);
                    owners[change.Address] = change.Account;
                    break;
                case ChangeKind.RenameAccount:
                    owners.GetValueOrDefault(change.Account).Should().Be(change.Account, "the account must exist in {0}", steps);
                    if (owners.TryGetValue(change.Address, out var holder)) holder.Should().Be(change.Account, "{0} must be free or its own in {1}", change.Address, steps);
                    owners.Remove(change.Account);
                    foreach (var address in owners.Where(o => o.Value == change.Account).Select(o => o.Key).ToArray()) owners[address] = change.Address;
                    owners[change.Address] = change.Address;
                    break;
                case ChangeKind.DeleteAccount:
                    foreach (var address in owners.Where(o => o.Value == change.Account).Select(o => o.Key).ToArray()) owners.Remove(address);
                    break;
            }
            foreach (var address in before.Except(owners.Keys)) gone[address] = i;
            foreach (var address in owners.Keys.Except(before).Where(gone.ContainsKey))
            {
                plan.Handovers.Should().Contain(h => h.Address == address && h.ReleasedBy == gone[address] && h.TakenBy == i, "{0} was off the air in {1}", address, steps);
            }
        }
        plan.Handovers.Select(h => h.Address).Should().BeSubsetOf(owners.Keys);
    }
}
