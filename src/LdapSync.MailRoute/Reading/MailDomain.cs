using System.Globalization;
using LdapSync.MailRoute.Http;
using LdapSync.MailRoute.Resources;

namespace LdapSync.MailRoute.Reading;

/// <summary>The domain that is kept, as the service knows it.</summary>
/// <param name="id">Its number.</param>
/// <param name="name">In the form in which addresses carry it.</param>
/// <param name="root">What stands before every address of an object, such as <c>/api/v1/</c>.</param>
internal sealed class MailDomain(long id, string name, string root)
{
    private readonly string _id = id.ToString(CultureInfo.InvariantCulture);

    public long Id => id;

    public string Name => name;

    /// <summary>What other objects call it.</summary>
    public string Uri => $"{root}domain/{_id}/";

    /// <summary>What other objects call an account.</summary>
    public string UriOf(long account) => root + ResourcePath.Account(account);

    /// <summary>Whether an address in this domain is meant; the reason why it is none of this target's otherwise.</summary>
    public string? WhyForeign(EmailAddress address) =>
        address.Domain == name ? null : $"{address} is not in {name}, the only domain that this target keeps.";

    /// <summary>Whether an answer is an account of this address.</summary>
    public bool Names(ApiAnswer? answer, EmailAddress account) =>
        answer is not null && answer.TryRead(ApiJson.Default.AccountResource, out var found, out _) && EmailAddress.TryParse($"{found.Localpart}@{name}", out var address, out _) && address == account;

    /// <exception cref="RequestException">The object belongs to another domain, or does not say to which.</exception>
    public void Check(string? uri, string? domainName, string what)
    {
        var found = ResourcePath.LastPart(uri) ?? domainName ?? throw Unexpected.Missing(what, "domain");
        if (found == _id || DomainName.Of(found) == name) return;
        throw new IgnoredFilterException(
            $"only objects of {name} were expected, found {what} in the domain {ServiceWords.Clean(found)}: the service did not keep to what was asked for, so nothing is believed; report it to MailRoute");
    }

    public override string ToString() => name;
}
