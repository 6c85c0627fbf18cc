namespace LdapSync.MailRoute;

/// <summary>Names of domains in the form in which addresses carry them: lower case, A-labels.</summary>
internal static class DomainName
{
    /// <summary>The name in that form; null when it is none.</summary>
    public static string? Of(string? name) => EmailAddress.TryParse("x@" + name?.Trim(), out var address, out _) ? address.Domain : null;
}
