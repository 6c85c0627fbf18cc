using LdapSync.Directories;

namespace LdapSync.Ldap;

/// <summary>
/// The little of LDAPv3 that reading a directory takes. What to do with it (servers in order, deadlines, refusals, completeness,
/// messages) is decided above, once for every implementation. One operation at a time; after a failure only
/// <see cref="IAsyncDisposable.DisposeAsync"/> is called.
/// </summary>
/// <remarks>
/// A server's answer is returned, whatever its result code. What kept the answer from coming is thrown:
/// <see cref="System.Net.Sockets.SocketException"/> (no connection), <see cref="IOException"/> (connection lost),
/// <see cref="System.Security.Authentication.AuthenticationException"/> (TLS), <see cref="InvalidDataException"/> (no LDAP); their messages
/// say what was found and what to change, without server and step. Every method ends at once with
/// <see cref="OperationCanceledException"/> when its token is cancelled. Nothing reconnects by itself.
/// </remarks>
public interface ILdapConnection : IAsyncDisposable
{
    /// <summary>Opens the transport, without TLS.</summary>
    Task ConnectAsync(LdapServer server, CancellationToken cancellationToken);

    /// <summary>Makes the TLS handshake on the open transport and checks the server's certificate.</summary>
    Task SecureAsync(CancellationToken cancellationToken);

    /// <summary>Asks for TLS (StartTLS, RFC 4511 section 4.14); after success <see cref="SecureAsync"/> follows.</summary>
    Task<LdapResult> StartTlsAsync(CancellationToken cancellationToken);

    /// <summary>Simple bind (RFC 4513 section 5.1).</summary>
    Task<LdapResult> BindAsync(string user, string password, CancellationToken cancellationToken);

    /// <summary>
    /// Bind by the certificate that was shown in the handshake (SASL EXTERNAL, RFC 4513 section 5.2.3). Default: refused, for libraries that have no such thing.
    /// </summary>
    Task<LdapResult> BindExternalAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new LdapResult(LdapResultCode.AuthMethodNotSupported, Diagnostic: "the connection that is used cannot bind by certificate"));

    /// <summary>
    /// What the TLS handshake showed, also after one that failed; null before it, and from libraries that do not tell, as by default. Only
    /// <see cref="ConnectionTest"/> looks at it.
    /// </summary>
    TlsHandshake? Tls => null;

    /// <summary>
    /// Whose account the server takes the connection for (RFC 4532): such as <c>u:EXAMPLE\reader</c> or <c>dn:cn=reader,dc=example,dc=com</c>, empty for nobody's;
    /// null where the server does not tell, or the library cannot ask, as by default. Only <see cref="ConnectionTest"/> asks.
    /// </summary>
    Task<string?> WhoAmIAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>One page of a search, aliases not followed; the paging control (RFC 2696) is critical.</summary>
    /// <param name="search">What is searched.</param>
    /// <param name="cookie">Empty for the first page, then that of the page before.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<SearchPage> SearchPageAsync(LdapSearch search, ReadOnlyMemory<byte> cookie, CancellationToken cancellationToken);

    /// <summary>One entry by its name: a search of the base object alone for <c>(objectClass=*)</c>, without paging. The empty name is the root DSE.</summary>
    /// <param name="dn">The name.</param>
    /// <param name="attributes">Which attributes, options such as <c>;range=0-*</c> included.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>At most one entry; none with a success where <c>User</c> may not see it.</returns>
    Task<SearchPage> ReadEntryAsync(string dn, IReadOnlyList<string> attributes, CancellationToken cancellationToken);
}

/// <summary>A search below one base.</summary>
/// <param name="BaseDn">Where.</param>
/// <param name="Filter">Which entries.</param>
/// <param name="Attributes">Which of their attributes.</param>
/// <param name="PageSize">How many entries an answer may have at most.</param>
public sealed record LdapSearch(DistinguishedName BaseDn, LdapFilter Filter, IReadOnlyList<string> Attributes, int PageSize)
{
    /// <summary>How deep. Default: everything at and below the base.</summary>
    public SearchScope Scope { get; init; } = SearchScope.WholeSubtree;
}

/// <summary>How deep a search goes, with the numbers and names of RFC 4511 section 4.5.1.2.</summary>
public enum SearchScope
{
    /// <summary>The base alone.</summary>
    BaseObject = 0,

    /// <summary>What stands directly below the base, without it.</summary>
    SingleLevel = 1,

    /// <summary>The base and everything below it.</summary>
    WholeSubtree = 2,
}

/// <summary>What a server answered to one page request.</summary>
/// <param name="Result">How it ended; whatever came before is void unless this is a success.</param>
/// <param name="Entries">The entries, in the server's order.</param>
/// <param name="References">Parts of the tree that another server holds (RFC 4511 section 4.5.3), not followed: the URLs of each, of which one is enough.</param>
/// <param name="Cookie">What asks for the next page; empty after the last one; null when the server left out the paging control.</param>
public sealed record SearchPage(
    LdapResult Result,
    IReadOnlyList<LdapEntry> Entries,
    IReadOnlyList<IReadOnlyList<string>> References,
    ReadOnlyMemory<byte>? Cookie);
