using System.Text.Json;
using LdapSync.MailRoute.FakeServer.Data;
using LdapSync.MailRoute.FakeServer.Http;
using LdapSync.MailRoute.FakeServer.Listing;

namespace LdapSync.MailRoute.FakeServer.Resources;

/// <summary>A resource that can be listed and read. Those that can be written add to it.</summary>
internal abstract class Resource<T>(FakeMailRouteOptions options, MailStore store) : IResource
    where T : Row
{
    public abstract string Name { get; }

    protected MailStore Store { get; } = store;

    protected FakeMailRouteOptions Options { get; } = options;

    protected abstract Objects<T> Objects { get; }

    public virtual Reply Answer(ApiRequest request) => (request.Method, request.Steps) switch
    {
        ("GET", [_]) => List(request),
        ("GET", [_, var key]) => Find(key) is { } row ? Detail(200, row) : Reply.Empty(404),
        (_, [_] or [_, _]) => Reply.Empty(405),
        _ => Reply.Empty(404),
    };

    /// <summary>The object of an id, or of a name or an address; null when there is none.</summary>
    protected abstract T? Find(string key);

    protected abstract void WriteFields(Utf8JsonWriter json, T row);

    protected Reply Detail(int status, T row, Action<Utf8JsonWriter>? more = null) => new(status)
    {
        Body = Json.Of(json =>
        {
            json.WriteStartObject();
            json.WriteRow(Name, row);
            WriteFields(json, row);
            more?.Invoke(json);
            json.WriteEndObject();
        }),
        Location = status == 201 ? Json.Uri(Name, row) : null,
    };

    private Reply List(ApiRequest request)
    {
        var fault = request.Fault;
        var query = request.ListQuery(Options.PageSizeCap);
        var all = Objects.Find(query, fault is { IgnoresFilters: true });
        var shift = fault is { RepeatsObject: true } && query.Offset > 0 ? 1 : 0;
        var total = all.Length + (fault is { ChangesTotal: true } ? 1 : 0);
        return new Reply(200)
        {
            Body = Json.Of(json =>
            {
                json.WriteStartObject();
                json.WriteStartObject("meta");
                json.WriteNumber("limit", query.Limit);
                if (fault is not { LeavesOutNext: true }) json.WriteString("next", query.Offset + query.Limit < all.Length ? Page(query, query.Offset + query.Limit) : null);
                json.WriteNumber("offset", query.Offset);
                json.WriteString("previous", query.Offset > 0 ? Page(query, Math.Max(0, query.Offset - query.Limit)) : null);
                json.WriteNumber("total_count", total);
                json.WriteEndObject();
                json.WriteStartArray("objects");
                foreach (var row in all.Skip(query.Offset - shift).Take(query.Limit))
                {
                    json.WriteStartObject();
                    json.WriteRow(Name, row);
                    WriteFields(json, row);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }),
        };
    }

    private string Page(ListQuery query, int offset) => $"{Api.Root}{Name}/{query.At(offset)}";
}

internal interface IResource
{
    string Name { get; }

    /// <exception cref="BadRequestException">The request is refused.</exception>
    Reply Answer(ApiRequest request);
}
