namespace LdapSync.Directories.Filters;

/// <summary>The three values of a filter (RFC 4511 section 4.5.1.7), in the order that makes "or" the greatest and "not" the mirror.</summary>
internal enum Truth
{
    False,
    Undefined,
    True,
}

internal static class Truths
{
    public static Truth Or(Truth a, Truth b) => a > b ? a : b;
}
