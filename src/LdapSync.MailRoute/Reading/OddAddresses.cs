using LdapSync.MailRoute.Http;

namespace LdapSync.MailRoute.Reading;

/// <summary>
/// What the service lists and no mail address can look like: no directory asks for it, and no change could name it, so it is left alone.
/// </summary>
internal sealed class OddAddresses
{
    public int Count { get; private set; }

    /// <summary>One of them, fit to be shown; empty where there is none.</summary>
    public string First { get; private set; } = "";

    /// <summary>The address of a local part; null, and noted, where it is none.</summary>
    public EmailAddress? Read(string localpart, MailDomain domain)
    {
        if (EmailAddress.TryParse($"{localpart}@{domain.Name}", out var address, out _)) return address;
        if (Count++ == 0) First = ServiceWords.Clean($"{localpart}@{domain.Name}");
        return null;
    }
}
