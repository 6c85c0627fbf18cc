using System.Net.Sockets;
using System.Security.Authentication;
using LdapSync.Directories;
using LdapSync.Ldap.Changes;
using Microsoft.Extensions.Logging;

namespace LdapSync.Ldap;

/// <summary>
/// One connection to one server, from connecting to closing: each step has its deadline, and each failure the server's and step's name.
/// </summary>
/// <param name="connection">Not open yet.</param>
/// <param name="server">Where it leads.</param>
/// <param name="settings">User, password, deadlines.</param>
/// <param name="logger">Told of the server and its protection.</param>
/// <param name="stepBegins">Told the name of each step before it is taken; default: nobody.</param>
internal sealed class LdapSession(ILdapConnection connection, LdapServer server, LdapSettings settings, ILogger logger, Action<string>? stepBegins = null) : IAsyncDisposable
{
    private readonly (string Setting, TimeSpan Time) _connectLimit = (nameof(SyncOptions.ConnectTimeout), settings.ConnectTimeout);
    private readonly (string Setting, TimeSpan Time) _answerLimit = (nameof(SyncOptions.AnswerTimeout), settings.AnswerTimeout);

    public LdapServer Server => server;

    /// <summary>Whether TLS protects what is sent from now on.</summary>
    public bool IsProtected { get; private set; }

    /// <summary>Connects, secures the connection and binds.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        Log.Connecting(logger, server);
        await StepAsync("connect", _connectLimit, token => connection.ConnectAsync(server, token), cancellationToken).ConfigureAwait(false);
        var isSecure = server.UseSsl || await IsTlsAgreedAsync(cancellationToken).ConfigureAwait(false);
        if (isSecure) await StepAsync("TLS handshake", _answerLimit, connection.SecureAsync, cancellationToken).ConfigureAwait(false);
        IsProtected = isSecure;
        await BindAsync(cancellationToken).ConfigureAwait(false);
        Log.Connected(logger, server, isSecure);
    }

    public async Task<SearchPage> SearchPageAsync(LdapSearch search, ReadOnlyMemory<byte> cookie, CancellationToken cancellationToken)
    {
        var page = await StepAsync(SearchStep(search), token => connection.SearchPageAsync(search, cookie, token), cancellationToken)
            .ConfigureAwait(false);
        return page with { Result = Discreet(page.Result) };
    }

    /// <summary>Whether the connection is one that can ask what has changed.</summary>
    public bool CanAskForChanges => connection is ILdapChangeConnection;

    /// <summary>A search that a control gives another meaning, whose step has a name for that.</summary>
    public async Task<ControlledAnswer> SearchAsync(string step, ControlledSearch search, CancellationToken cancellationToken)
    {
        var changes = (ILdapChangeConnection)connection;
        var answer = await StepAsync(step, token => changes.SearchAsync(search, token), cancellationToken).ConfigureAwait(false);
        return answer with { Result = Discreet(answer.Result) };
    }

    /// <summary>One entry; null where it is gone or may not be seen.</summary>
    public async Task<LdapEntry?> ReadEntryAsync(string dn, IReadOnlyList<string> attributes, CancellationToken cancellationToken)
    {
        var page = await AskForEntryAsync(dn, attributes, cancellationToken).ConfigureAwait(false);
        if (page.Result.Code == LdapResultCode.NoSuchObject) return null;
        if (page.Result.Code != LdapResultCode.Success) throw LdapErrors.Refused(server, ReadStep(dn), page.Result);
        return page.Entries.Count == 0 ? null : page.Entries[0];
    }

    /// <summary>One entry, with the answer of the server, whatever that is.</summary>
    public async Task<SearchPage> AskForEntryAsync(string dn, IReadOnlyList<string> attributes, CancellationToken cancellationToken)
    {
        var page = await StepAsync(ReadStep(dn), token => connection.ReadEntryAsync(dn, attributes, token), cancellationToken).ConfigureAwait(false);
        return page with { Result = Discreet(page.Result) };
    }

    /// <summary>See <see cref="ILdapConnection.WhoAmIAsync"/>. For whoever asked to be shown it: it is the name that no log, message or report of a sync may hold.</summary>
    public Task<string?> WhoAmIAsync(CancellationToken cancellationToken) => StepAsync("WhoAmI", connection.WhoAmIAsync, cancellationToken);

    public static string ReadStep(string dn) => dn.Length == 0 ? "read of the root DSE" : $"read of \"{LdapErrors.Clean(dn)}\"";

    public static string SearchStep(LdapSearch search) => $"search below \"{search.BaseDn}\"";

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>R2: whether the server agrees to TLS; where it does not, the password is only sent if that is allowed.</summary>
    private async Task<bool> IsTlsAgreedAsync(CancellationToken cancellationToken)
    {
        const string startTls = "StartTLS";
        var result = await StepAsync(startTls, connection.StartTlsAsync, cancellationToken).ConfigureAwait(false);
        if (result.Code == LdapResultCode.Success) return true;
        if (settings is { AllowClearTextPassword: true, Bind: BindMethod.Simple })
        {
            Log.ClearText(logger, server, result.Code);
            return false;
        }
        var (without, change) = settings.Bind == BindMethod.Simple
            ? ("the password is not sent in clear text", "give the server a certificate, set UseSsl, or, where the network is trusted, set AllowClearTextPassword")
            : ("without TLS there is nobody to show a certificate to", "give the server a certificate of its own, or set UseSsl");
        var found = $"the server does not offer it{LdapErrors.Codes(result)}, and {without}";
        throw LdapErrors.Failed(server, startTls, new AuthenticationException($"{found}; {change}"));
    }

    private async Task BindAsync(CancellationToken cancellationToken)
    {
        var isExternal = settings.Bind == BindMethod.External;
        var bind = isExternal ? "bind by certificate" : "bind as User";
        var result = await StepAsync(
            bind,
            token => isExternal ? connection.BindExternalAsync(token) : connection.BindAsync(settings.User, settings.Password, token),
            cancellationToken).ConfigureAwait(false);
        if (result.Code != LdapResultCode.Success) throw LdapErrors.BindRefused(server, bind, result, settings.Bind);
    }

    // A server may repeat the name that was bound, which no message may hold.
    private LdapResult Discreet(LdapResult result) => result with
    {
        Diagnostic = IsSecret(result.Diagnostic) ? "" : result.Diagnostic,
        MatchedDn = IsSecret(result.MatchedDn) ? "" : result.MatchedDn,
    };

    private bool IsSecret(string text) =>
        settings.Bind == BindMethod.Simple &&
        (text.Contains(settings.User, StringComparison.OrdinalIgnoreCase) || text.Contains(settings.Password, StringComparison.Ordinal));

    private async Task<T> StepAsync<T>(string step, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        var answer = default(T);
        await StepAsync(step, _answerLimit, async token => answer = await ask(token).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
        return answer!;
    }

    private async Task StepAsync(
        string step,
        (string Setting, TimeSpan Time) limit,
        Func<CancellationToken, Task> action,
        CancellationToken cancellationToken)
    {
        stepBegins?.Invoke(step);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit.Time);
        try
        {
            await action(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (
            e is OperationCanceledException or SocketException or IOException or AuthenticationException or InvalidDataException)
        {
            // A cancelled wait looks like any of these from above; what matters is who cancelled it.
            cancellationToken.ThrowIfCancellationRequested();
            if (deadline.IsCancellationRequested) throw LdapErrors.TimedOut(server, step, limit.Setting, limit.Time);
            if (e is OperationCanceledException) throw;
            throw LdapErrors.Failed(server, step, e);
        }
    }
}
