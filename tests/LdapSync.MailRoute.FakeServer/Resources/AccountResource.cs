using System.Globalization;
using System.Text.Json;
using LdapSync.MailRoute.FakeServer.Data;
using LdapSync.MailRoute.FakeServer.Http;
using LdapSync.MailRoute.FakeServer.Listing;

namespace LdapSync.MailRoute.FakeServer.Resources;

internal sealed class AccountResource(FakeMailRouteOptions options, MailStore store) : Resource<Account>(options, store)
{
    private readonly BulkCalls _bulk = new(options, store);

    public override string Name => "email_account";

    protected override Objects<Account> Objects { get; } = new(store, options.Seed,
    [
        new("id", Lookups.In) { Text = account => account.IdText, IsNumber = true, Find = id => One(store.Accounts.GetValueOrDefault(Number(id))) },
        new("localpart", Lookups.Any)
        {
            Text = account => account.Localpart,
            Comparison = options.Comparison,
            Order = (a, b) => string.Compare(a.Localpart, b.Localpart, options.Comparison),
            Find = localpart => store.Domains.Values.SelectMany(domain => One(domain.Owners.GetValueOrDefault(localpart) as Account)),
        },
        new("domain", Lookups.Exact | Lookups.In)
        {
            Text = account => account.Domain.IdText,
            IsNumber = true,
            Order = (a, b) => string.CompareOrdinal(a.Domain.Name, b.Domain.Name),
            Find = id => store.Domains.GetValueOrDefault(Number(id))?.Accounts ?? [],
        },
        new("priority") { Order = (a, b) => a.Priority.CompareTo(b.Priority) },
        new("created_at") { Order = (a, b) => a.Created.CompareTo(b.Created) },
        new("resource_uri"), new("domain_name"), new("aliases"), new("state"), new("use_domain_notifications"), new("notification_tasks"), new("contact"),
        new("policy"), new("uuid"), new("updated_at"), new("create_opt"), new("password"), new("send_welcome"),
    ], () => store.Accounts.Values);

    public override Reply Answer(ApiRequest request) => (request.Method, request.Steps) switch
    {
        ("POST", [_]) => Create(new Fields(Name, request.ReadObject())),
        // As the service has it, and as nobody ever wants it: filters that are not known delete everything.
        ("DELETE", [_] or [_, "mass_delete"]) => Delete(Objects.Find(request.ListQuery())),
        ("POST", [_, "mass_add"]) => _bulk.AddAccounts(request),
        ("POST", [_, var key, "mass_add_aliases"]) => Find(key) is { } account ? _bulk.AddAliases(request, account) : Reply.Empty(404),
        ("POST", [_, var key, "users_to_alias"]) => Find(key) is { } account ? _bulk.MakeAliases(request, account) : Reply.Empty(404),
        (_, [_, "mass_add" or "mass_delete"] or [_, _, "mass_add_aliases" or "users_to_alias"]) => Reply.Empty(405),
        ("PUT" or "PATCH" or "DELETE", [_, var key]) => Find(key) is { } account ? Write(request, account) : Reply.Empty(404),
        _ => base.Answer(request),
    };

    protected override Account? Find(string key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Store.Accounts.GetValueOrDefault(id) : Store.Owner(key) as Account;

    protected override void WriteFields(Utf8JsonWriter json, Account row)
    {
        json.WriteString("localpart", row.Localpart);
        json.WriteString("domain", Json.Uri("domain", row.Domain));
        json.WriteString("domain_name", row.Domain.Name);
        json.WriteString("aliases", string.Join(',', row.Aliases.Select(alias => alias.Localpart)));
        if (!Options.HidesState) json.WriteNumber("state", (int)row.State);
        json.WriteNumber("priority", row.Priority);
        json.WriteBoolean("use_domain_notifications", true);
        json.WriteStartArray("notification_tasks");
        json.WriteEndArray();
        json.WriteNull("contact");
        json.WriteString("policy", $"{Api.Root}policy_user/{row.IdText}/");
        json.WriteString("uuid", $"00000000-0000-4000-8000-{row.Id:x12}");
        json.WriteNull("create_opt");
    }

    private Reply Create(Fields fields)
    {
        var localpart = fields.Localpart();
        var domain = fields.Related("domain", Store.Domains);
        var password = CheckPassword(fields);
        if (domain is not null && localpart is not null) fields.CheckFree(domain, localpart);
        int? state = Options.TakesStateOnCreate && fields.Has("state") ? fields.Number("state", 0, 2) : 0;
        fields.Check();

        var account = Store.AddAccount(domain!, localpart!);
        Store.SetState(account, (AccountState)state!);
        // The answer has the password in clear text: what nobody may log.
        var reply = Detail(201, account, json => json.WriteString("password", password));
        return Options.AnswersAsOfOld ? reply with { Body = default } : reply;
    }

    private static string? CheckPassword(Fields fields)
    {
        switch (fields.Text("create_opt"))
        {
            case "generate_pwd": return "generated-password-of-the-fake";
            case "create_pwd": return fields.Text("password");
            case not null: fields.Refuse("create_opt", "Select a valid choice."); return null;
            default: return null;
        }
    }

    private Reply Write(ApiRequest request, Account account) => request.Method == "DELETE" ? Delete([account]) : Change(request, account);

    private Reply Delete(IEnumerable<Account> accounts)
    {
        foreach (var account in accounts) Store.Delete(account);
        return Reply.Empty(204);
    }

    /// <summary>PATCH changes what is given; for PUT what a new object needs has to be there.</summary>
    private Reply Change(ApiRequest request, Account account)
    {
        var fields = new Fields(Name, request.ReadObject());
        var isWhole = request.Method == "PUT";
        var localpart = isWhole || fields.Has("localpart") ? fields.Localpart() : account.Localpart;
        var domain = isWhole || fields.Has("domain") ? fields.Related("domain", Store.Domains) : account.Domain;
        var state = fields.Has("state") ? fields.Number("state", 0, 2) : (int)account.State;
        var priority = fields.Has("priority") ? fields.Number("priority", 0, int.MaxValue) : account.Priority;
        if (domain is not null && domain != account.Domain) fields.Refuse("domain", "An account cannot move to another domain.");
        if (localpart is not null && account.Domain.Owners.GetValueOrDefault(localpart) is { } owner && owner != account) fields.CheckFree(account.Domain, localpart);
        fields.Check();

        if (localpart != account.Localpart) Store.Rename(account, localpart!);
        if (state != (int)account.State) Store.SetState(account, (AccountState)state!);
        if (priority != account.Priority) Store.SetPriority(account, priority!.Value);
        return Detail(!isWhole || Options.AnswersAsOfOld ? 202 : 200, account, json =>
        {
            if (isWhole) json.WriteString("pk", account.IdText);
        });
    }

    private static IEnumerable<Account> One(Account? account) => account is null ? [] : [account];

    private static int Number(string id) => int.Parse(id, CultureInfo.InvariantCulture);
}
