using System.Globalization;
using System.Text.Json;
using LdapSync.MailRoute.FakeServer.Data;
using LdapSync.MailRoute.FakeServer.Http;
using LdapSync.MailRoute.FakeServer.Listing;

namespace LdapSync.MailRoute.FakeServer.Resources;

internal sealed class DomainResource(FakeMailRouteOptions options, MailStore store) : Resource<Domain>(options, store)
{
    private const string Customer = "7";

    public override string Name => "domain";

    protected override Objects<Domain> Objects { get; } = new(store, options.Seed,
    [
        new("name", Lookups.Any) { Text = domain => domain.Name, Order = (a, b) => string.CompareOrdinal(a.Name, b.Name) },
        new("customer", Lookups.Exact | Lookups.In) { Text = _ => Customer, IsNumber = true },
        new("created_at") { Order = (a, b) => a.Created.CompareTo(b.Created) },
        new("active") { Order = (_, _) => 0 },
        new("id"), new("resource_uri"), new("updated_at"), new("userlist_complete"),
    ], () => store.Domains.Values);

    public override Reply Answer(ApiRequest request) =>
        request.Steps is [_, _, "email_accounts", "mass_add"] ? Reply.Empty(501) : base.Answer(request);

    protected override Domain? Find(string key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Store.Domains.GetValueOrDefault(id) : Store.DomainOf(key);

    protected override void WriteFields(Utf8JsonWriter json, Domain row)
    {
        json.WriteString("name", row.Name);
        json.WriteBoolean("active", true);
        json.WriteBoolean("userlist_complete", true);
        json.WriteString("customer", $"{Api.Root}customer/{Customer}/");
    }
}
