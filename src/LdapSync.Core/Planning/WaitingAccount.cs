using System.Globalization;

namespace LdapSync.Planning;

/// <summary>An account that nobody asks for, and that is not deleted yet (<see cref="SyncOptions.DeleteAfter"/>).</summary>
/// <param name="Account">The account at the target.</param>
/// <param name="Since">When a sync found it absent for the first time.</param>
/// <param name="Runs">How many syncs in a row found it absent, this one included.</param>
/// <param name="RunsLeft">How many more have to.</param>
/// <param name="NotBefore">The earliest moment of its deletion; null where only syncs are counted.</param>
public sealed record WaitingAccount(EmailAddress Account, DateTimeOffset Since, int Runs, int RunsLeft, DateTimeOffset? NotBefore)
{
    /// <summary>How long it was absent and what is still missing, in a sentence.</summary>
    public override string ToString()
    {
        var moment = NotBefore is { } time ? $"not before {Text(time)}" : "";
        var runs = RunsLeft > 0 ? $"after {InWords.Count(RunsLeft, "more sync")} without it" : "";
        return $"{Account}: absent since {Text(Since)}, in {InWords.Count(Runs, "sync")}; deleted {string.Join(" and ", new[] { runs, moment }.Where(part => part.Length > 0))}";
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
