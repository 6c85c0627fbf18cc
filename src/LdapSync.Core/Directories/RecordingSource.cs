using System.Buffers;
using System.Runtime.CompilerServices;
using LdapSync.Directories.Ldif;

namespace LdapSync.Directories;

/// <summary>
/// Passes on what another source delivers and keeps it as an LDIF file, so that other settings can be planned against the same read by
/// <see cref="LdifFileSource"/>. The file appears, or replaces the last one, when the read is complete; a read that breaks leaves no file that looks like one.
/// </summary>
/// <remarks>
/// <para>
/// A recording has what the query asked for and no more: the entries that its filter and base DNs let through, and the attributes that the settings and the
/// filter name. Settings that ask for other entries or attributes see less in it than in the directory. To try other filters, read once through a recording with a
/// query that lets more through, such as <see cref="Mapping.DirectoryQueries.Everything"/>; <see cref="Attributes"/> names further attributes.
/// </para>
/// <para>
/// The file holds people's data: on Unix only its owner can read it. Passwords and keys, such as <c>userPassword</c>, are passed on but not recorded. A read that
/// finds no entry leaves no file either, because a file without entries is no directory. One read at a time for each file.
/// </para>
/// </remarks>
/// <param name="source">The directory.</param>
/// <param name="path">The file. While it is written its name ends in <c>.partial</c>.</param>
public sealed class RecordingSource(ILdapDirectorySource source, string path) : ILdapDirectorySource
{
    private const int Chunk = 64 * 1024;

    /// <summary>Attributes to record beside those that the query and its filter name; <c>*</c> is all of them. Default: none.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <inheritdoc/>
    public string Name => source.Name;

    /// <inheritdoc/>
    /// <exception cref="SourceException">The directory cannot be read completely, or the file cannot be written.</exception>
    public async IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        // The filter is asked again when the recording is read, so what it looks at belongs into it.
        string[] attributes = [.. query.Attributes.Concat(query.Filter.Attributes).Concat(Attributes).Distinct(StringComparer.OrdinalIgnoreCase)];

        var partial = path + ".partial";
        var isComplete = false;
        var isEmpty = true;
        var file = Writing(() => Create(partial));
        try
        {
            var chunk = new ArrayBufferWriter<byte>(Chunk);
            var writer = new LdifWriter(chunk);
            await foreach (var entry in source.ReadAsync(query with { Attributes = attributes }, cancellationToken).ConfigureAwait(false))
            {
                writer.Write(SecretAttributes.LeftOutOf(entry));
                isEmpty = false;
                if (chunk.WrittenCount >= Chunk) Writing(() => Empty(chunk, file));
                yield return entry;
            }
            if (isEmpty) yield break;
            Writing(() => Finish(chunk, file, partial));
            isComplete = true;
        }
        finally
        {
            await file.DisposeAsync().ConfigureAwait(false);
            if (!isComplete) File.Delete(partial);
        }
    }

    private static FileStream Create(string partial)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(partial, options);
    }

    private static FileStream Empty(ArrayBufferWriter<byte> chunk, FileStream file)
    {
        file.Write(chunk.WrittenSpan);
        chunk.ResetWrittenCount();
        return file;
    }

    private FileStream Finish(ArrayBufferWriter<byte> chunk, FileStream file, string partial)
    {
        Empty(chunk, file).Flush(flushToDisk: true);
        file.Dispose();
        File.Move(partial, path, overwrite: true);
        return file;
    }

    private FileStream Writing(Func<FileStream> write)
    {
        try
        {
            return write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SourceException($"{path}: expected to write the recording there, found that it cannot be written: {error.Message}", error);
        }
    }
}
