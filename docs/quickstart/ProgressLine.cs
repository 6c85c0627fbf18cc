using System.Globalization;

namespace LdapSync.Quickstart;

/// <summary>One line on the terminal that tells how far the sync is; gone when it is disposed.</summary>
internal sealed class ProgressLine(TextWriter terminal) : IProgress<SyncProgress>, IDisposable
{
    private int _width;

    public void Report(SyncProgress value)
    {
        var text = Text(value);
        terminal.Write($"\r{text.PadRight(_width)}");
        _width = text.Length;
    }

    public void Dispose()
    {
        if (_width > 0) terminal.Write($"\r{new string(' ', _width)}\r");
        _width = 0;
    }

    private static string Text(SyncProgress progress)
    {
        var count = progress.Count.ToString("N0", CultureInfo.InvariantCulture);
        return progress.Stage switch
        {
            SyncStage.ReadingDirectory => $"Reading the directory: {count} entries",
            SyncStage.ReadingTarget => $"Reading the target: {count} accounts",
            SyncStage.Planning => $"Planning {count} accounts",
            SyncStage.Applying => string.Create(CultureInfo.InvariantCulture, $"Applying: {count} of {progress.Total:N0} changes"),
            _ => "Verifying",
        };
    }
}
