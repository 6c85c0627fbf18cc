using System.Globalization;

namespace LdapSync.Planning;

/// <summary>
/// The renames that have to come before an address can be taken as an account's own. Each rename takes one address and releases one, so they hang together in
/// chains and rings. A chain is worked off from the end whose address is free. A ring (two people who exchange their addresses) has no such end: one account
/// gets a name for the time between, which opens it.
/// </summary>
internal static class RenameChain
{
    /// <summary>A step of a chain, and the change of the plan that it is, or is the first or last part of.</summary>
    internal readonly record struct Step(AccountChange Change, AccountChange Origin);

    /// <summary>The changes in order, the given one last; its own chain only, without the changes that release aliases or delete accounts.</summary>
    /// <param name="taking">An added or renamed account.</param>
    /// <param name="releases">What releases which address.</param>
    /// <param name="isDone">Whether a change has been made already.</param>
    /// <param name="reserve">Reserves an address for the time between; false when it is somebody's, before or after or between.</param>
    public static List<Step> Of(AccountChange taking, AddressReleases releases, Func<AccountChange, bool> isDone, Func<EmailAddress, bool> reserve)
    {
        var chain = new List<AccountChange>();
        var places = new Dictionary<AccountChange, int>(ReferenceEqualityComparer.Instance);
        for (var next = taking; next is not null && !isDone(next);)
        {
            if (places.TryGetValue(next, out var start)) return Open(chain, start, reserve);
            places.Add(next, chain.Count);
            chain.Add(next);
            next = releases.Of(next) is { Kind: ChangeKind.RenameAccount } rename ? rename : null;
        }
        chain.Reverse();
        return chain.ConvertAll(change => new Step(change, change));
    }

    /// <summary>Opens the ring at its lowest account, so that the plan does not depend on where the ring was entered.</summary>
    private static List<Step> Open(List<AccountChange> chain, int start, Func<EmailAddress, bool> reserve)
    {
        var ring = chain[start..];
        var first = ring.Select(rename => rename.Account).Min();
        var turn = ring.FindIndex(rename => rename.Account == first);
        var opened = ring[turn];
        var between = FreeName(opened.Account, reserve);

        // Behind the opened account in the ring stands the one whose address it wants; before it, the one that wants its address.
        List<Step> steps = [new(AccountChange.RenameAccount(opened.Account, between, opened.SourceId), opened)];
        for (var i = 1; i < ring.Count; i++) Append(ring[(turn - i + ring.Count) % ring.Count]);
        steps.Add(new(AccountChange.RenameAccount(between, opened.Address, opened.SourceId), opened));
        for (var i = start - 1; i >= 0; i--) Append(chain[i]);
        return steps;

        void Append(AccountChange change) => steps.Add(new Step(change, change));
    }

    private static EmailAddress FreeName(EmailAddress account, Func<EmailAddress, bool> reserve)
    {
        for (var number = 1; ; number++)
        {
            var name = EmailAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"in-transit-{number}@{account.Domain}"));
            if (reserve(name)) return name;
        }
    }
}
