using System.Globalization;
using LdapSync.MailRoute.FakeServer.Http;

namespace LdapSync.MailRoute.FakeServer.Listing;

/// <summary>One filter of a query, as django-tastypie reads it: <c>field</c> or <c>field__lookup</c>.</summary>
internal sealed class Filter<T>
{
    private static readonly string[] KnownLookups =
        ["exact", "iexact", "contains", "icontains", "startswith", "istartswith", "endswith", "iendswith", "gt", "gte", "lt", "lte", "in", "regex", "iregex", "isnull", "range"];

    private readonly string _lookup;
    private readonly StringComparison _comparison;
    private readonly HashSet<string> _values;

    private Filter(Field<T> field, string lookup, IEnumerable<string> values)
    {
        (Field, _lookup) = (field, lookup);
        _comparison = lookup is "iexact" or "icontains" or "istartswith" or "iendswith" ? StringComparison.OrdinalIgnoreCase : field.Comparison;
        _values = new HashSet<string>(values, StringComparer.FromComparison(_comparison));
    }

    public Field<T> Field { get; }

    /// <summary>The objects that can match, without looking at all of them; null: any can.</summary>
    public IEnumerable<T>? Candidates => Field.Find is { } find && _lookup is "exact" or "in" ? _values.SelectMany(find) : null;

    /// <summary>Reads one; null when the query's key names no field, which is no error.</summary>
    /// <exception cref="BadRequestException">The field is known, but cannot be filtered in this way.</exception>
    public static Filter<T>? Parse(IEnumerable<Field<T>> fields, string key, IEnumerable<string> values)
    {
        var parts = key.Split("__");
        if (fields.FirstOrDefault(field => field.Name == parts[0]) is not { } field) return null;
        if (field.Lookups == Lookups.None) throw new BadRequestException($"The '{field.Name}' field does not allow filtering.");
        var lookup = parts is [_, .., var last] && KnownLookups.Contains(last) ? last : "exact";
        if (parts.Length > (parts[^1] == lookup ? 2 : 1)) throw new BadRequestException($"The '{field.Name}' field does not support relations.");
        if (!IsAllowed(field, lookup)) throw new BadRequestException($"'{lookup}' is not an allowed filter on the '{field.Name}' field.");

        string[] wanted = lookup == "in" ? [.. values.SelectMany(value => value.Split(','))] : [values.Last()];
        if (field.IsNumber && !Array.TrueForAll(wanted, value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _))) throw new BadRequestException("Invalid resource lookup data provided (mismatched type).");
        return new Filter<T>(field, lookup, wanted);
    }

    public bool Matches(T row)
    {
        var text = Field.Text(row);
        if (_lookup is "exact" or "iexact" or "in") return _values.Contains(text);
        var value = _values.First();
        return _lookup switch
        {
            "contains" or "icontains" => text.Contains(value, _comparison),
            "startswith" or "istartswith" => text.StartsWith(value, _comparison),
            "endswith" or "iendswith" => text.EndsWith(value, _comparison),
            "gt" => Compare(text, value) > 0,
            "gte" => Compare(text, value) >= 0,
            "lt" => Compare(text, value) < 0,
            _ => Compare(text, value) <= 0,
        };
    }

    private static bool IsAllowed(Field<T> field, string lookup) => lookup switch
    {
        "exact" => field.Lookups.HasFlag(Lookups.Exact),
        "in" => field.Lookups.HasFlag(Lookups.In),
        "regex" or "iregex" or "isnull" or "range" => false, // the service has them; nobody here needs them
        _ => field.Lookups == Lookups.Any,
    };

    private int Compare(string text, string value) => string.Compare(text, value, _comparison);
}
