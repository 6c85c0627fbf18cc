using LdapSync.Benchmarks.Workloads;
using LdapSync.Mapping;

namespace LdapSync.Benchmarks.Baselines;

/// <summary>Both sides as a script would have them after its own reading and cleaning: the canonical addresses of each account, its own first.</summary>
internal sealed record AddressLists(string[][] Wanted, string[][] Existing)
{
    public static AddressLists Of(Workload workload)
    {
        var mapper = new EntryMapper(new SyncOptions());
        return new AddressLists(
            [.. workload.Entries().Select(entry => Canonical(mapper.Map(entry).Account!))],
            [.. workload.Accounts().Select(Canonical)]);
    }

    private static string[] Canonical(MailAccount account) => [.. account.Aliases.Prepend(account.Primary).Select(address => address.Canonical)];
}
