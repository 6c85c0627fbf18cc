using System.Runtime.InteropServices;
using System.Text;
using LdapSync;
using LdapSync.Quickstart;
using Microsoft.Extensions.Logging;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var cancellation = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
try
{
    var commandLine = CommandLine.Parse(args);
    if (commandLine.Help)
    {
        Usage.WriteWithSettings(Console.Out);
        return ExitCode.Done;
    }
    var settings = Settings.Load(commandLine);
    var edited = commandLine.Verb == Verb.Compare ? Settings.Load(commandLine, edit: commandLine.Operand) : settings;
    foreach (var note in settings.Notes.Union(edited.Notes, StringComparer.Ordinal)) Console.Error.WriteLine($"Note: {note}");
    string[] faults = [.. settings.Faults.Union(edited.Faults, StringComparer.Ordinal)];
    if (faults.Length > 0) throw new SettingsException(faults);

    using var loggers = LoggerFactory.Create(logging => Configure(logging, commandLine.Verbose));
    using var output = new Output(commandLine.Json, showsProgress: !commandLine.Verbose);
    return await new Session(commandLine, settings, edited, loggers, output).RunAsync(cancellation.Token);
}
catch (UsageException exception)
{
    Console.Error.WriteLine(exception.Message);
    Console.Error.WriteLine();
    Usage.Write(Console.Error);
    return ExitCode.BadSettings;
}
catch (SettingsException exception)
{
    Console.Error.WriteLine("The settings need a correction:");
    foreach (var fault in exception.Faults) Console.Error.WriteLine($"  {fault}");
    return ExitCode.BadSettings;
}
catch (SyncException exception)
{
    Console.Error.WriteLine(exception.Message);
    return exception switch
    {
        SourceException => ExitCode.SourceFailed,
        StalePlanException or ApprovalException => ExitCode.Refused,
        _ => ExitCode.ChangesFailed,
    };
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
{
    // Most likely the output went to a full disk or a closed pipe. What was applied stays applied, and the history has the report.
    try
    {
        Console.Error.WriteLine($"The output could not be written or a folder not be used: {exception.Message.TrimEnd('.')}.");
    }
    catch (IOException)
    {
        // Then the exit code has to say it.
    }
    return ExitCode.ChangesFailed;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Cancelled.");
    return ExitCode.Cancelled;
}

static void Configure(ILoggingBuilder logging, bool verbose)
{
    if (!verbose) return;
    logging.SetMinimumLevel(LogLevel.Debug).AddSimpleConsole(console => console.SingleLine = true);
    logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
}

// The first signal asks for an orderly end, between two batches; the second one ends the program as usual.
void Cancel(PosixSignalContext signal)
{
    if (cancellation.IsCancellationRequested) return;
    signal.Cancel = true;
    cancellation.Cancel();
}
