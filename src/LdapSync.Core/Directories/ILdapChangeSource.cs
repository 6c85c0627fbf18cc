namespace LdapSync.Directories;

/// <summary>
/// A directory that can tell what has changed since it was read completely: an optimisation, never a statement that could lose anybody. Whoever implements it says
/// "I cannot tell" (null) at the least doubt, and then everything is read.
/// </summary>
public interface ILdapChangeSource : ILdapDirectorySource
{
    /// <summary>
    /// What has changed between the moment of a token and now, for the same query. The recorded entries together with these changes have to equal what
    /// <see cref="ILdapDirectorySource.ReadAsync"/> would deliver now.
    /// </summary>
    /// <param name="query">The query that the recorded entries answer. Its <see cref="DirectoryQuery.Token"/> and <see cref="DirectoryQuery.Evidence"/> are told.</param>
    /// <param name="since">What <see cref="DirectoryQuery.Token"/> was told with the read before.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// The changes; null where they cannot be told for certain: another server or database answers, the query or the user is another one, the server has forgotten
    /// or refuses, an entry with others below it has moved, or there are so many changes that reading all is as good.
    /// </returns>
    /// <exception cref="SourceException">No server can be read.</exception>
    Task<DirectoryChanges?> ReadChangesAsync(DirectoryQuery query, ChangeToken since, CancellationToken cancellationToken = default);
}

/// <summary>
/// A moment of a directory, in the words of the source that told it: server, position and a hash of what was asked. Nobody else reads it.
/// </summary>
/// <param name="Value">One line of text.</param>
public sealed record ChangeToken(string Value)
{
    /// <summary>How long it is; the token itself is nothing to show.</summary>
    public override string ToString() => $"change token of {Value.Length} characters";
}

/// <summary>What has changed in the answer to a query. Entries are known by their <c>objectGUID</c>, else their <c>entryUUID</c>, as lower-case GUIDs.</summary>
/// <param name="Changed">Entries that are new in the answer or look different, whole, with every attribute of the query.</param>
/// <param name="Gone">The ids of entries that are not in the answer any more; ids that were never in it are allowed.</param>
/// <param name="Remaining">
/// Null: every other entry stays as it is. Else the ids of all others that stay: an entry in neither list is gone (the present phase of RFC 4533 section 3.3.1).
/// Ids that were never in the answer are allowed here too: whoever was not in it and has not changed is not in it now.
/// </param>
public sealed record DirectoryChanges(IReadOnlyList<LdapEntry> Changed, IReadOnlyCollection<string> Gone, IReadOnlySet<string>? Remaining = null);
