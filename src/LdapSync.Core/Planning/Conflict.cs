namespace LdapSync.Planning;

/// <summary>What decided who keeps an address.</summary>
public enum ConflictReason
{
    /// <summary>One of them has it as its own address, the other as an alias.</summary>
    PrimaryBeatsAlias,

    /// <summary>One of them has it at the target today.</summary>
    CurrentOwner,

    /// <summary>The other is a distribution list, and the target's lists cannot get aliases (<see cref="TargetCapabilities.ListsWithoutAliases"/>).</summary>
    ListsHaveNoAliases,

    /// <summary>Neither has a better claim, so the lower stable id (else DN) keeps it.</summary>
    LowestId,

    /// <summary>An account that this sync must not touch (excluded, or in a domain not served) has it at the target.</summary>
    HeldByHiddenAccount,

    /// <summary>An account that nobody asks for has it at the target, and is not deleted (yet): see <see cref="SyncOptions.DeleteAfter"/> and <see cref="SyncOptions.Owns"/>.</summary>
    HeldByKeptAccount,
}

/// <summary>
/// An address that was claimed twice, and who gets it (R11). The loser goes without the address; where it was the loser's own, it gets no account, and an account
/// that it has by another address is kept as it is.
/// </summary>
/// <param name="Address">The address.</param>
/// <param name="Winner">The account that gets it.</param>
/// <param name="WinnerDn">Its entry; null for an account that only the target has.</param>
/// <param name="Loser">The account that goes without.</param>
/// <param name="LoserDn">Its entry.</param>
/// <param name="Reason">What decided.</param>
public sealed record Conflict(EmailAddress Address, EmailAddress Winner, string? WinnerDn, EmailAddress Loser, string? LoserDn, ConflictReason Reason)
{
    /// <summary>Whether the address was the loser's own, so that the loser gets no account at all.</summary>
    public bool LosesAccount => Address == Loser;

    /// <summary>Who gets the address, why, and what becomes of the other.</summary>
    public override string ToString() => InWords((account, _) => $"{account}");

    /// <summary>The same with other names for the two, each made of an account and its entry.</summary>
    internal string InWords(Func<EmailAddress, string?, string> name)
    {
        var claim = Reason switch
        {
            ConflictReason.PrimaryBeatsAlias => "whose own address it is",
            ConflictReason.CurrentOwner => "who has it today",
            ConflictReason.ListsHaveNoAliases => "who can have it, as a list cannot",
            ConflictReason.LowestId => "who has the lowest id",
            ConflictReason.HeldByKeptAccount => "which is not deleted now",
            _ => "whom this sync must not touch",
        };
        var verb = Reason is ConflictReason.PrimaryBeatsAlias or ConflictReason.ListsHaveNoAliases or ConflictReason.LowestId ? "goes to" : "stays with";
        return $"{Address} {verb} {name(Winner, WinnerDn)}, {claim}; {name(Loser, LoserDn)} {(LosesAccount ? "gets no account" : "goes without")}";
    }
}
