using LdapSync.Directories;

namespace LdapSync.Ldap;

/// <summary>
/// Fetches what an entry with very many values holds beyond the first piece. The pieces are answers of different moments, so they are only believed when the
/// entry's <c>uSNChanged</c> is the same with the last as with the first.
/// </summary>
internal sealed class RangeReader(LdapSession session)
{
    private const string ChangeNumber = "uSNChanged";
    private const int Attempts = 3;

    /// <summary>How many pieces were fetched.</summary>
    public int Pieces { get; private set; }

    /// <summary>Whether an attribute may hold a part of its values only.</summary>
    public static bool IsPart(LdapAttribute attribute) => attribute.Name.Contains(";range=", StringComparison.OrdinalIgnoreCase);

    /// <summary>The entry with all values of every attribute.</summary>
    /// <exception cref="SourceException">The server does not give them, or the entry changes all the time.</exception>
    public async Task<LdapEntry> CompleteAsync(LdapEntry entry, CancellationToken cancellationToken)
    {
        var attributes = new List<LdapAttribute>();
        foreach (var attribute in entry.Attributes.Where(IsPart))
        {
            if (!ValueRange.TryRead(attribute, out var range)) throw Incomplete(entry, $"{LdapErrors.Clean(attribute.Name)} is no range of values");
            if (!attributes.Exists(read => read.Name.Equals(range.Attribute, StringComparison.OrdinalIgnoreCase)))
            {
                attributes.Add(new LdapAttribute(range.Attribute, await ReadAsync(entry, range.Attribute, cancellationToken).ConfigureAwait(false)));
            }
        }
        // Beside a range stands the attribute itself, without any value.
        attributes.InsertRange(0, entry.Attributes.Where(whole => !IsPart(whole) && !attributes.Exists(read => read.Name.Equals(whole.Name, StringComparison.OrdinalIgnoreCase))));
        return new LdapEntry(entry.Dn, attributes);
    }

    private async Task<List<ReadOnlyMemory<byte>>> ReadAsync(LdapEntry entry, string attribute, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await TryReadAsync(entry, attribute, cancellationToken).ConfigureAwait(false) is { } values) return values;
        }
        throw Incomplete(entry, $"{LdapErrors.Clean(attribute)} changed with every attempt to read all its values");
    }

    /// <summary>All values, or null where the entry changed meanwhile.</summary>
    private async Task<List<ReadOnlyMemory<byte>>?> TryReadAsync(LdapEntry entry, string attribute, CancellationToken cancellationToken)
    {
        var values = new List<ReadOnlyMemory<byte>>();
        string? changedAt = null;
        while (true)
        {
            var asked = ValueRange.From(attribute, values.Count);
            var answer = await session.ReadEntryAsync(entry.Dn, [asked, ChangeNumber], cancellationToken).ConfigureAwait(false);
            // Gone, or moved, since the page it stood on.
            if (answer is null) throw Incomplete(entry, "it is not there any more");
            var change = ChangeOf(answer);
            if (values.Count > 0 && change != changedAt) return null;
            changedAt = change;

            var (piece, range) = Piece(answer, attribute);
            // No value is left where one was expected: somebody has taken values out.
            if (piece is null) return null;
            if (range is null ? values.Count > 0 : range.First != values.Count) throw Incomplete(entry, $"{asked} was asked for, {LdapErrors.Clean(piece.Name)} came");
            if (range?.Last is { } last && piece.Values.Count != last - range.First + 1) throw Incomplete(entry, $"{LdapErrors.Clean(piece.Name)} came with {piece.Values.Count} values");
            values.AddRange(piece.Values);
            Pieces++;
            // A few values need no range.
            if (range?.Last is null) return values;
        }
    }

    private static (LdapAttribute? Piece, ValueRange? Range) Piece(LdapEntry answer, string attribute)
    {
        LdapAttribute? whole = null;
        foreach (var candidate in answer.Attributes)
        {
            if (ValueRange.TryRead(candidate, out var range) && range.Attribute.Equals(attribute, StringComparison.OrdinalIgnoreCase)) return (candidate, range);
            if (candidate.Name.Equals(attribute, StringComparison.OrdinalIgnoreCase) && candidate.Values.Count > 0) whole = candidate;
        }
        return (whole, null);
    }

    private static string? ChangeOf(LdapEntry entry) =>
        entry.Texts(ChangeNumber).FirstOrDefault();

    private SourceException Incomplete(LdapEntry entry, string found) =>
        LdapErrors.Incomplete(session.Server, LdapSession.ReadStep(entry.Dn), $"not all of its values can be had: {found}", "try again, and look into the server's log");
}
