using LdapSync.MailRoute.Http;
using LdapSync.MailRoute.Resources;

namespace LdapSync.MailRoute.Reading;

/// <summary>Looks the domain up, and its alias domains.</summary>
internal sealed class DomainReader(ApiClient client, Listing listing, MailRouteOptions options)
{
    private readonly string _name = DomainName.Of(options.Domain)!;

    /// <summary>The domain that is kept.</summary>
    /// <exception cref="RequestException">It cannot be looked up, or the service does not have it.</exception>
    public async Task<MailDomain> FindAsync(Cancellation cancellation)
    {
        var found = await listing.ReadAsync($"the domain {_name}", ResourcePath.DomainNamed(_name), ApiJson.Default.PageDomainResource, Check, cancellation).ConfigureAwait(false);
        return found switch
        {
            [] => throw new UnexpectedAnswerException($"the account of {nameof(MailRouteOptions.Login)} has no such domain; correct {MailRouteOptions.Section}:{nameof(MailRouteOptions.Domain)}, or add the domain there"),
            [var one] => new MailDomain(one.Id!.Value, _name, client.Base.AbsolutePath),
            _ => throw new UnexpectedAnswerException("the service has it in several spellings; report it to MailRoute"),
        };
    }

    /// <summary>The domains that have every mailbox of this one, in order.</summary>
    /// <exception cref="RequestException">They cannot be read.</exception>
    public async Task<IReadOnlyList<string>> ReadAliasesAsync(MailDomain domain, Cancellation cancellation)
    {
        var path = ResourcePath.AliasesOfDomain(domain.Id, options.PageSize);
        var found = await listing.ReadAsync($"the alias domains of {domain}", path, ApiJson.Default.PageDomainAliasResource, NameOf, cancellation).ConfigureAwait(false);
        return [.. found.Where(name => name != domain.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        string? NameOf(DomainAliasResource alias)
        {
            domain.Check(alias.Domain, domainName: null, $"the alias domain {ServiceWords.Clean(alias.Name!)}");
            return DomainName.Of(alias.Name);
        }
    }

    private DomainResource Check(DomainResource domain) => DomainName.Of(domain.Name) == _name
        ? domain
        : throw new IgnoredFilterException($"only {_name} was asked for, found {ServiceWords.Clean(domain.Name!)}: the service did not keep to that; report it to MailRoute");
}
