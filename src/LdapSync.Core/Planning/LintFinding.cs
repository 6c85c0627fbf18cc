namespace LdapSync.Planning;

/// <summary>What a setting does that its author hardly meant.</summary>
public enum LintRule
{
    /// <summary>An exclusion pattern that matches no address on either side.</summary>
    PatternMatchesNothing,

    /// <summary>An exclusion pattern that matches nothing, and would with <c>*</c> in place of <c>_</c>, which is no wildcard here.</summary>
    UnderscoreForStar,

    /// <summary>An exclusion pattern that matches only what earlier patterns match already.</summary>
    PatternIsShadowed,

    /// <summary>An exclusion pattern that hides accounts of the target that the settings before an edit did not hide.</summary>
    PatternHidesExisting,

    /// <summary>A search filter that finds no disabled shared mailbox, although there are some.</summary>
    FilterDropsSharedMailboxes,
}

/// <summary>A setting that is worth a look.</summary>
/// <param name="Rule">What is odd about it.</param>
/// <param name="Subject">The pattern or filter.</param>
/// <param name="Evidence">What shows it, sorted: the patterns that shadow it, the addresses it would match or hides, the entries that the filter drops.</param>
public sealed record LintFinding(LintRule Rule, string Subject, IReadOnlyList<string> Evidence)
{
    /// <summary>What was found and what to do, in a sentence.</summary>
    public override string ToString() => Rule switch
    {
        LintRule.PatternMatchesNothing => $"The exclusion {Subject} matches no address; correct or remove it.",
        LintRule.UnderscoreForStar => $"The exclusion {Subject} matches no address, since _ is no wildcard; with * instead it would match {Examples("address")}.",
        LintRule.PatternIsShadowed => $"The exclusion {Subject} matches only what is excluded already, by {string.Join(", ", Evidence)}; it may be removed.",
        LintRule.PatternHidesExisting => $"The exclusion {Subject} newly hides {Examples("account")} of the target: they will be neither changed nor deleted any more.",
        _ => $"The search filter finds no disabled shared mailbox, although there are some ({Examples("entry")}): as they are not found, their accounts are deleted. "
            + "Let it accept msExchRecipientTypeDetails=4.",
    };

    private string Examples(string noun) => $"{InWords.Count(Evidence.Count, noun)} such as {Evidence[0]}";
}
