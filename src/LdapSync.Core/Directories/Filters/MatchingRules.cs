namespace LdapSync.Directories.Filters;

/// <summary>The matching rules that an extensible match can name (RFC 4517 section 4.2 and Active Directory's), by name or object identifier.</summary>
internal static class MatchingRules
{
    /// <summary>Null when the rule is unknown or the assertion is not of its syntax. No rule is the attribute's own equality.</summary>
    public static ValueMatcher? Find(string? rule, AssertionValue assertion) => rule?.ToUpperInvariant() switch
    {
        null => new EqualityMatcher(assertion),
        "CASEIGNOREMATCH" or "2.5.13.2" or "CASEIGNOREIA5MATCH" or "1.3.6.1.4.1.1466.109.114.2" => new EqualityMatcher(assertion, TextForm.CaseIgnore),
        "CASEEXACTMATCH" or "2.5.13.5" or "CASEEXACTIA5MATCH" or "1.3.6.1.4.1.1466.109.114.1" => new EqualityMatcher(assertion, TextForm.CaseExact),
        "OCTETSTRINGMATCH" or "2.5.13.17" => new EqualityMatcher(assertion, TextForm.Octets),
        "1.2.840.113556.1.4.803" => BitMatcher.Create(assertion, all: true),
        "1.2.840.113556.1.4.804" => BitMatcher.Create(assertion, all: false),
        _ => null,
    };
}
