namespace LdapSync.Ldap.Scripted;

/// <summary>Another library below the policy: each step does what a function says; without one it succeeds and finds nothing.</summary>
internal sealed class FakeConnection : ILdapConnection
{
    public Func<CancellationToken, Task> Connect { get; init; } = _ => Task.CompletedTask;

    public Func<LdapSearch, CancellationToken, Task<SearchPage>> Search { get; init; } = (_, _) => Task.FromResult(new SearchPage(Success, [], [], ReadOnlyMemory<byte>.Empty));

    public bool IsDisposed { get; private set; }

    private static LdapResult Success { get; } = new(LdapResultCode.Success);

    public Task ConnectAsync(LdapServer server, CancellationToken cancellationToken) => Connect(cancellationToken);

    public Task SecureAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<LdapResult> StartTlsAsync(CancellationToken cancellationToken) => Task.FromResult(Success);

    public Task<LdapResult> BindAsync(string user, string password, CancellationToken cancellationToken) => Task.FromResult(Success);

    public Task<SearchPage> SearchPageAsync(LdapSearch search, ReadOnlyMemory<byte> cookie, CancellationToken cancellationToken) => Search(search, cancellationToken);

    public Task<SearchPage> ReadEntryAsync(string dn, IReadOnlyList<string> attributes, CancellationToken cancellationToken) => Task.FromResult(new SearchPage(Success, [], [], null));

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
