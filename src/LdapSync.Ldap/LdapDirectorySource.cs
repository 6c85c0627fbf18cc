using System.Runtime.CompilerServices;
using LdapSync.Directories;
using LdapSync.Ldap.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LdapSync.Ldap;

/// <summary>
/// Active Directory or any LDAPv3 server as a source. The servers are tried in order until one delivers; from the first entry on the read
/// stays with that one and is complete or throws. Each read has a connection of its own, so reads may run side by side. A server that failed
/// is asked last for a while, so that its time-out is paid for once.
/// </summary>
public sealed partial class LdapDirectorySource
{
    private readonly LdapSettings _settings;
    private readonly ServerOrder _servers;
    private readonly Func<ILdapConnection>? _connect;
    private readonly ILogger _logger;

    /// <summary>A source over the connection of this package.</summary>
    /// <param name="options">Servers, user, password and the like; read now, later changes have no effect.</param>
    /// <param name="logger">Told of servers, steps and counts; never of user or password. Default: nobody.</param>
    /// <exception cref="SettingsException">What a server needs is missing or wrong; every fault is named.</exception>
    public LdapDirectorySource(SyncOptions options, ILogger<LdapDirectorySource>? logger = null)
        : this(options, null, SrvLookup.OfSystem, logger)
    {
    }

    /// <summary>A source over another LDAP library, which then answers for checking certificates.</summary>
    /// <param name="options">As in the other constructor.</param>
    /// <param name="connect">Makes a connection that is not open yet, for each read and server. Null: that of this package.</param>
    /// <param name="logger">As in the other constructor.</param>
    /// <exception cref="SettingsException">What a server needs is missing or wrong; every fault is named.</exception>
    public LdapDirectorySource(SyncOptions options, Func<ILdapConnection>? connect, ILogger<LdapDirectorySource>? logger = null)
        : this(options, connect, SrvLookup.OfSystem, logger)
    {
    }

    internal LdapDirectorySource(SyncOptions options, Func<ILdapConnection>? connect, SrvLookup srv, ILogger<LdapDirectorySource>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _settings = LdapSettings.Of(options);
        _connect = connect;
        _logger = logger ?? NullLogger<LdapDirectorySource>.Instance;
        _servers = new ServerOrder(_settings.Servers, (domain, token) => srv.FindAsync(domain, _settings.ConnectTimeout, token), TimeProvider.System, _logger);
    }

    /// <summary>The servers, such as <c>ldap://dc1.example.com:389, srv:corp.example</c>.</summary>
    public string Name => string.Join(", ", _settings.Servers);

    /// <inheritdoc/>
    public async IAsyncEnumerable<LdapEntry> ReadAsync(
        DirectoryQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_settings.ReadTimeout);
        var search = await WithinReadTimeAsync(token => StartAsync(query, token), deadline, cancellationToken).ConfigureAwait(false);
        await using var _ = search.ConfigureAwait(false);
        Task<bool>? next = null;
        try
        {
            do
            {
                var page = search.Page;
                // The server makes the next page while this one is worked on. Never more than one ahead, and the end is not told before it is reached.
                next = search.IsAtEnd ? null : NextAsync();
                foreach (var entry in page)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return entry;
                }
                cancellationToken.ThrowIfCancellationRequested();
            }
            while (await (next ??= NextAsync()).ConfigureAwait(false));
        }
        finally
        {
            // Whoever wants no more need not wait for a server that stalls; but the connection must be at rest before it is closed.
            if (next is { IsCompleted: false }) await deadline.CancelAsync().ConfigureAwait(false);
            if (next is not null) await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task<bool> NextAsync() => WithinReadTimeAsync(token => ReadOnAsync(search, token), deadline, cancellationToken);
    }

    /// <summary>A search whose first page has arrived, from the first server that delivers it.</summary>
    private async Task<DirectoryRead> StartAsync(DirectoryQuery query, CancellationToken cancellationToken)
    {
        var bases = DistinguishedName.Outermost(query.BaseDns);
        if (bases.Count == 0) throw new SettingsException($"{SyncOptions.Section}:BaseDns: at least one base DN is needed, such as DC=example,DC=com.");
        var connect = _connect ?? OwnConnections(_settings);
        LdapSession Session(LdapServer other) => new(connect(), other, _settings, _logger);

        var failures = new List<SourceException>();
        await foreach (var server in _servers.InOrderAsync(failures, cancellationToken).ConfigureAwait(false))
        {
            var session = Session(server);
            try
            {
                await session.OpenAsync(cancellationToken).ConfigureAwait(false);
                (session, var token) = await TakeTokenAsync(session, query, connect, cancellationToken).ConfigureAwait(false);
                var search = new DirectoryRead(session, query, bases, _settings.FollowReferrals ? Session : null, _logger);
                await search.ReadPageAsync(cancellationToken).ConfigureAwait(false);
                _servers.Delivers(server);
                if (token is not null) query.Token?.Report(token);
                return search;
            }
            catch (Exception e)
            {
                await session.DisposeAsync().ConfigureAwait(false);
                if (e is not SourceException failure || !LdapErrors.NextServerMayAnswer(failure)) throw;
                _servers.Failed(server);
                failures.Add(failure);
            }
        }
        throw failures.Count == 1 ? failures[0] : new SourceException(string.Join(' ', failures.Select(f => f.Message)), failures[^1]);
    }

    /// <summary>The next page. Entries of the pages before are out already, so no other server can take over; whoever reads may start anew.</summary>
    private async Task<bool> ReadOnAsync(DirectoryRead search, CancellationToken cancellationToken)
    {
        try
        {
            return await search.ReadPageAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SourceException failure) when (LdapErrors.NextServerMayAnswer(failure))
        {
            _servers.Failed(search.Server);
            throw new SourceException(failure.Message, failure.InnerException) { IsBrokenOff = true };
        }
    }

    private async Task<T> WithinReadTimeAsync<T>(Func<CancellationToken, Task<T>> read, CancellationTokenSource deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await read(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw LdapErrors.TookTooLong(Name, _settings.ReadTimeout);
        }
    }

    // The files of certificates are read for each connection, which lets go of them when it closes; so a renewed one needs no restart.
    internal static Func<ILdapConnection> OwnConnections(LdapSettings settings) => () => new LdapConnection(settings.ReadTrust());
}
