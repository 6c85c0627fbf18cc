using System.Text.Json;
using LdapSync.MailRoute.FakeServer.Listing;

namespace LdapSync.MailRoute.FakeServer.Http;

/// <summary>A request that was let in.</summary>
/// <param name="Method">GET, POST, …</param>
/// <param name="Steps">The path below the root, decoded: resource, then perhaps an id or address, then perhaps a call.</param>
/// <param name="Query">What follows the path, from the question mark on.</param>
/// <param name="Body">Its body.</param>
/// <param name="Fault">What goes wrong with it.</param>
internal sealed record ApiRequest(string Method, string[] Steps, string Query, string Body, Fault? Fault)
{
    public string Resource => Steps[0];

    /// <summary>What a listing is asked for.</summary>
    /// <exception cref="BadRequestException">It cannot be read.</exception>
    public ListQuery ListQuery(int pageSizeCap = int.MaxValue) => new(Query, pageSizeCap);

    /// <summary>The object in the body.</summary>
    /// <exception cref="BadRequestException">The body is none.</exception>
    public JsonElement ReadObject()
    {
        try
        {
            var body = JsonElement.Parse(Body);
            if (body.ValueKind == JsonValueKind.Object) return body;
        }
        catch (JsonException)
        {
            // refused below, as any other body that is no object
        }
        throw new BadRequestException("The body is no JSON object.");
    }

    /// <summary>The texts of a list in the body. A bulk call that is done by halves is given the first half of them.</summary>
    /// <exception cref="BadRequestException">There is no such list.</exception>
    public string[] ReadTexts(string name)
    {
        if (!ReadObject().TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            throw new BadRequestException(Resource, [KeyValuePair.Create(name, "This field is required, as a list of texts.")]);
        }
        string[] texts = [.. list.EnumerateArray().Select(item => item.GetString()!)];
        return Fault is { HalvesBulk: true } ? texts[..(texts.Length / 2)] : texts;
    }
}
