using System.Globalization;
using LdapSync.MailRoute.FakeServer.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace LdapSync.MailRoute.FakeServer.Listing;

/// <summary>The query of a listing. Names are taken with their case, as Django does.</summary>
internal sealed class ListQuery
{
    /// <summary>The most objects that the service gives at once.</summary>
    private const int MaxLimit = 1000;

    private const int DefaultLimit = 20;

    private readonly List<KeyValuePair<string, string>> _others = [];

    /// <exception cref="BadRequestException">A limit or an offset is no whole number, or below 0.</exception>
    public ListQuery(string query, int pageSizeCap)
    {
        string? limit = null, offset = null;
        foreach (var pair in new QueryStringEnumerable(query))
        {
            var (name, value) = (pair.DecodeName().ToString(), pair.DecodeValue().ToString());
            if (name == "limit") limit = value;
            else if (name == "offset") offset = value;
            else _others.Add(KeyValuePair.Create(name, value));
            if (name == "order_by") OrderBy = value;
        }
        Limit = limit is null ? DefaultLimit : Whole("limit", limit);
        if (Limit is 0 or > MaxLimit) Limit = MaxLimit;
        Limit = Math.Min(Limit, pageSizeCap);
        Offset = offset is null ? 0 : Whole("offset", offset);
        Key = new QueryBuilder(_others).ToString();
    }

    public int Limit { get; }

    public int Offset { get; }

    public string? OrderBy { get; }

    /// <summary>Everything but limit and offset: what two pages of one listing have in common.</summary>
    public string Key { get; }

    /// <summary>Whatever else is asked, whether a filter or not: names with all their values.</summary>
    public ILookup<string, string> Filters => _others.Where(pair => pair.Key != "order_by").ToLookup(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    /// <summary>The query of another page.</summary>
    public string At(int offset) => new QueryBuilder(_others)
    {
        { "limit", Limit.ToString(CultureInfo.InvariantCulture) },
        { "offset", offset.ToString(CultureInfo.InvariantCulture) },
    }.ToString();

    private static int Whole(string name, string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= 0
            ? number
            : throw new BadRequestException($"Invalid {name} '{text}' provided. Please provide a positive integer.");
}
