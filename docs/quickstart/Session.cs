using System.Text.Json;
using LdapSync.Directories;
using LdapSync.Ldap;
using LdapSync.MailRoute;
using LdapSync.Mapping;
using LdapSync.Reporting;
using LdapSync.Sqlite;
using LdapSync.Targets;
using Microsoft.Extensions.Logging;

namespace LdapSync.Quickstart;

/// <summary>What each verb does: a source, a target and a history put together, and the runner between them.</summary>
/// <param name="commandLine">What is asked for.</param>
/// <param name="settings">The settings.</param>
/// <param name="edited">The settings with the edit that <c>compare</c> is about; else the same.</param>
/// <param name="loggers">Where logs go.</param>
/// <param name="output">Where results go.</param>
internal sealed class Session(CommandLine commandLine, Settings settings, Settings edited, ILoggerFactory loggers, Output output)
{
    private readonly SyncOptions _options = settings.Options;
    private readonly SqliteHistory _history = new(settings.Database);

    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(CancellationToken cancellationToken) => commandLine.Verb switch
    {
        Verb.History => ListHistoryAsync(cancellationToken),
        Verb.Record => new Recording(OpenSource(), commandLine, settings, output).WriteAsync(cancellationToken),
        Verb.Test when commandLine.ReadsServers => TestServersAsync(cancellationToken),
        Verb.Test => TestAsync(Runner(new InMemoryTarget()), cancellationToken),
        _ => UseTargetAsync(cancellationToken),
    };

    private async Task<int> UseTargetAsync(CancellationToken cancellationToken)
    {
        var target = OpenTarget();
        using var closing = target as IDisposable;
        return commandLine.Verb switch
        {
            Verb.Plan => await PlanAsync(Runner(target), cancellationToken),
            Verb.Compare => await WhatIf(target).CompareAsync(_options, edited.Options, commandLine.Operand!, cancellationToken),
            Verb.Lint => await WhatIf(target).LintAsync(_options, cancellationToken),
            Verb.Explain => await ExplainAsync(Runner(target), cancellationToken),
            Verb.Apply => await ApplyAsync(Runner(target), cancellationToken),
            _ => await SyncAsync(Runner(target).RunAsync(cancellationToken)),
        };
    }

    private WhatIf WhatIf(ISyncTarget target) => new(OpenSource(), target, Runner, output);

    private SyncRunner Runner(ISyncTarget target) => Runner(OpenSource(), target, _options);

    private SyncRunner Runner(ILdapDirectorySource source, ISyncTarget target, SyncOptions options) => new(source, target, options, loggers.CreateLogger<SyncRunner>())
    {
        History = _history,
        Progress = output.Progress,
        By = Environment.UserName,
    };

    private ISyncTarget OpenTarget() =>
        settings.MailRoute is { } mailRoute ? new MailRouteTarget(mailRoute, loggers.CreateLogger<MailRouteTarget>()) : new SqliteTarget(settings.Database);

    private ILdapDirectorySource OpenSource()
    {
        if (commandLine.ReadsServers) return WithRecording(new LdapDirectorySource(_options, loggers.CreateLogger<LdapDirectorySource>()));
        return new LdifFileSource(commandLine.Ldif ?? Path.Combine(AppContext.BaseDirectory, "company.ldif"));
    }

    /// <summary>What plans and syncs read may be what has changed, merged into a recording beside the target.</summary>
    private ILdapDirectorySource WithRecording(ILdapDirectorySource directory) =>
        _options.FullReadEvery > 1 && commandLine.Verb is Verb.Plan or Verb.Sync or Verb.Apply or Verb.Explain && directory is ILdapChangeSource changing
            ? new IncrementalSource(changing, new SqliteSnapshot($"{settings.Database}.snapshot"), DirectoryQueries.Sync(_options), _options.FullReadEvery, loggers.CreateLogger<IncrementalSource>())
            : directory;

    private async Task<int> PlanAsync(SyncRunner runner, CancellationToken cancellationToken)
    {
        var plan = await runner.PlanAsync(cancellationToken);
        output.Write(plan);
        if (commandLine.Save is { } file) SavedPlan.Of(plan, TimeProvider.System.GetUtcNow()).Write(file);
        if (commandLine.Record && (await runner.KeepTestAsync(plan)).NotKeptBecause is { } reason) throw new TargetException(reason);
        return plan.Violations.Count == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    private async Task<int> ExplainAsync(SyncRunner runner, CancellationToken cancellationToken)
    {
        output.Write(await runner.ExplainAsync(commandLine.Address!.Value, cancellationToken));
        return ExitCode.Done;
    }

    /// <summary>Whoever names the violations of a saved plan approves them.</summary>
    private async Task<int> ApplyAsync(SyncRunner runner, CancellationToken cancellationToken)
    {
        var approval = SavedPlan.Read(commandLine.Operand!).Approve(commandLine.Approved);
        return await SyncAsync(runner.ApplyApprovedAsync(approval, cancellationToken));
    }

    private async Task<int> SyncAsync(Task<SyncReport> run)
    {
        try
        {
            var report = await run;
            if (commandLine is { Verb: Verb.Demo, Json: false }) ShowBoth(report);
            else output.Write(report);
            if (report is { Approval: null, Plan.Withheld.Count: > 0, StoppedBecause: null } && report.Count(OutcomeStatus.Failed) == 0) return ExitCode.Refused;
            return report is { IsComplete: true, LeftToDo: null or 0, NotVerifiedBecause: null } ? ExitCode.Done : ExitCode.ChangesFailed;
        }
        catch (LimitsException refused)
        {
            output.Write(refused.Report);
            Console.Error.WriteLine(refused.Message);
            return ExitCode.Refused;
        }
        catch (SyncCanceledException cancelled)
        {
            output.Write(cancelled.Report);
            return ExitCode.Cancelled;
        }
    }

    /// <summary>The made-up company: what was planned, what became of it, and where to go from there.</summary>
    private void ShowBoth(SyncReport report)
    {
        const int fewLines = 3;
        Console.WriteLine($"The made-up company of company.ldif and {settings.Database}. The plan:{Environment.NewLine}");
        output.Write(report.Plan, fewLines);
        Console.WriteLine($"{Environment.NewLine}The report, in short:{Environment.NewLine}");
        Console.WriteLine($"{report} It took {report.Duration.TotalSeconds:0.00} s.");
        if (!report.IsComplete) return;
        Console.WriteLine(report.Plan.IsEmpty
            ? $"{Environment.NewLine}Nothing is left to do. Other things to try: history --target {settings.Database}, plan --ldif FILE, --help"
            : $"{Environment.NewLine}Start it again to see what a second sync makes of it.");
    }

    /// <summary>Asks every server how far a sync would get.</summary>
    private async Task<int> TestServersAsync(CancellationToken cancellationToken)
    {
        var report = await new ConnectionTest(_options, logger: loggers.CreateLogger<ConnectionTest>()).RunAsync(cancellationToken);
        output.Write(report);
        if (report.ReadFrom is null) return report.IsBaseMissing ? ExitCode.BadSettings : ExitCode.SourceFailed;
        return report.FindsNobody && !_options.AllowEmptyDirectory ? ExitCode.Refused : ExitCode.Done;
    }

    /// <summary>Asks what a file would bring to a target that is empty.</summary>
    private async Task<int> TestAsync(SyncRunner runner, CancellationToken cancellationToken)
    {
        var found = new DirectoryTest(OpenSource().Name, await runner.PlanAsync(cancellationToken));
        output.Write(found.Write, found.ToDocument());
        return found.FindsNobody && !_options.AllowEmptyDirectory ? ExitCode.Refused : ExitCode.Done;
    }

    private async Task<int> ListHistoryAsync(CancellationToken cancellationToken)
    {
        const int most = 20;
        await output.WriteAsync(
            _history.ListAsync(cancellationToken).Take(most),
            record => $"{record.When:yyyy-MM-dd HH:mm:ss}Z  {(record.IsTest ? "test" : "real")}  {record.By}  {record.Summary}",
            record => new { record.When, record.By, Test = record.IsTest, record.Summary, Report = JsonElement.Parse(record.Report) },
            $"{settings.Database} has no history yet.",
            cancellationToken);
        return ExitCode.Done;
    }
}
