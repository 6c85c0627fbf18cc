namespace LdapSync.MailRoute.Resources;

/// <summary>A part of a list.</summary>
internal sealed class Page<T>
{
    public PageMeta? Meta { get; init; }

    public List<T?>? Objects { get; init; }
}

/// <summary>Where a part of a list stands in the whole.</summary>
internal sealed class PageMeta
{
    /// <summary>How many objects the whole list has.</summary>
    public int? TotalCount { get; init; }

    /// <summary>Where the next part is, relative to the host; null at the end.</summary>
    public string? Next { get; init; }
}

/// <summary>An object of a list.</summary>
internal interface IResource
{
    long? Id { get; }

    /// <summary>What names it among the others of the list, without case.</summary>
    string? Key { get; }
}
