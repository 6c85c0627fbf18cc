namespace LdapSync.MailRoute.FakeServer.Http;

/// <summary>A request that is refused by 400, and the JSON that says why.</summary>
internal sealed class BadRequestException : Exception
{
    /// <summary>In the shape that django-tastypie has for queries and bodies that it cannot read.</summary>
    public BadRequestException(string error)
        : base(error) => Body = Json.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("error", error);
            json.WriteEndObject();
        });

    /// <summary>In the shape that it has for objects that are not valid: resource, field, messages.</summary>
    public BadRequestException(string resource, IEnumerable<KeyValuePair<string, string>> faults)
        : base(resource) => Body = Json.Of(json =>
        {
            json.WriteStartObject();
            json.WriteStartObject(resource);
            foreach (var (field, message) in faults)
            {
                json.WriteStartArray(field);
                json.WriteStringValue(message);
                json.WriteEndArray();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        });

    public ReadOnlyMemory<byte> Body { get; }
}
