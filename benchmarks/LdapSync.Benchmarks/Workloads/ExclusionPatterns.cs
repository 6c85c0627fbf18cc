namespace LdapSync.Benchmarks.Workloads;

/// <summary>
/// Exclusion patterns as companies have them: of ten, six are addresses, two whole domains, one a prefix, one has wildcards anywhere. Few of them match: one
/// address in ten, one domain, one prefix.
/// </summary>
internal static class ExclusionPatterns
{
    /// <summary>So many patterns, in an order in which every ten have all kinds.</summary>
    public static IEnumerable<string> For(Workload workload, int count)
    {
        for (var i = 0; i < count; i++) yield return Make(workload, i / 10, i % 10);
    }

    private static string Make(Workload workload, int ten, int kind) => kind switch
    {
        0 when ten % 2 == 0 => new Person((int)(ten * 48_611L % workload.Size), workload.Seed).Text(AddressForm.FirstLast),
        < 6 => $"svc-{ten}-{kind}@example.com",
        6 when ten == 0 => "*@lab.example.net",
        < 8 => $"*@{(kind == 6 ? "partner" : "agency")}{ten}.example.org",
        8 when ten == 0 => "u000012*",
        8 => $"room{ten}-*",
        _ => (ten % 4) switch
        {
            0 => $"*test*{ten}@*",
            1 => $"*-{ten}-*@*.example.com",
            2 => $"[0-9]?-agent{ten}*@*",
            _ => $"*no*reply{ten}@*",
        },
    };
}
