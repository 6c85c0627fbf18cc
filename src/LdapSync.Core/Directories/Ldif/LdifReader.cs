using System.Runtime.CompilerServices;

namespace LdapSync.Directories.Ldif;

/// <summary>
/// Reads the records of an LDIF file (RFC 2849), one after the other. Not safe for several threads; a reader reads its stream once.
/// </summary>
/// <remarks>
/// <para>
/// A file that was cut or mangled must not pass for a smaller directory, so where readers of LDIF differ this one refuses. Refused: a record without
/// <c>dn:</c> (also the <c>search:</c> and <c>result:</c> lines of ldapsearch), a second <c>dn:</c> in a record (a lost empty line), a blank in an attribute name
/// (a lost fold), base64 that is incomplete or has bits set beyond its value, a lone CR, a NUL octet, UTF-16, a DN that is not UTF-8, a file that ends
/// right after a <c>dn:</c> line, and any value given as the address of another file: a data file does not decide what else is read.
/// </para>
/// <para>
/// Accepted beyond the RFC, because real files have it: a UTF-8 byte order mark, UTF-8 that is not base64, names such as <c>_server</c>, a
/// <c>version:</c> line before any record (files put together), a modification without its closing <c>-</c>, an entry without attributes if an empty
/// line follows it, entries and changes in one file, and a file without records. Blanks at the end of a value belong to it.
/// </para>
/// <para>
/// What cannot be seen: a file that was cut between two records, or between two lines of its last record. A cut within a line is seen unless it leaves a
/// valid line; <see cref="EndsInsideLine"/> tells that case.
/// </para>
/// </remarks>
/// <param name="stream">The file's octets.</param>
/// <param name="file">What errors call the file.</param>
/// <param name="maxRecordSize">How many octets a record may have, so that a damaged file cannot fill the memory.</param>
internal sealed class LdifReader(Stream stream, string file, int maxRecordSize = LdifReader.DefaultMaxRecordSize)
{
    /// <summary>Room for a group with half a million members.</summary>
    public const int DefaultMaxRecordSize = 64 * 1024 * 1024;

    /// <summary>Whether the record that was read last ends the file without a line end: RFC 2849 wants one, so the line may have been cut.</summary>
    public bool EndsInsideLine { get; private set; }

    /// <summary>Streams the records.</summary>
    /// <exception cref="SourceException">The file is not LDIF, or cannot be read; the message names the line.</exception>
    public async IAsyncEnumerable<LdifRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var blocks = new LdifBlockReader(stream, file, maxRecordSize);
        var parser = new LdifRecordParser(file);
        while (await blocks.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            EndsInsideLine = blocks.Block is not [.., (byte)'\n'];
            if (parser.Parse(blocks.Block.ToArray(), blocks.Line, blocks.IsClosed) is { } record) yield return record;
        }
    }

    internal static SourceException Error(string file, int line, string message) => new($"{file}, line {line}: {message}");
}
