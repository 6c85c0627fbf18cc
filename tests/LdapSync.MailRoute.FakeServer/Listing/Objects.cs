using LdapSync.MailRoute.FakeServer.Data;
using LdapSync.MailRoute.FakeServer.Http;

namespace LdapSync.MailRoute.FakeServer.Listing;

/// <summary>Which objects a query finds, in which order.</summary>
/// <param name="store">Whose version says how long an order that was made holds.</param>
/// <param name="seed">Decides the order where none is asked for: another one with each request.</param>
/// <param name="fields">All fields of the resource, those that find the fewest objects first.</param>
/// <param name="all">All objects.</param>
internal sealed class Objects<T>(MailStore store, int seed, Field<T>[] fields, Func<IReadOnlyCollection<T>> all)
    where T : Row
{
    private const int MostKept = 32;

    private readonly Random _shuffle = new(seed);
    private readonly Dictionary<string, T[]> _ordered = [];
    private long _version;

    /// <summary>The objects; those of one query stay the same array until something is written.</summary>
    /// <exception cref="BadRequestException">The query cannot be answered.</exception>
    public T[] Find(ListQuery query, bool ignoresFilters = false)
    {
        var order = query.OrderBy is { } name ? Order(name) : null;
        Filter<T>[] filters = ignoresFilters ? [] : [.. query.Filters.Select(filter => Filter<T>.Parse(fields, filter.Key, filter)).OfType<Filter<T>>().OrderBy(filter => Array.IndexOf(fields, filter.Field))];
        if (order is null)
        {
            var shuffled = Filtered(filters);
            _shuffle.Shuffle(shuffled);
            return shuffled;
        }

        if (_version != store.Version || _ordered.Count == MostKept) _ordered.Clear();
        _version = store.Version;
        var key = ignoresFilters ? query.OrderBy! : query.Key;
        if (_ordered.TryGetValue(key, out var found)) return found;
        found = Filtered(filters);
        Array.Sort(found, order);
        return _ordered[key] = found;
    }

    private T[] Filtered(Filter<T>[] filters)
    {
        var candidates = filters.Select(filter => filter.Candidates).FirstOrDefault(rows => rows is not null);
        return [.. (candidates ?? all()).Where(row => Array.TrueForAll(filters, filter => filter.Matches(row)))];
    }

    /// <summary>Equal ones stand in an order of their own, as the database has it.</summary>
    private Comparison<T> Order(string name)
    {
        var falls = name.StartsWith('-');
        var field = Array.Find(fields, field => field.Name == name.TrimStart('-')) ?? throw new BadRequestException($"No matching '{name}' field for ordering on.");
        var order = field.Order ?? throw new BadRequestException($"The '{field.Name}' field does not allow ordering.");
        return (a, b) => order(a, b) is var result and not 0 ? falls ? -result : result : a.Id.CompareTo(b.Id);
    }
}
