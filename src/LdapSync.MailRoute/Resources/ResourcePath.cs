using System.Globalization;
using System.Text;

namespace LdapSync.MailRoute.Resources;

/// <summary>
/// Where things are, relative to the API's address. Each path ends in a slash and each list is ordered: without a slash the service answers with a redirect, without an order
/// pages overlap. A key that the service does not know is passed over without a word, so whatever comes back is checked.
/// </summary>
internal static class ResourcePath
{
    private const int LongestList = 4000; // far below the 8 KiB that servers allow a request line

    public const string Accounts = "email_account/";
    public const string NewAccounts = "email_account/mass_add/";
    public const string Aliases = "localpart_alias/";

    public static string DomainNamed(string name) => $"domain/?name__exact={Escape(name)}&order_by=name&limit=10";

    public static string AliasesOfDomain(long domain, int limit) => Invariant($"domain_alias/?domain={domain}&order_by=name&limit={limit}");

    public static string AccountsOf(long domain, int limit) => Invariant($"{Accounts}?domain={domain}&order_by=localpart&limit={limit}");

    public static string AliasesOf(long account, int limit) => Invariant($"{Aliases}?email_account={account}&order_by=localpart&limit={limit}");

    public static string Account(long id) => Invariant($"{Accounts}{id}/");

    public static string NewAliases(long account) => Invariant($"{Accounts}{account}/mass_add_aliases/");

    public static string Alias(long id) => Invariant($"{Aliases}{id}/");

    /// <summary>The same list with only those whose member is one of these values; as many lists as it takes for none to be too long.</summary>
    public static IEnumerable<string> Among(string list, string member, IEnumerable<string> values)
    {
        var path = new StringBuilder();
        foreach (var value in values.Select(Escape))
        {
            if (path.Length > 0 && path.Length + value.Length >= LongestList)
            {
                yield return path.ToString();
                path.Clear();
            }
            path.Append(path.Length == 0 ? $"{list}&{member}__in={value}" : $"%2C{value}");
        }
        if (path.Length > 0) yield return path.ToString();
    }

    /// <summary>What stands last in the address of an object: its id, or its name.</summary>
    public static string? LastPart(string? resourceUri)
    {
        var path = resourceUri?.TrimEnd('/');
        return path?[(path.LastIndexOf('/') + 1)..];
    }

    private static string Escape(string value) => Uri.EscapeDataString(value);

    private static string Invariant(FormattableString path) => path.ToString(CultureInfo.InvariantCulture);
}
