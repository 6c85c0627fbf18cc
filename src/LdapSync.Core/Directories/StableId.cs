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
    public static Guid? Find(LdapEntry entry) => Find(entry.AttributeSpan);

    /// <summary>The same of attributes alone.</summary>
    public static Guid? Find(ReadOnlySpan<LdapAttribute> attributes)
    {
        var id = Guid.Empty;
        // By hand rather than by a query: this is asked of every entry.
        foreach (var attribute in attributes)
        {
            if (attribute.ValueSpan.IsEmpty) continue;
            var value = attribute.ValueSpan[0].Span;
            if (value.Length == 16 && attribute.Answers(ActiveDirectory)) return new Guid(value) is var own && own != Guid.Empty ? own : null;
            if (id == Guid.Empty && value.Length >= 32 && attribute.Answers(Others) && Guid.TryParse(value, out var other)) id = other;
        }
        return id == Guid.Empty ? null : id;
    }
}
