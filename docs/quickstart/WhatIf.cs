using System.Text.Json;
using LdapSync.Directories;
using LdapSync.Mapping;
using LdapSync.Planning;
using LdapSync.Reporting;
using LdapSync.Targets;

namespace LdapSync.Quickstart;

/// <summary>What settings do, or would do, to the directory and target that are there. Nothing is written.</summary>
/// <param name="source">The directory.</param>
/// <param name="target">The target.</param>
/// <param name="makeRunner">Puts a runner together.</param>
/// <param name="output">Where the results go.</param>
internal sealed class WhatIf(ILdapDirectorySource source, ISyncTarget target, Func<ILdapDirectorySource, ISyncTarget, SyncOptions, SyncRunner> makeRunner, Output output)
{
    /// <summary>What an edit of the settings adds, removes and newly hides.</summary>
    /// <param name="before">The settings as they are.</param>
    /// <param name="after">The settings with the edit.</param>
    /// <param name="edit">The file of the edit.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> CompareAsync(SyncOptions before, SyncOptions after, string edit, CancellationToken cancellationToken)
    {
        var directory = new ReadOnceSource(source, [.. new EntryMapper(before).Attributes, .. new EntryMapper(after).Attributes]);
        var accounts = await ReadOnceTarget.ReadAsync(target, cancellationToken);
        var first = await makeRunner(directory, accounts, before).PlanAsync(cancellationToken);
        var second = await makeRunner(directory, accounts, after).PlanAsync(cancellationToken);

        var comparison = PlanComparison.Between(first, second);
        var findings = SettingsLint.CheckEdit(first, second);
        output.Write(
            text =>
            {
                text.WriteLine($"Settings as they are: {first}");
                text.WriteLine($"With {edit}: {second}");
                if (directory.Reads > 1) text.WriteLine($"The two ask for other entries, so {source.Name} was read twice: what changed in between shows too.");
                text.WriteLine();
                ReportText.Write(comparison, text);
                ReportText.Write(findings, text);
            },
            new
            {
                Before = new { first.Fingerprint, Summary = $"{first}" },
                After = new { second.Fingerprint, Summary = $"{second}" },
                DirectoryReads = directory.Reads,
                Comparison = JsonElement.Parse(ReportJson.Write(comparison)),
                Findings = JsonElement.Parse(ReportJson.Write(findings)),
            });
        return ExitCode.Done;
    }

    /// <summary>Exclusions and a search filter that do what nobody meant.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> LintAsync(SyncOptions options, CancellationToken cancellationToken)
    {
        var directory = new ReadOnceSource(source, new EntryMapper(options).Attributes);
        var accounts = await ReadOnceTarget.ReadAsync(target, cancellationToken);
        var plan = await makeRunner(directory, accounts, options).PlanAsync(cancellationToken);
        var entries = await new EntryMapper(options).MapAsync(directory.ReadAsync(DirectoryQueries.Sync(options), cancellationToken), cancellationToken: cancellationToken);
        var shared = await source.ReadAsync(DirectoryQueries.SharedMailboxes(options), cancellationToken).ToListAsync(cancellationToken);

        IReadOnlyList<LintFinding> findings = [.. SettingsLint.CheckExclusions(plan, entries, accounts.Accounts), .. SettingsLint.CheckFilter(options.SearchFilter, shared)];
        output.Write(
            text =>
            {
                if (findings.Count == 0) text.WriteLine("Nothing is odd: each exclusion has a use of its own, and the search filter drops no disabled shared mailbox.");
                ReportText.Write(findings, text);
            },
            JsonElement.Parse(ReportJson.Write(findings)));
        return ExitCode.Done;
    }
}
