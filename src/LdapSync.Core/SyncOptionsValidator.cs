using System.Globalization;
using LdapSync.Directories;
using LdapSync.Planning;
using Microsoft.Extensions.Options;

namespace LdapSync;

/// <summary>
/// Checks settings before anything is read, and names every fault at once in words an operator understands. What a source needs beyond them (servers, a user) it
/// checks itself: a file needs none.
/// </summary>
public sealed class SyncOptionsValidator : IValidateOptions<SyncOptions>
{
    private const int MostAttempts = 10;
    private static readonly TimeSpan LongestRead = TimeSpan.FromDays(1);
    private const int MostReads = 10_000;
    private const int MostSyncsPerDay = 4;
    private const int MostRuns = 10_000;
    private static readonly TimeSpan MostTime = TimeSpan.FromDays(3650);
    private const int MostPercent = 1000; // adds may well be more than there is

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SyncOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = FindFaults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <exception cref="SettingsException">The settings have faults.</exception>
    internal static void ThrowIfFaulty(SyncOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = FindFaults(options).ToList();
        if (faults.Count > 0) throw new SettingsException(faults);
    }

    private static IEnumerable<string> FindFaults(SyncOptions options) =>
        ConnectionFaults(options).Concat(QueryFaults(options)).Concat(DecisionFaults(options)).Concat(ScheduleFaults(options));

    private static IEnumerable<string> ConnectionFaults(SyncOptions options)
    {
        if (options.Port is < 1 or > 65535) yield return Fault("Port", options.Port, "a port is a number from 1 to 65535");
        if (!string.IsNullOrWhiteSpace(options.User) && !IsBindName(options.User))
        {
            // Who reads the directory is nobody's business but the operator's: the value is not repeated.
            yield return $"{SyncOptions.Section}:User is neither name@domain nor a distinguished name such as cn=reader,dc=example,dc=com.";
        }
        if (!Enum.IsDefined(options.Bind)) yield return Fault("Bind", options.Bind, "it is Simple or External");
        if (!IsTimeout(options.ConnectTimeout)) yield return Fault("ConnectTimeout", options.ConnectTimeout, "a time-out is more than nothing and at most an hour, such as 00:00:05");
        if (!IsTimeout(options.AnswerTimeout)) yield return Fault("AnswerTimeout", options.AnswerTimeout, "a time-out is more than nothing and at most an hour, such as 00:00:30");
        if (options.ReadTimeout <= TimeSpan.Zero || options.ReadTimeout > LongestRead) yield return Fault("ReadTimeout", options.ReadTimeout, "a time-out for the whole read is more than nothing and at most a day, such as 01:00:00");
        if (options.MaxReadAttempts is < 1 or > MostAttempts) yield return Fault("MaxReadAttempts", options.MaxReadAttempts, "a read is tried 1 to 10 times");
        if (options.FullReadEvery is < 1 or > MostReads) yield return Fault("FullReadEvery", options.FullReadEvery, "it is a number of reads from 1 to 10000; 1 reads completely every time");
    }

    private static IEnumerable<string> QueryFaults(SyncOptions options)
    {
        for (var i = 0; i < options.BaseDns.Count; i++)
        {
            if (!DistinguishedName.TryParse(options.BaseDns[i], out _, out var reason)) yield return Fault($"BaseDns:{i}", options.BaseDns[i], $"a base DN is a name such as dc=example,dc=com; {reason}");
        }
        if (FilterFault(options.SearchFilter) is { } filterFault) yield return $"{SyncOptions.Section}:SearchFilter: {filterFault}";
        foreach (var fault in AttributeFaults("EmailAttribute", options.EmailAttribute)) yield return fault;
        for (var i = 0; i < options.AliasAttributes.Count; i++)
        {
            foreach (var fault in AttributeFaults($"AliasAttributes:{i}", options.AliasAttributes[i])) yield return fault;
        }
        foreach (var fault in AttributeFaults("DistributionListAttribute", options.DistributionListAttribute)) yield return fault;
        if (string.IsNullOrWhiteSpace(options.DistributionListAttribute) != string.IsNullOrWhiteSpace(options.DistributionListValue))
        {
            yield return "LdapSync:DistributionListAttribute and LdapSync:DistributionListValue belong together: set both or neither.";
        }
    }

    private static IEnumerable<string> DecisionFaults(SyncOptions options)
    {
        if (!Enum.IsDefined(options.ExclusionMode)) yield return Fault("ExclusionMode", options.ExclusionMode, "it is Ignore or Block");
        if (!Enum.IsDefined(options.Provisional)) yield return Fault("Provisional", options.Provisional, "it is Keep or Delete");
        for (var i = 0; i < options.Domains.Count; i++)
        {
            if (ServedDomains.Normalise(options.Domains[i]) is null) yield return Fault($"Domains:{i}", options.Domains[i], "a domain is a name such as example.com");
        }
        foreach (var fault in DomainFaults.Of(options)) yield return fault;
        if (!Enum.IsDefined(options.ForeignPrimary)) yield return Fault("ForeignPrimary", options.ForeignPrimary, "it is UseAlias or Skip");
        if (!Enum.IsDefined(options.DisabledAccounts)) yield return Fault("DisabledAccounts", options.DisabledAccounts, "it is Include, Exclude or ExcludeUnlessSharedOrResource");
        if (!Enum.IsDefined(options.Owns)) yield return Fault("Owns", options.Owns, "it is Everything or CreatedOrAdopted");
        if (options.DeleteAfter.Runs is < 1 or > MostRuns) yield return Fault("DeleteAfter:Runs", options.DeleteAfter.Runs, "it is a number of syncs from 1 to 10000; leave it out to count none");
        if (options.DeleteAfter.Time is { } time && (time < TimeSpan.Zero || time > MostTime)) yield return Fault("DeleteAfter:Time", time, "it is a time from nothing to ten years, such as 7.00:00:00 for a week");
        (string Name, int? Value)[] limits =
        [
            ("AccountAdds", options.Limits.AccountAdds),
            ("AccountDeletes", options.Limits.AccountDeletes),
            ("AliasAdds", options.Limits.AliasAdds),
            ("AliasDeletes", options.Limits.AliasDeletes),
            ("Total", options.Limits.Total),
        ];
        foreach (var (name, value) in limits)
        {
            if (value < 0) yield return Fault($"Limits:{name}", value, "a limit is 0 or more; leave it out for no limit");
        }
        foreach (var fault in ShareFaults(options.Limits.Percent, options)) yield return fault;
    }

    private static IEnumerable<string> ShareFaults(PercentLimitOptions percent, SyncOptions options)
    {
        (string Name, decimal? Value)[] limits =
        [
            (nameof(percent.AccountAdds), percent.AccountAdds),
            (nameof(percent.AccountDeletes), percent.AccountDeletes),
            (nameof(percent.AliasAdds), percent.AliasAdds),
            (nameof(percent.AliasDeletes), percent.AliasDeletes),
            (nameof(percent.Total), percent.Total),
        ];
        foreach (var (name, value) in limits)
        {
            if (value is < 0 or > MostPercent) yield return Fault($"Limits:Percent:{name}", Number(value), "a limit in percent is a number from 0 to 1000; leave it out for no limit");
        }
        if (options.Limits.PercentFloor < 0) yield return Fault("Limits:PercentFloor", options.Limits.PercentFloor, "it is a number of accounts or aliases, 0 or more");
        if (options.Guards.MaxDeletePercent is < 0 or > 100) yield return Fault("Guards:MaxDeletePercent", Number(options.Guards.MaxDeletePercent), "it is a number from 0 to 100; null switches the guard off");
        if (options.Guards.MinAccounts < 0) yield return Fault("Guards:MinAccounts", options.Guards.MinAccounts, "it is a number of accounts, 0 or more");
        if (!Enum.IsDefined(options.OnViolation)) yield return Fault("OnViolation", options.OnViolation, "it is ApplyNothing or AddsOnly");
    }

    private static string? Number(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> ScheduleFaults(SyncOptions options)
    {
        if (options.AutoSync.TimesPerDay is < 1 or > MostSyncsPerDay) yield return Fault("AutoSync:TimesPerDay", options.AutoSync.TimesPerDay, "a sync runs 1 to 4 times a day");
        var recipients = options.Notifications.Recipients;
        for (var i = 0; i < recipients.Count; i++)
        {
            if (!EmailAddress.TryParse(recipients[i], out _, out var reason)) yield return Fault($"Notifications:Recipients:{i}", recipients[i], $"a recipient is a mail address; {reason}");
        }
        if (options.Notifications.Enabled && recipients.Count == 0) yield return "LdapSync:Notifications:Enabled is on, but LdapSync:Notifications:Recipients names nobody.";
    }

    private static string? FilterFault(string? setting)
    {
        try
        {
            _ = LdapFilters.Resolve(setting);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>An attribute description of RFC 4512 section 2.5: a name or numeric OID, then options.</summary>
    private static IEnumerable<string> AttributeFaults(string setting, string? value)
    {
        if (string.IsNullOrWhiteSpace(value)) yield break;
        var trimmed = value.AsSpan().Trim();
        if (!char.IsAsciiLetterOrDigit(trimmed[0]) || trimmed.ContainsAnyExcept(AttributeCharacters)) yield return Fault(setting, value, "an attribute is a name such as mail");
    }

    private static readonly System.Buffers.SearchValues<char> AttributeCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.;_");

    private static bool IsTimeout(TimeSpan time) => time > TimeSpan.Zero && time <= TimeSpan.FromHours(1);

    private static bool IsBindName(string user)
    {
        user = user.Trim();
        var at = user.LastIndexOf('@');
        var isPrincipal = at > 0 && at < user.Length - 1 && !user.Contains('=', StringComparison.Ordinal) && !user.AsSpan().ContainsAny(" ,\t");
        return isPrincipal || (DistinguishedName.TryParse(user, out var dn, out _) && user.Contains('=', StringComparison.Ordinal));
    }

    private static string Fault(string setting, object? found, string expected) => $"{SyncOptions.Section}:{setting} is '{found}': {expected}.";
}
