using System.Globalization;
using LdapSync.MailRoute.Http;
using LdapSync.MailRoute.Resources;

namespace LdapSync.MailRoute.Reading;

/// <summary>The objects of one list while its pages come.</summary>
internal sealed class Gathering<TResource, TItem>(string what, Func<TResource, TItem?> read)
    where TResource : class, IResource
    where TItem : class
{
    private readonly HashSet<long> _ids = [];
    private readonly HashSet<string> _keys = new(StringComparer.OrdinalIgnoreCase);
    private int? _total;

    /// <summary>What was read of the objects.</summary>
    public List<TItem> Items { get; } = [];

    /// <summary>How many objects there were.</summary>
    public int Count => _ids.Count;

    public int Pages { get; private set; }

    /// <summary>Takes a page; what shows that the list changed meanwhile, or null.</summary>
    /// <exception cref="UnexpectedAnswerException">The page is not as documented.</exception>
    public string? Add(Page<TResource> page)
    {
        Pages++;
        var total = page.Meta?.TotalCount ?? throw Unexpected.Missing($"a page of {what}", "meta.total_count");
        var objects = page.Objects ?? throw Unexpected.Missing($"a page of {what}", "objects");
        if (_total is { } before && before != total) return string.Create(CultureInfo.InvariantCulture, $"the total went from {before} to {total}");
        _total = total;
        foreach (var resource in objects)
        {
            var id = resource?.Id ?? throw Unexpected.Missing($"an object of {what}", "id");
            var key = resource.Key ?? throw Unexpected.Missing(string.Create(CultureInfo.InvariantCulture, $"the object {id} of {what}"), "name or localpart");
            if (!_ids.Add(id) || !_keys.Add(key)) return string.Create(CultureInfo.InvariantCulture, $"{ServiceWords.Clean(key)} ({id}) was listed twice");
            if (read(resource) is { } item) Items.Add(item);
        }
        // Not at the end only: there may be none.
        return Count > total ? string.Create(CultureInfo.InvariantCulture, $"more than {total} were listed") : null;
    }

    /// <summary>What shows that objects are missing, or null.</summary>
    public string? WhyIncomplete() => Count == _total ? null : string.Create(CultureInfo.InvariantCulture, $"{Count} of {_total} were listed");
}
