namespace LdapSync;

/// <summary>Settings as operators choose them, and as no operator would.</summary>
internal static class SomeSettings
{
    private static readonly string[] Patterns =
        ["admin@*", "info@example.com", "*@corp.example", "?o*@example.com", "[ab]*@example.com", "[!a-m]*@corp.example", "s[ua]*", "[k-m]??@*", "a*e.com", "[tom@example.com", "*[.]example"];

    public static SyncOptions Of(Random random)
    {
        var options = new SyncOptions
        {
            ExclusionMode = Any<ExclusionMode>(random),
            ForeignPrimary = Any<ForeignPrimary>(random),
            DisabledAccounts = Any<DisabledAccounts>(random),
            Provisional = Any<ProvisionalAccounts>(random),
            OnViolation = Any<OnViolation>(random),
            AllowEmptyDirectory = random.Next(3) == 0,
            Verify = random.Next(4) == 0,
        };
        if (random.Next(3) == 0) options.Owns = Ownership.CreatedOrAdopted;
        if (random.Next(3) == 0) options.DeleteAfter = new DeleteAfterOptions { Runs = random.Next(3) == 0 ? null : random.Next(1, 4), Time = random.Next(2) == 0 ? null : TimeSpan.FromHours(random.Next(30)) };
        if (random.Next(2) == 0) (options.DistributionListAttribute, options.DistributionListValue) = ("objectClass", "GROUP*");
        if (random.Next(2) == 0) options.Exclusions = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Patterns[random.Next(Patterns.Length)])];
        if (random.Next(3) == 0) options.DomainAliases.Add("alias.example", "example.com");
        if (random.Next(3) == 0) options.Domains = random.Next(2) == 0 || options.DomainAliases.Count > 0 ? ["example.com", "corp.example"] : ["example.com", "alias.example"];
        SetLimits(options, random);
        return options;
    }

    /// <summary>What an operator changes between two syncs. Alias domains stay: they say what the target is.</summary>
    public static void SetLimits(SyncOptions options, Random random)
    {
        var areSet = random.Next(2) == 0;
        options.Limits = new LimitOptions
        {
            AccountAdds = Limit(12),
            AccountDeletes = Limit(4),
            AliasAdds = Limit(20),
            AliasDeletes = Limit(6),
            Total = Limit(30),
            PercentFloor = random.Next(15),
            Percent = new PercentLimitOptions { AccountAdds = Share(), AccountDeletes = Share(), AliasAdds = Share(), AliasDeletes = Share(), Total = Share() },
        };
        options.Guards = random.Next(3) == 0 ? new GuardOptions() : new GuardOptions { MaxDeletePercent = random.Next(3) == 0 ? null : random.Next(101), MinAccounts = random.Next(12) };

        int? Limit(int most) => areSet && random.Next(3) == 0 ? random.Next(most) : null;

        decimal? Share() => areSet && random.Next(6) == 0 ? random.Next(1200) / 10m : null;
    }

    private static T Any<T>(Random random)
        where T : struct, Enum => Enum.GetValues<T>() is var values ? values[random.Next(values.Length)] : default;
}
