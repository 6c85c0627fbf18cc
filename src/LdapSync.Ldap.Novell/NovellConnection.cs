using System.Net.Sockets;
using System.Security.Authentication;
using LdapSync.Directories;
using Library = global::Novell.Directory.Ldap;

namespace LdapSync.Ldap.Novell;

/// <summary>
/// LDAPv3 over Novell.Directory.Ldap.NETStandard, written against its versions 4.0.0 and 4.1.0. For those who use that library already or need something that it does;
/// the connection of <c>LdapSync.Ldap</c> takes a fraction of its time and memory.
/// </summary>
/// <remarks>
/// <para>
/// The library waits for answers on a thread that nothing can interrupt. A wait that is cancelled is left behind, and ends when the connection is closed; only a
/// server that agrees to connect and never answers StartTLS keeps a thread and a socket until it hangs up itself.
/// </para>
/// <para>It collects the values of an attribute in quadratic time: ten thousand in one entry take seconds.</para>
/// </remarks>
/// <example><c>new LdapDirectorySource(options, () => new NovellConnection(options.CaFile))</c></example>
/// <param name="caFile">PEM, the authorities that certificates may come from; null for those of the system.</param>
public sealed class NovellConnection(string? caFile = null) : ILdapConnection
{
    private readonly CertificateCheck _certificates = new(caFile);
    private Library.LdapConnection? _connection;
    private bool _isUsable;

    private Library.LdapConnection Connection => _connection ?? throw new InvalidOperationException("ConnectAsync comes first.");

    /// <inheritdoc/>
    /// <remarks>With SSL the library makes the TLS handshake here; <see cref="SecureAsync"/> has nothing left to do.</remarks>
    public Task ConnectAsync(LdapServer server, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        var options = new Library.LdapConnectionOptions()
            .ConfigureSslProtocols(SslProtocols.Tls12 | SslProtocols.Tls13)
            .ConfigureRemoteCertificateValidationCallback(_certificates.Accepts);
        if (server.UseSsl) options.UseSsl();
        var connection = _connection = new Library.LdapConnection(options);
        return WaitAsync(
            async () =>
            {
                await connection.ConnectAsync(server.Host, server.Port, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task SecureAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    /// <remarks>The library makes the TLS handshake here too.</remarks>
    public Task<LdapResult> StartTlsAsync(CancellationToken cancellationToken) => WaitAsync(
        async () =>
        {
            try
            {
                await Connection.StartTlsAsync(cancellationToken).ConfigureAwait(false);
                return new LdapResult(LdapResultCode.Success);
            }
            catch (Library.LdapException answer) when (!IsFailure(answer.ResultCode))
            {
                return Result(answer.ResultCode, answer.MatchedDn, answer.LdapErrorMessage, null);
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<LdapResult> BindAsync(string user, string password, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(password); // It would make the bind anonymous.
        return WaitAsync(
            async () =>
            {
                // Not by BindAsync: where the connection was lost it makes a new one, without TLS, and sends the password there.
                var request = new Library.LdapBindRequest(Library.LdapConnection.LdapV3, user, System.Text.Encoding.UTF8.GetBytes(password), null);
                var answers = await Connection.SendRequestAsync(request, null, cancellationToken).ConfigureAwait(false);
                return Result(Answer(answers) as Library.LdapResponse ?? throw Unexpected());
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SearchPage> SearchPageAsync(LdapSearch search, ReadOnlyMemory<byte> cookie, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(search);
        var paging = new Library.Controls.SimplePagedResultsControl(search.PageSize, cookie.ToArray()); // critical
        return SearchAsync(search.BaseDn.ToLdap(), search.Scope, search.Filter.ToString(), search.Attributes, search.PageSize, paging, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SearchPage> ReadEntryAsync(string dn, IReadOnlyList<string> attributes, CancellationToken cancellationToken) =>
        SearchAsync(dn, SearchScope.BaseObject, "(objectClass=*)", attributes, most: 1, paging: null, cancellationToken);

    /// <summary>Closes the connection; without waiting for it where an answer is still waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_connection is not { } connection) return;
        _connection = null;
        var closed = Task.Run(connection.Dispose);
        if (_isUsable) await closed.ConfigureAwait(false);
    }

    private Task<SearchPage> SearchAsync(
        string dn,
        SearchScope scope,
        string filter,
        IReadOnlyList<string> attributes,
        int most,
        Library.LdapControl? paging,
        CancellationToken cancellationToken)
    {
        const int noLimit = 0; // The library's own search would ask for a thousand entries at most, and take them for all.
        var request = new Library.LdapSearchRequest(
            dn, (int)scope, filter, [.. attributes], Library.LdapSearchConstraints.DerefNever, noLimit, noLimit, typesOnly: false, paging is null ? null : [paging]);
        return WaitAsync(
            async () => Collect(await Connection.SendRequestAsync(request, null, cancellationToken).ConfigureAwait(false), most, cancellationToken),
            cancellationToken);
    }

    /// <summary>Takes answers up to the last.</summary>
    private static SearchPage Collect(Library.LdapMessageQueue answers, int most, CancellationToken cancellationToken)
    {
        var (entries, references) = (new List<LdapEntry>(), new List<IReadOnlyList<string>>());
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (Answer(answers))
            {
                case Library.LdapSearchResult found when entries.Count < most:
                    entries.Add(Entry(found.Entry));
                    break;
                case Library.LdapSearchResultReference reference when references.Count < most:
                    references.Add([.. reference.Referrals]);
                    break;
                case Library.LdapSearchResult or Library.LdapSearchResultReference:
                    throw new InvalidDataException($"the server sends more than the page of {most} that was asked for; allow paged results (RFC 2696) on the server");
                case Library.LdapIntermediateResponse:
                    break;
                case Library.LdapResponse done:
                    return new SearchPage(Result(done), entries, references, Cookie(done));
                default:
                    throw Unexpected();
            }
        }
    }

    private static LdapEntry Entry(Library.LdapEntry entry)
    {
        var attributes = new List<LdapAttribute>();
        foreach (var attribute in entry.GetAttributeSet())
            attributes.Add(new LdapAttribute(attribute.Name, Array.ConvertAll(attribute.ByteValueArray, value => new ReadOnlyMemory<byte>(value))));
        return new LdapEntry(entry.Dn, attributes);
    }

    private static ReadOnlyMemory<byte>? Cookie(Library.LdapResponse done) =>
        done.Controls?.OfType<Library.Controls.SimplePagedResultsControl>().FirstOrDefault() is { } paging ? (ReadOnlyMemory<byte>?)paging.Cookie : null;

    /// <summary>The next answer; waits for it.</summary>
    private static Library.LdapMessage Answer(Library.LdapMessageQueue answers) =>
        answers.GetResponse() ?? throw new IOException("the connection was closed while an answer was waited for");

    // What goes wrong on the way is an answer too, with a number of the library's own.
    private static LdapResult Result(Library.LdapResponse answer) => IsFailure(answer.ResultCode)
        ? throw new IOException("the connection was lost")
        : Result(answer.ResultCode, answer.MatchedDn, answer.ErrorMessage, answer.Referrals);

    private static LdapResult Result(int code, string? matchedDn, string? diagnostic, string[]? referrals) =>
        new((LdapResultCode)code, matchedDn ?? "", diagnostic ?? "", referrals);

    /// <summary>Whether a result is none of a server: those from ServerDown (81) on are of the library (draft-ietf-ldapext-ldap-c-api section 12).</summary>
    private static bool IsFailure(int code) => code is >= Library.LdapException.ServerDown and <= Library.LdapException.SslProviderNotFound;

    private static InvalidDataException Unexpected() => new("an answer does not belong to the request; check that host and port are those of a directory server");

    /// <summary>Does what cannot be interrupted on a thread of its own, and leaves it behind when the token is cancelled.</summary>
    private async Task<T> WaitAsync<T>(Func<Task<T>> action, CancellationToken cancellationToken)
    {
        _isUsable = false; // until the answer is there
        try
        {
            var answer = await Task.Run(action, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            _isUsable = true;
            return answer;
        }
        catch (Exception e) when (e is not (OperationCanceledException or IOException or InvalidDataException))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Translate(e);
        }
    }

    private Exception Translate(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException) return new AuthenticationException(_certificates.Refusal ?? $"the TLS handshake failed ({cause.Message}); check the port and the server's TLS settings", failure);
            if (cause is SocketException or IOException) return cause;
        }
        return failure is Library.LdapException ? new IOException($"the connection was lost ({failure.Message})", failure) : new InvalidDataException($"the answer cannot be read ({failure.Message})", failure);
    }
}
