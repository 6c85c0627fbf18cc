using LdapSync.Directories;
using LdapSync.Ldap.Changes;

namespace LdapSync.Ldap;

/// <summary>Reads only what has changed, where the server can tell. The complete read that follows any doubt is also the one that says what is wrong with a server.</summary>
public sealed partial class LdapDirectorySource : ILdapChangeSource
{
    /// <inheritdoc/>
    public async Task<DirectoryChanges?> ReadChangesAsync(DirectoryQuery query, ChangeToken since, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(since);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_settings.ReadTimeout);
        try
        {
            return await WithinReadTimeAsync(token => ChangesAsync(query, since, token), deadline, cancellationToken).ConfigureAwait(false);
        }
        catch (DoubtException doubt)
        {
            Log.CannotTell(_logger, doubt.Message);
            return null;
        }
    }

    /// <summary>Only the server that told the token knows what it means.</summary>
    private async Task<DirectoryChanges?> ChangesAsync(DirectoryQuery query, ChangeToken since, CancellationToken cancellationToken)
    {
        var point = ChangePoint.Read(since) ?? throw new DoubtException("the token is of another version");
        if (_settings.FollowReferrals) throw new DoubtException("with FollowReferrals, others hold parts of the directory and change them");
        var server = await FindAsync(point.Server, cancellationToken).ConfigureAwait(false) ?? throw new DoubtException("another server is asked");
        var connect = _connect ?? OwnConnections(_settings);

        var session = new LdapSession(connect(), server, _settings, _logger);
        await using var _ = session.ConfigureAwait(false);
        try
        {
            await session.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SourceException failure) when (LdapErrors.NextServerMayAnswer(failure))
        {
            _servers.Failed(server);
            if (_settings.Servers is [LdapServer]) throw;
            throw new DoubtException(failure.Message);
        }
        if (!session.CanAskForChanges) throw new DoubtException("the connection cannot ask for changes");
        try
        {
            var changes = await new ChangeReader(session, query, _settings.Identity()).ReadAsync(point, cancellationToken).ConfigureAwait(false);
            _servers.Delivers(server);
            Log.ChangesRead(_logger, server, changes.Changed.Count, changes.Gone.Count);
            return changes;
        }
        catch (Exception failure) when (failure is SyncException or InvalidDataException)
        {
            throw new DoubtException(failure.Message);
        }
    }

    /// <summary>The server of a name, while it is one of those that a read would ask.</summary>
    private async Task<LdapServer?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await foreach (var server in _servers.InOrderAsync([], cancellationToken).ConfigureAwait(false))
        {
            if (server.ToString() == name) return server;
        }
        return null;
    }

    /// <summary>
    /// The present moment as a token, on the connection that the entries will come from; null where nobody wants it or the server cannot tell changes. It never
    /// costs the read: where it breaks the connection, the read gets a new one.
    /// </summary>
    private async Task<(LdapSession Session, ChangeToken? Token)> TakeTokenAsync(
        LdapSession session,
        DirectoryQuery query,
        Func<ILdapConnection> connect,
        CancellationToken cancellationToken)
    {
        if (query.Token is null || _settings.FollowReferrals || !session.CanAskForChanges) return (session, null);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_settings.ReadTimeout / 2); // the other half is for the entries
        try
        {
            var feed = await ChangeFeed.OpenAsync(session, query, _settings.Identity(), limit.Token).ConfigureAwait(false);
            return (session, (await feed.NowAsync(limit.Token).ConfigureAwait(false)).ToToken());
        }
        catch (Exception refusal) when (refusal is DoubtException or InvalidDataException or SourceException { InnerException: LdapResultException })
        {
            Log.NoToken(_logger, session.Server, refusal.Message);
            return (session, null);
        }
        catch (SourceException failure)
        {
            Log.NoToken(_logger, session.Server, failure.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NoToken(_logger, session.Server, $"telling where it is takes more than half of {nameof(SyncOptions.ReadTimeout)}");
        }
        await session.DisposeAsync().ConfigureAwait(false);
        var fresh = new LdapSession(connect(), session.Server, _settings, _logger);
        try
        {
            await fresh.OpenAsync(cancellationToken).ConfigureAwait(false);
            return (fresh, null);
        }
        catch
        {
            await fresh.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
