using System.Globalization;
using System.Text.Json;
using LdapSync.MailRoute.FakeServer.Data;
using LdapSync.MailRoute.FakeServer.Http;
using LdapSync.MailRoute.FakeServer.Listing;

namespace LdapSync.MailRoute.FakeServer.Resources;

internal sealed class AliasResource(FakeMailRouteOptions options, MailStore store) : Resource<Alias>(options, store)
{
    public override string Name => "localpart_alias";

    protected override Objects<Alias> Objects { get; } = new(store, options.Seed,
    [
        new("email_account", Lookups.Exact | Lookups.In)
        {
            Text = alias => alias.Account.IdText,
            IsNumber = true,
            Find = id => store.Accounts.GetValueOrDefault(int.Parse(id, CultureInfo.InvariantCulture))?.Aliases ?? [],
        },
        new("localpart") { Order = (a, b) => string.Compare(a.Localpart, b.Localpart, StringComparison.OrdinalIgnoreCase) },
        new("created_at") { Order = (a, b) => a.Created.CompareTo(b.Created) },
        new("updated_at") { Order = (a, b) => a.Updated.CompareTo(b.Updated) },
        new("id"), new("resource_uri"), new("domain"), new("type"),
    ], () => store.Aliases.Values);

    public override Reply Answer(ApiRequest request)
    {
        switch (request.Method, request.Steps)
        {
            case ("POST", [_]):
                return Create(request.ReadObject());
            case ("DELETE", [_]):
                foreach (var alias in Objects.Find(request.ListQuery())) Store.Delete(alias);
                return Reply.Empty(204);
            case ("DELETE", [_, var key]):
                if (Find(key) is not { } found) return Reply.Empty(404);
                Store.Delete(found);
                return Reply.Empty(204);
            default:
                return base.Answer(request);
        }
    }

    protected override Alias? Find(string key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Store.Aliases.GetValueOrDefault(id) : Store.Owner(key) as Alias;

    protected override void WriteFields(Utf8JsonWriter json, Alias row)
    {
        json.WriteString("localpart", row.Localpart);
        json.WriteString("email_account", Json.Uri("email_account", row.Account));
        json.WriteString("domain", Json.Uri("domain", row.Account.Domain));
        json.WriteString("type", "alias");
    }

    private Reply Create(JsonElement body)
    {
        var fields = new Fields(Name, body);
        var localpart = fields.Localpart();
        var account = fields.Related("email_account", Store.Accounts);
        if (account is { State: AccountState.DistributionList } && !Options.ListsKeepAliases) fields.Refuse("email_account", "A distribution list has no aliases.");
        else if (account is not null && localpart is not null) fields.CheckFree(account.Domain, localpart);
        fields.Check();
        var created = Store.AddAlias(account!, localpart!);
        return Options.AnswersAsOfOld ? Detail(201, created) with { Body = default } : Detail(201, created);
    }
}
