namespace LdapSync.Directories;

/// <summary>A directory that can be read: a server, a file, a list in memory.</summary>
public interface ILdapDirectorySource
{
    /// <summary>What a report calls this directory, such as <c>ldap://dc1.example.com</c> or a file's name; never with a user or password.</summary>
    string Name { get; }

    /// <summary>Streams every entry that answers the query, in any order, each entry once.</summary>
    /// <remarks>
    /// <para>
    /// The enumeration is complete when it ends without an exception. Implementations throw rather than end early: a limit met, a page missing, a connection
    /// lost or a line that cannot be read is an exception, because the entries that are not delivered will be deleted at the target.
    /// </para>
    /// <para>
    /// An entry has the DN as the directory spells it, and all values of each attribute that was asked for, octet by octet, in any order, however many there are. An
    /// attribute that it does not have, or that the directory does not know, is left out.
    /// </para>
    /// <para>
    /// Each enumeration is a read of its own. It may be given up at any time, and several may run side by side. A cancelled read throws unless its last entry is out.
    /// </para>
    /// </remarks>
    /// <param name="query">What is asked.</param>
    /// <param name="cancellationToken">Ends the read; so does the token that is given to the enumeration.</param>
    /// <exception cref="SourceException">The directory cannot be read completely.</exception>
    /// <exception cref="SettingsException">A base DN does not exist; it is named. One below another of them may go unnoticed: it adds nothing.</exception>
    /// <exception cref="OperationCanceledException">The read was cancelled.</exception>
    IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, CancellationToken cancellationToken = default);
}
