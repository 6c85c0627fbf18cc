using System.Text.Json;
using LdapSync.Directories;
using LdapSync.Mapping;

namespace LdapSync.Vectors;

public class ProxyAddressVectors
{
    private const string NoPrefix = "R4: without a colon the whole value is the address";
    private const string MailNames = "R3: the e-mail attribute names the account";

    private static readonly EntryMapper Mapper = new(new SyncOptions());

    [Fact]
    public void Values_are_read_as_Exchange_reads_them()
    {
        var run = VectorRun.Start("proxyAddresses", new Dictionary<string, string>
        {
            ["SMTPjane@example.com"] = NoPrefix,
            ["smtp=jane@example.com"] = NoPrefix,
        });
        using var vectors = run.ReadJson("proxyaddresses.json");
        foreach (var vector in vectors.RootElement.GetProperty("values").EnumerateArray().Where(v => !v.TryGetProperty("address_borderline", out _)))
        {
            var value = Text(vector, "value")!;
            var acceptable = vector.TryGetProperty("address_acceptable", out var ok) && ok.GetBoolean();
            var mapped = Mapper.Map(new LdapEntry("cn=x", ("mail", "owner@example.net"), ("proxyAddresses", value)));
            run.Check(value, acceptable ? EmailAddress.Parse(Text(vector, "smtp_address")!).Canonical : "none", mapped.Account!.Aliases is [var alias, ..] ? alias.Canonical : "none");
        }
        run.Finish();
    }

    [Fact]
    public void Recipients_have_the_addresses_that_Exchange_gives_them()
    {
        var run = VectorRun.Start("recipients", new Dictionary<string, string>
        {
            ["untyped"] = NoPrefix,
            ["mail-differs"] = MailNames,
            ["mail-not-in-proxies"] = MailNames,
        });
        using var vectors = run.ReadJson("proxyaddresses.json");
        foreach (var vector in vectors.RootElement.GetProperty("recipients").EnumerateArray())
        {
            var attributes = vector.GetProperty("proxyAddresses").EnumerateArray().Select(v => ("proxyAddresses", v.GetString()!));
            if (Text(vector, "mail") is { } mail) attributes = attributes.Prepend(("mail", mail));
            var expected = vector.GetProperty("expected");
            var primary = Text(expected, "primary") ?? Text(expected, "fallback_primary");
            var secondary = expected.GetProperty("secondary").EnumerateArray().Select(v => v.GetString()!);

            var account = Mapper.Map(new LdapEntry("cn=x", [.. attributes])).Account;
            run.Check(Text(vector, "name")!, Show(primary, secondary), Show(account?.Primary.ToString(), account?.Aliases.Select(a => a.ToString()) ?? []));
        }
        run.Finish();
    }

    [Fact]
    public void Mail_values_are_trimmed_and_then_checked()
    {
        var run = VectorRun.Start("mail values");
        using var vectors = run.ReadJson("proxyaddresses.json");
        foreach (var vector in vectors.RootElement.GetProperty("mail_values").EnumerateArray())
        {
            var mail = Text(vector, "mail")!;
            run.Check(mail, vector.GetProperty("acceptable_after_trim").GetBoolean().ToString(), (Mapper.Map(new LdapEntry("cn=x", ("mail", mail))).Account is not null).ToString());
        }
        run.Finish();
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Show(string? primary, IEnumerable<string> secondary) =>
        $"{primary} + {string.Join(' ', secondary.Where(s => !string.Equals(s, primary, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal))}";
}
