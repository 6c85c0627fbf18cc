using System.Globalization;

namespace LdapSync.Planning;

/// <summary>Counts and texts as people read them.</summary>
internal static class InWords
{
    /// <summary>Such as <c>1 account</c> or <c>12,345 aliases</c>.</summary>
    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count.ToString("N0", CultureInfo.InvariantCulture)} {Plural(noun)}";

    /// <summary>Such as <c>3 accounts to add, 1 alias to delete</c>; what does not occur is left out.</summary>
    public static string Changes(PlanCounts counts, string add, string delete, string change, string rename)
    {
        (int Count, string Noun, string Verb)[] parts =
        [
            (counts.AccountAdds, "account", add),
            (counts.AccountDeletes, "account", delete),
            (counts.AliasAdds, "alias", add),
            (counts.AliasDeletes, "alias", delete),
            (counts.KindChanges, "account", change),
            (counts.Renames, "account", rename),
        ];
        return string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{Count(part.Count, part.Noun)} {part.Verb}"));
    }

    /// <summary>What a directory holds is shown, not obeyed: a line end or an escape sequence in a value must not forge lines of a report.</summary>
    public static string Shown(string? text) =>
        text is null || !text.Any(char.IsControl) ? text ?? "" : string.Concat(text.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()));

    private static string Plural(string noun) => noun[^1] switch
    {
        's' => noun + "es",
        'y' => noun[..^1] + "ies",
        _ => noun + "s",
    };
}
