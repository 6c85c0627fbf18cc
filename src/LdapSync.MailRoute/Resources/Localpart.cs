namespace LdapSync.MailRoute.Resources;

/// <summary>What stands before the @, as the service gets it.</summary>
internal static class Localpart
{
    /// <summary>
    /// As it is written: in lower case, but not folded as addresses are to be compared: <c>νίκος</c> keeps its last letter. Lower case, because nobody knows whether the
    /// service tells <c>Ann</c> from <c>ann</c>.
    /// </summary>
    public static string Of(EmailAddress address) => Spelled(address).ToLowerInvariant();

    /// <summary>Every spelling in which an account of this address may be there already.</summary>
    public static IEnumerable<string> Spellings(EmailAddress address) => new[] { Of(address), Spelled(address), address.LocalPart }.Distinct(StringComparer.Ordinal);

    private static string Spelled(EmailAddress address)
    {
        var text = address.ToString();
        return text[..text.LastIndexOf('@')];
    }
}
