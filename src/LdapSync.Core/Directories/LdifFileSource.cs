using System.Runtime.CompilerServices;
using LdapSync.Directories.Ldif;

namespace LdapSync.Directories;

/// <summary>
/// A directory exported to an LDIF file (RFC 2849), as <c>ldapsearch -LLL</c>, <c>slapcat</c>, <c>ldifde</c> and others write it. Streams; what is kept
/// is some 40 octets per entry, to find a name that comes twice. Thread-safe: every read opens the file anew.
/// </summary>
/// <remarks>
/// <para>Entries are content records and records with <c>changetype: add</c>. A file of other changes is no directory and is refused.</para>
/// <para>
/// A file that breaks off within a line is refused, as are a file without any entry and a file that is not LDIF. A file that breaks off between two lines cannot
/// be told from a whole one, so make sure that the export ended well before its file is used.
/// </para>
/// </remarks>
/// <param name="path">The file.</param>
public sealed class LdifFileSource(string path) : ILdapDirectorySource
{
    /// <summary>The name of the file, without its folder.</summary>
    public string Name { get; } = Path.GetFileName(path);

    /// <inheritdoc/>
    /// <exception cref="SourceException">The file cannot be opened, is not LDIF, holds changes or no entry at all, or a DN twice; names the line.</exception>
    /// <exception cref="SettingsException">No entry of the file is at or below a base DN; thrown after the last entry.</exception>
    public async IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var file = Open();
        await using (file.ConfigureAwait(false))
        {
            var reader = new LdifReader(file, Name);
            var search = new DirectorySearch(query, Name, "line");
            await foreach (var record in reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (record is not LdifAdd { Entry: var entry })
                {
                    throw LdifReader.Error(Name, record.Line, "expected an entry, found a change; this file is a list of changes, not an export of a directory");
                }
                if (reader.EndsInsideLine)
                {
                    throw LdifReader.Error(
                        Name,
                        record.Line,
                        "expected a line end after the last line of this entry, found the end of the file, which may have been cut; if nothing is missing, add a line end");
                }
                if (search.Selects(entry, record.Line)) yield return entry;
            }
            if (search.Count == 0) throw new SourceException($"{path}: expected at least one entry, found none; export the directory again");
            search.EnsureBasesExist();
        }
    }

    private FileStream Open()
    {
        if (Directory.Exists(path)) throw new SourceException($"{path}: expected an LDIF file, found a folder; name a file in it");
        try
        {
            // The reader has its own buffer.
            return new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan | FileOptions.Asynchronous });
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SourceException($"{path}: expected an LDIF file, found none; correct the path or export the directory there", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SourceException($"{path}: expected a readable LDIF file, found that it cannot be opened: {error.Message}", error);
        }
    }
}
