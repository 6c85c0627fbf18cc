namespace LdapSync.Directories;

/// <summary>The id that stays with an entry when it is renamed or moved.</summary>
internal static class StableId
{
    private const string ActiveDirectory = "objectGUID"; // MS-ADTS section 2.2.1: 16 octets, little-endian as Guid reads them
    private const string Others = "entryUUID";           // RFC 4530: text

    public static IReadOnlyList<string> Attributes { get; } = [ActiveDirectory, Others];

    /// <summary>The id as text, or null: an id of zeros, as broken imports leave it, is none (R12).</summary>
    public static string? Of(LdapEntry entry) => Find(entry)?.ToString();

    /// <summary>The same as a GUID.</summary>
    public static Guid? Find(LdapEntry entry)
    {
        var id = Guid.Empty;
        if (entry.Find(ActiveDirectory).FirstOrDefault() is { Values: [{ Length: 16 } octets, ..] }) id = new Guid(octets.Span);
        else if (entry.Find(Others).FirstOrDefault() is { Values: [var text, ..] }) _ = Guid.TryParse(System.Text.Encoding.ASCII.GetString(text.Span), out id);
        return id == Guid.Empty ? null : id;
    }
}
