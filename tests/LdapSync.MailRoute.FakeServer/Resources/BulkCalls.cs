using LdapSync.MailRoute.FakeServer.Data;
using LdapSync.MailRoute.FakeServer.Http;

namespace LdapSync.MailRoute.FakeServer.Resources;

/// <summary>The calls that write many objects. None tells of a single one: the answer is 202 and empty, whatever could not be written.</summary>
internal sealed class BulkCalls(FakeMailRouteOptions options, MailStore store)
{
    public Reply AddAccounts(ApiRequest request)
    {
        var fields = new Fields(request.Resource, request.ReadObject());
        var domain = fields.Related("domain", store.Domains);
        fields.Check();
        foreach (var localpart in Usable(request, "localparts", domain!)) store.AddAccount(domain!, localpart);
        return Reply.Empty(202);
    }

    public Reply AddAliases(ApiRequest request, Account account)
    {
        var localparts = Usable(request, "aliases", account.Domain);
        if (account.State == AccountState.DistributionList && !options.ListsKeepAliases) return Reply.Empty(202);
        foreach (var localpart in localparts) store.AddAlias(account, localpart);
        return Reply.Empty(202);
    }

    /// <summary>Accounts are deleted, their aliases with them, and their localparts become aliases of another.</summary>
    public Reply MakeAliases(ApiRequest request, Account account)
    {
        foreach (var uri in request.ReadTexts("accounts"))
        {
            if (Fields.Row("email_account", uri, store.Accounts) is not { } other || other == account || other.Domain != account.Domain) continue;
            store.Delete(other);
            store.AddAlias(account, other.Localpart);
        }
        return Reply.Empty(202);
    }

    /// <summary>What is valid, free and named for the first time.</summary>
    private string[] Usable(ApiRequest request, string list, Domain domain)
    {
        var given = request.ReadTexts(list);
        string[] usable = [.. given.Where(localpart => Fields.IsLocalpart(localpart) && !domain.Owners.ContainsKey(localpart)).Distinct(domain.Owners.Comparer)];
        if (options.BulkIsAllOrNothing && usable.Length < given.Length) throw new BadRequestException(request.Resource, [KeyValuePair.Create(list, "One of these is not valid, or exists already.")]);
        return usable;
    }
}
