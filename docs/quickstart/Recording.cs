using LdapSync.Directories;
using LdapSync.Mapping;

namespace LdapSync.Quickstart;

/// <summary>Keeps the directory as an LDIF file, wide enough to try other settings on it.</summary>
internal sealed class Recording(ILdapDirectorySource source, CommandLine commandLine, Settings settings, Output output)
{
    private const int ProgressInterval = 1000;

    private readonly string _file = commandLine.Operand!;

    /// <returns>The exit code.</returns>
    public async Task<int> WriteAsync(CancellationToken cancellationToken)
    {
        EnsureFileIsFree();
        var query = Query();
        var count = 0;
        await foreach (var _ in new RecordingSource(source, _file).ReadAsync(query, cancellationToken))
        {
            if (++count % ProgressInterval == 0) output.Progress?.Report(new SyncProgress(SyncStage.ReadingDirectory, count));
        }
        output.Write(
            text =>
            {
                if (count == 0) text.WriteLine($"{source.Name} shows no entry for {query.Filter}, so nothing was recorded: check BaseDns, --filter, and what User may read.");
                else text.WriteLine($"{count} {(count == 1 ? "entry" : "entries")} of {source.Name} kept in {_file}. That is people's data: only its owner can read the file.");
            },
            new { File = count == 0 ? null : _file, Source = source.Name, Filter = $"{query.Filter}", Entries = count });
        return count == 0 ? ExitCode.Refused : ExitCode.Done;
    }

    private DirectoryQuery Query()
    {
        try
        {
            return commandLine.Filter is { } filter ? DirectoryQueries.Everything(settings.Options, filter) : DirectoryQueries.Everything(settings.Options);
        }
        catch (FormatException fault)
        {
            throw new UsageException($"--filter: {fault.Message}");
        }
    }

    /// <summary>What is found out after a long read is found out late. A file that is there is replaced, unless the program itself needs it.</summary>
    private void EnsureFileIsFree()
    {
        var path = Path.GetFullPath(_file);
        if (Directory.Exists(path)) throw new UsageException($"'{_file}' is a folder: name a file in it.");
        if (Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder)) throw new UsageException($"'{_file}' cannot be written: its folder does not exist.");
        // A file takes the place of what has its name, and that may be a device.
        if (!OperatingSystem.IsWindows() && path.StartsWith("/dev/", StringComparison.Ordinal)) throw new UsageException($"'{_file}' is no place for a file: name another one.");
        if (commandLine.Ldif is { } read && (IsSame(path, read) || IsSame(path + ".partial", read))) throw new UsageException("record would replace the file that --ldif reads: name another one.");
        if (IsSame(path, settings.Database)) throw new UsageException($"'{_file}' is the target, with mailboxes and history: name another file.");
    }

    private static bool IsSame(string path, string other) => string.Equals(Resolve(path), Resolve(other), StringComparison.OrdinalIgnoreCase);

    private static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        return (File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName : null) ?? full;
    }
}
