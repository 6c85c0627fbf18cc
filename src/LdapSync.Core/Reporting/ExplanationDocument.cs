using LdapSync.Planning;

namespace LdapSync.Reporting;

internal sealed record ExplanationDocument(
    string Address,
    string Canonical,
    AddressVerdict Verdict,
    string Summary,
    ExplainedAccountDocument? Wanted,
    ExplainedAccountDocument? Existing,
    IReadOnlyList<AddressOrigin> Origins,
    IReadOnlyList<string> Decisions,
    IReadOnlyList<ExplainedChangeDocument> Changes)
{
    public static ExplanationDocument Of(Explanation explanation) => new(
        $"{explanation.Address}",
        explanation.CountsAs.Canonical,
        explanation.Verdict,
        explanation.ToString(),
        ExplainedAccountDocument.Of(explanation.Wanted),
        ExplainedAccountDocument.Of(explanation.Existing),
        explanation.Origins,
        explanation.Decisions,
        [.. explanation.Changes.Select(change => new ExplainedChangeDocument(change.Position, $"{change.Change}", ChangeDocument.Of(change.Change, null), change.WithheldBecause))]);
}

internal sealed record ExplainedAccountDocument(string Account, AccountKind Kind, string? Dn)
{
    public static ExplainedAccountDocument? Of(MailAccount? account) => account is null ? null : new($"{account.Primary}", account.Kind, account.Dn);
}

internal sealed record ExplainedChangeDocument(int Position, string Summary, ChangeDocument Change, string? WithheldBecause);
