using System.Globalization;
using LdapSync.MailRoute.Http;
using LdapSync.MailRoute.Resources;

namespace LdapSync.MailRoute.Reading;

/// <summary>An account as the service lists it, checked.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Account">Address, kind and aliases.</param>
internal sealed record ListedAccount(long Id, MailAccount Account)
{
    /// <summary>Reads an account of the domain; null where no mail address can look like its own, and what else looks so is noted and left out.</summary>
    /// <exception cref="RequestException">It lacks what matters, or is none of the domain.</exception>
    public static ListedAccount? Of(AccountResource resource, MailDomain domain, OddAddresses odd)
    {
        var id = resource.Id ?? throw Unexpected.Missing("an account", "id");
        var name = string.Create(CultureInfo.InvariantCulture, $"the account {id}");
        if (string.IsNullOrEmpty(resource.Localpart)) throw Unexpected.Missing(name, "localpart");
        domain.Check(resource.Domain, resource.DomainName, name);
        var kind = AccountState.ToKind(resource.State)
            ?? throw new UnexpectedAnswerException($"the states 0, 1 and 2 are known, found {name} in state {resource.State}; look into whether there is a later version of this library");
        return odd.Read(resource.Localpart, domain) is { } address ? new(id, new MailAccount(address, kind, Aliases(resource, address, domain, odd))) : null;
    }

    /// <summary>Each once: the text may name one twice, or the account itself.</summary>
    private static EmailAddress[] Aliases(AccountResource resource, EmailAddress account, MailDomain domain, OddAddresses odd)
    {
        if (string.IsNullOrEmpty(resource.Aliases)) return [];
        var aliases = new List<EmailAddress>();
        foreach (var part in resource.Aliases.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (odd.Read(part, domain) is { } alias && alias != account) aliases.Add(alias);
        }
        return [.. aliases.Distinct()];
    }
}
