using System.Globalization;
using System.Text.Json;
using LdapSync.MailRoute.FakeServer.Data;
using LdapSync.MailRoute.FakeServer.Http;

namespace LdapSync.MailRoute.FakeServer.Resources;

/// <summary>The fields of an object that is to be written, and what is wrong with them: all of it is said at once.</summary>
internal sealed class Fields(string resource, JsonElement body)
{
    private readonly List<KeyValuePair<string, string>> _faults = [];

    public bool Has(string name) => body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public void Refuse(string name, string message) => _faults.Add(KeyValuePair.Create(name, message));

    /// <exception cref="BadRequestException">Something is wrong.</exception>
    public void Check()
    {
        if (_faults.Count > 0) throw new BadRequestException(resource, _faults);
    }

    /// <summary>A text that has to be there; null when it is refused.</summary>
    public string? Text(string name)
    {
        if (Has(name) && body.GetProperty(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text) return text;
        Refuse(name, "This field is required.");
        return null;
    }

    /// <summary>What stands before the @; null when it is refused.</summary>
    public string? Localpart()
    {
        if (Text("localpart") is not { } text) return null;
        if (IsLocalpart(text)) return text;
        Refuse("localpart", "Enter a valid localpart.");
        return null;
    }

    /// <summary>A whole number within bounds, as a number or a text; null when it is refused.</summary>
    public int? Number(string name, int least, int most)
    {
        var value = body.GetProperty(name);
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Refuse(name, $"Value {text} is not a valid choice.");
        return null;
    }

    /// <summary>The object that a URI names; null when none is given.</summary>
    /// <exception cref="BadRequestException">It is no URI of such an object, an id above all.</exception>
    public T? Related<T>(string name, IReadOnlyDictionary<int, T> rows)
        where T : Row
    {
        if (!Has(name))
        {
            Refuse(name, "This field is required.");
            return null;
        }
        var value = body.GetProperty(name);
        if (value.ValueKind != JsonValueKind.String) throw new BadRequestException($"The '{name}' field was given data that was not a URI, not a dictionary-alike and does not have a 'pk' attribute: {value}.");
        return Row(name, value.GetString()!, rows) ?? throw new BadRequestException("Could not find the provided object via resource URI.");
    }

    public void CheckFree(Domain domain, string localpart)
    {
        if (domain.Owners.ContainsKey(localpart)) Refuse("localpart", "An email account or an alias with this localpart already exists in this domain.");
    }

    public static bool IsLocalpart(string text) => text.Length is > 0 and <= 64 && !text.Any(c => c is '@' or ',' || char.IsWhiteSpace(c) || char.IsControl(c));

    /// <summary>The object of a URI such as <c>/api/v1/domain/111/</c>; null when it is no such URI, or there is no such object.</summary>
    public static T? Row<T>(string resource, string uri, IReadOnlyDictionary<int, T> rows)
        where T : Row
    {
        var prefix = $"{Api.Root}{resource}/";
        return uri.StartsWith(prefix, StringComparison.Ordinal) && uri.EndsWith('/') && uri.Length > prefix.Length
            && int.TryParse(uri[prefix.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? rows.GetValueOrDefault(id)
            : null;
    }
}
