namespace LdapSync.Directories;

/// <summary>What is asked of a directory: the entries at and below some bases that match a filter, with some of their attributes.</summary>
/// <param name="BaseDns">
/// Where to search, each with everything below it, in any spelling. Empty asks for everything: a file or an in-memory directory has that, a server refuses it.
/// An entry below two of them is delivered once.
/// </param>
/// <param name="Filter">Which entries. An attribute that the directory does not know is one that no entry has; a directory with a schema may also take its negation for undefined.</param>
/// <param name="Attributes">
/// The attributes that are needed, in any case; a source may deliver more. <c>mail</c> also brings <c>mail;lang-en</c> and other subtypes by option. <c>*</c>, or none
/// at all, is all user attributes; operational ones, such as <c>entryUUID</c>, are named (RFC 4511 section 4.5.1.8).
/// </param>
public sealed record DirectoryQuery(IReadOnlyList<DistinguishedName> BaseDns, LdapFilter Filter, IReadOnlyList<string> Attributes)
{
    /// <summary>
    /// Told once, behind the last entry of a read that is complete, by sources that have something to show; called from the thread that reads. Default: nobody.
    /// </summary>
    public IProgress<ReadEvidence>? Evidence { get; init; }

    /// <summary>
    /// Told before the first entry at what moment of the directory the read begins, by sources that can tell changes later (<see cref="ILdapChangeSource"/>); a read that
    /// starts anew tells it anew. Default: nobody.
    /// </summary>
    public IProgress<ChangeToken>? Token { get; init; }

    /// <summary>
    /// Asks for a read of the directory itself, also from a source that could make do with what has changed (<see cref="IncrementalSource"/>). Default: false. Others read so anyway.
    /// </summary>
    public bool MustBeComplete { get; init; }
}
