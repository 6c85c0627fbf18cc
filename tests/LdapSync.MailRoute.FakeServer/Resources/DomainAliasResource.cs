using System.Globalization;
using System.Text.Json;
using LdapSync.MailRoute.FakeServer.Data;
using LdapSync.MailRoute.FakeServer.Http;
using LdapSync.MailRoute.FakeServer.Listing;

namespace LdapSync.MailRoute.FakeServer.Resources;

internal sealed class DomainAliasResource(FakeMailRouteOptions options, MailStore store) : Resource<DomainAlias>(options, store)
{
    public override string Name => "domain_alias";

    protected override Objects<DomainAlias> Objects { get; } = new(store, options.Seed,
    [
        new("domain", Lookups.Exact | Lookups.In) { Text = alias => alias.Domain.IdText, IsNumber = true },
        new("name") { Order = (a, b) => string.CompareOrdinal(a.Name, b.Name) },
        new("created_at") { Order = (a, b) => a.Created.CompareTo(b.Created) },
        new("id"), new("resource_uri"), new("updated_at"), new("active"),
    ], () => store.DomainAliases.Values);

    protected override DomainAlias? Find(string key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? Store.DomainAliases.GetValueOrDefault(id)
            : Store.DomainAliases.Values.FirstOrDefault(alias => string.Equals(alias.Name, key, StringComparison.OrdinalIgnoreCase));

    protected override void WriteFields(Utf8JsonWriter json, DomainAlias row)
    {
        json.WriteString("name", row.Name);
        json.WriteBoolean("active", true);
        json.WriteString("domain", Json.Uri("domain", row.Domain));
    }
}
