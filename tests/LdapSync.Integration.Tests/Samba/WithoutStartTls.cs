using LdapSync.Ldap;
using LdapSync.Ldap.Protocol;

namespace LdapSync.Samba;

/// <summary>A connection whose server, or somebody in between, refuses StartTLS. (Samba without TLS agrees to it, and then cannot.)</summary>
internal sealed class WithoutStartTls : ILdapConnection
{
    private readonly LdapConnection _connection = new(new TlsTrust(null));

    public Task ConnectAsync(LdapServer server, CancellationToken cancellationToken) => _connection.ConnectAsync(server, cancellationToken);

    public Task SecureAsync(CancellationToken cancellationToken) => _connection.SecureAsync(cancellationToken);

    public Task<LdapResult> StartTlsAsync(CancellationToken cancellationToken) => Task.FromResult(new LdapResult(LdapResultCode.ProtocolError));

    public Task<LdapResult> BindAsync(string user, string password, CancellationToken cancellationToken) => _connection.BindAsync(user, password, cancellationToken);

    public Task<SearchPage> SearchPageAsync(LdapSearch search, ReadOnlyMemory<byte> cookie, CancellationToken cancellationToken) => _connection.SearchPageAsync(search, cookie, cancellationToken);

    public Task<SearchPage> ReadEntryAsync(string dn, IReadOnlyList<string> attributes, CancellationToken cancellationToken) => _connection.ReadEntryAsync(dn, attributes, cancellationToken);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
