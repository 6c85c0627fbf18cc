namespace LdapSync.Planning;

/// <summary>What decided about an address, a sentence each, in the order of the flow.</summary>
internal static class AddressDecisions
{
    public static IEnumerable<string> Of(AddressFacts facts, SyncPlan plan)
    {
        var asked = facts.Asked;
        return
        [
            .. Spelling(facts),
            .. Sides(facts),
            .. facts.SkippedEntries.Select(skipped => $"{InWords.Shown(skipped.Dn)} asks for no account: {InWords.Shown(skipped.Reason)}."),
            .. facts.SkippedValues.Select(skipped => $"{InWords.Shown(skipped.Dn)}: the {InWords.Shown(skipped.Attribute)} '{InWords.Shown(skipped.Value)}' is no mail address: {skipped.Reason}."),
            .. Exclusions(facts),
            .. Domains(facts, plan.Sides.Domains),
            .. ListAliases(facts),
            .. plan.KeptMailboxes.Where(kept => asked.Is(kept.Account) || asked.Is(kept.Alias))
                .Select(kept => $"{kept.Account} stays a mailbox although {InWords.Shown(kept.Dn)} is a distribution list: the target's lists have no aliases, and {kept.Alias}, which is hidden, would go."),
            .. facts.Conflicts.Concat(facts.LostAccounts).Select(Describe),
            .. plan.LostRenames.Where(lost => asked.Is(lost.From) || asked.Is(lost.To))
                .Select(lost => $"The target cannot rename: {lost.From} is deleted, and {lost.To} is a new account ({InWords.Shown(lost.Dn)})."),
            .. Kept(facts),
            .. plan.Handovers.Where(handover => asked.Is(handover.Address))
                .Select(handover => $"It is not deliverable between change {handover.ReleasedBy + 1} and change {handover.TakenBy + 1}."),
        ];
    }

    private static IEnumerable<string> Spelling(AddressFacts facts)
    {
        var asked = facts.Asked;
        if (asked.Address != asked.CountsAs) yield return $"{asked.Address} is in an alias domain and counts as {asked.CountsAs}.";
        foreach (var claim in facts.Claims)
        {
            foreach (var address in claim.Aliases.Prepend(claim.Primary).Where(address => asked.Is(address) && address != asked.CountsAs))
            {
                yield return $"{InWords.Shown(claim.Dn)} has it as {address}, which counts as {asked.CountsAs}.";
            }
        }
    }

    private static IEnumerable<string> Sides(AddressFacts facts)
    {
        var (asked, wanted, existing) = (facts.Asked, facts.Wanted, facts.Existing);
        if (wanted is not null)
        {
            yield return $"The entry {InWords.Shown(wanted.Dn)} gets it, {Role(asked, wanted)}.";
            var own = facts.Claims.FirstOrDefault(claim => claim.Dn == wanted.Dn)?.Primary;
            if (asked.Is(wanted.Primary) && own is { } primary && !asked.Is(primary)) yield return $"It stands in for {primary}, which is in a domain that is not served.";
        }
        else if (facts.Claims.Count == 0 && facts.Verdict != AddressVerdict.InTransit)
        {
            yield return "No entry that was read asks for it.";
        }
        if (existing is not null)
        {
            yield return $"The target has it, {Role(asked, existing)}.";
            if (facts.Verdict == AddressVerdict.Deleted && !asked.Is(existing.Primary)) yield return $"Why that account goes, the explanation of {existing} tells.";
        }
        if (facts.Verdict == AddressVerdict.InTransit) yield return "It is nobody's address; an account has it while another one takes or gives up the name.";
    }

    private static IEnumerable<string> Exclusions(AddressFacts facts)
    {
        var asked = facts.Asked;
        foreach (var excluded in facts.Excluded)
        {
            var place = excluded.Dn is null ? "at the target" : $"in {InWords.Shown(excluded.Dn)}";
            yield return $"The exclusion {InWords.Shown(excluded.Pattern)} hides it {place}, {(excluded.IsWholeAccount ? "with the whole account" : $"as an alias of {excluded.Account}")}.";
        }
        if (asked.Pattern is { } pattern && facts.Excluded.Count == 0) yield return $"The exclusion {InWords.Shown(pattern)} would hide it.";
        var holders = facts.Claims.Select(claim => (Account: claim, Place: InWords.Shown(claim.Dn)));
        if (facts.Existing is { } existing) holders = holders.Append((existing, "at the target"));
        foreach (var (account, place) in holders.Where(holder => !asked.Is(holder.Account.Primary)))
        {
            if (asked.PatternOf(account) is { } whole) yield return $"The exclusion {InWords.Shown(whole)} hides the account {account} that has it as an alias ({place}).";
        }
    }

    private static IEnumerable<string> Domains(AddressFacts facts, ServedDomains domains)
    {
        var asked = facts.Asked;
        if (!domains.Serves(domains.Fold(asked.Address)))
        {
            yield return $"The domain {asked.CountsAs.Domain} is not served.";
        }
        else if (facts.Wanted is null)
        {
            foreach (var holder in facts.Claims.Where(facts.IsForeign)) yield return $"{InWords.Shown(holder.Dn)} has it as an alias, but its own address {holder} is in a domain that is not served.";
            if (facts.Existing is { } existing && facts.IsForeign(existing)) yield return $"The account {existing} of the target is in a domain that is not served, so it is left alone.";
        }
    }

    private static string Describe(Conflict conflict) => $"{conflict.InWords(Named)}.";

    private static IEnumerable<string> ListAliases(AddressFacts facts)
    {
        if (facts.ListAlias is not { } alias) yield break;
        yield return $"{InWords.Shown(alias.Dn)} asks for it as an alias of the distribution list {alias.Account}, and the target's lists have no aliases.";
    }

    private static IEnumerable<string> Kept(AddressFacts facts)
    {
        if (facts.Waiting is { } waiting) yield return $"{waiting}.";
        if (facts.IsNotOwned) yield return $"{facts.Existing} is left alone: this sync has neither made it nor found an entry for it.";
        if (facts.Kept is not { } kept) yield break;
        yield return kept.Dn is null
            ? $"{kept.Account} is kept: the target made it by itself, and provisional accounts stay."
            : $"{kept.Account} is kept although nobody asks for it: {InWords.Shown(kept.Dn)} carries its address or id, but gets no account.";
    }

    private static string Role(AskedAddress asked, MailAccount account) => asked.Is(account.Primary) ? "as the account's own address" : $"as an alias of {account}";

    private static string Named(EmailAddress account, string? dn) => dn is null ? $"{account}" : $"{account} ({InWords.Shown(dn)})";
}
