using LdapSync.Directories;

namespace LdapSync.Benchmarks;

/// <summary>
/// A made-up company in two states, the same for the same seed: what the directory says now, and what the target was given last time. Of the accounts 1 % are
/// gone, 1 % new and 5 % modified; each has three aliases in mixed case; 2 % of the values are not mail.
/// </summary>
internal sealed class Workload
{
    private static readonly string[] First = ["anna", "ben", "chloé", "dieter", "eve", "farid", "grace", "hugo", "ines", "jürgen", "kim", "luis", "mia", "nils", "olga", "paul"];
    private static readonly string[] Last = ["adams", "bauer", "costa", "diaz", "ekberg", "fischer", "garcia", "huber", "ivanova", "jansen", "kovacs", "lopez", "meyer", "novak", "okafor", "peters"];
    private static readonly string[] Domains = ["example.com", "example.net", "example.org", "sub.example.com"];

    private Workload(List<LdapEntry> entries, List<MailAccount> existing) => (Entries, Existing) = (entries, existing);

    public IReadOnlyList<LdapEntry> Entries { get; }

    public IReadOnlyList<MailAccount> Existing { get; }

    public static Workload Create(int size, int seed = 20261122)
    {
        var random = new Random(seed);
        var entries = new List<LdapEntry>(size);
        var existing = new List<MailAccount>(size);
        for (var i = 0; i < size; i++)
        {
            string[] addresses = [.. Enumerable.Range(0, 4).Select(n => MakeAddress(random, i, n))];
            var fate = random.Next(100);
            if (fate != 0) entries.Add(MakeEntry(random, i, addresses));
            if (fate != 1) existing.Add(MakeAccount(addresses, modified: fate is >= 2 and < 7));
        }
        return new Workload(entries, existing);
    }

    private static string MakeAddress(Random random, int account, int number)
    {
        var local = number switch
        {
            0 => $"{First[account % First.Length]}.{Last[account / First.Length % Last.Length]}{account}",
            1 => $"{Last[account % Last.Length]}{account}",
            2 => $"U{account:D7}",
            _ => $"{First[account % First.Length]}{number}_{account}",
        };
        var domain = Domains[random.Next(Domains.Length)];
        return random.Next(4) == 0 ? $"{char.ToUpperInvariant(local[0])}{local[1..]}@{domain.ToUpperInvariant()}" : $"{local}@{domain}";
    }

    private static LdapEntry MakeEntry(Random random, int account, string[] addresses)
    {
        List<(string, string)> attributes = [("mail", addresses[0]), ("proxyAddresses", "SMTP:" + addresses[0])];
        attributes.AddRange(addresses.Skip(1).Select(address => ("proxyAddresses", "smtp:" + address)));
        if (random.Next(100) < 8) attributes.Add(("proxyAddresses", $"X500:/o=Example/cn=u{account}"));
        attributes.Add(("entryUUID", new Guid(account, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString()));
        return new LdapEntry($"cn=u{account},ou=people,dc=example,dc=com", [.. attributes]);
    }

    private static MailAccount MakeAccount(string[] addresses, bool modified) =>
        new(EmailAddress.Parse(addresses[0]), AccountKind.Mailbox, [.. addresses.Skip(modified ? 2 : 1).Select(EmailAddress.Parse)]);
}
