namespace LdapSync.Directories;

/// <summary>A directory that can be read: a server, a file, a list in memory.</summary>
public interface ILdapDirectorySource
{
    /// <summary>What a report calls this directory, such as <c>ldap://dc1.example.com</c> or a file's name; never with a user or password.</summary>
    string Name { get; }

    /// <summary>Streams every entry that answers the query, in any order, each entry once.</summary>
    /// <remarks>
    /// The enumeration is complete when it ends without an exception. Implementations throw rather than end early: a limit met, a page missing, a connection
    /// lost or a line that cannot be read is an exception, because the entries that are not delivered will be deleted at the target.
    /// </remarks>
    /// <exception cref="SourceException">The directory cannot be read completely.</exception>
    /// <exception cref="SettingsException">A base DN does not exist.</exception>
    IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, CancellationToken cancellationToken = default);
}
