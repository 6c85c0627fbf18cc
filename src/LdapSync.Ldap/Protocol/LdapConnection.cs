using System.Security.Authentication;
using LdapSync.Directories;

namespace LdapSync.Ldap.Protocol;

/// <summary>LDAPv3 over a socket of our own: every wait can be cancelled, and a lost connection stays lost.</summary>
internal sealed partial class LdapConnection(TlsTrust trust, long maxPageBytes = LdapConnection.MaxPageBytes) : ILdapConnection
{
    /// <summary>256 MB: pages of entries with photographs fit, and a server that sends one of 1,000 messages at their limit fills no memory.</summary>
    public const long MaxPageBytes = 16L * LdapMessageReader.MaxMessageSize;

    /// <summary>So few entries are not waited for.</summary>
    private const int Few = 10;

    // A server that answers without reading must not keep whoever closes the connection.
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(1);

    private const string NoticeOfDisconnection = "1.3.6.1.4.1.1466.20036";
    private static readonly byte[] Present = LdapFilter.Parse("(objectClass=*)").ToBer();

    private readonly EntryReader _entries = new();
    private LdapServer _server = new("", 0, UseSsl: false);
    private GatheringStream? _transport;
    private Stream? _stream;
    private LdapMessageReader? _reader;
    private int _lastId;
    private bool _isUsable;
    private string? _doubt;

    public TlsHandshake? Tls { get; private set; }

    private Stream Stream => _stream ?? throw new InvalidOperationException("ConnectAsync comes first.");

    private LdapMessageReader Reader => _reader ?? throw new InvalidOperationException("ConnectAsync comes first.");

    public async Task ConnectAsync(LdapServer server, CancellationToken cancellationToken)
    {
        _transport = new GatheringStream(await HostConnector.ConnectAsync(server, cancellationToken).ConfigureAwait(false));
        (_server, _stream, _reader, _isUsable) = (server, _transport, new LdapMessageReader(_transport), true);
    }

    public async Task SecureAsync(CancellationToken cancellationToken)
    {
        // Octets that came in clear before the handshake would be taken for protected ones after it.
        if (Reader.HasUnread) throw BerReader.Broken("data came ahead of the TLS handshake");
        _isUsable = false;
        (var tls, _doubt) = await trust.SecureAsync(Stream, _server, shown => Tls = new TlsHandshake(null, shown), cancellationToken).ConfigureAwait(false);
        Tls = new TlsHandshake(TlsHandshake.InWords(tls.SslProtocol), Tls?.Certificate);
        (_stream, _reader, _isUsable) = (tls, new LdapMessageReader(tls), true);
    }

    public async Task<LdapResult> StartTlsAsync(CancellationToken cancellationToken)
    {
        var id = NextId();
        await SendAsync(LdapMessageWriter.StartTls(id), cancellationToken).ConfigureAwait(false);
        return await ReceiveResultAsync(id, LdapMessage.ExtendedResponse, cancellationToken).ConfigureAwait(false);
    }

    public async Task<string?> WhoAmIAsync(CancellationToken cancellationToken)
    {
        var id = NextId();
        await SendAsync(LdapMessageWriter.WhoAmI(id), cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> octets;
        do octets = await ReceiveAsync(cancellationToken).ConfigureAwait(false);
        while (Take(octets, id, LdapMessage.ExtendedResponse) is null);
        _isUsable = true;
        return LdapMessage.Parse(octets.Span).ReadAuthorizationId();
    }

    public async Task<LdapResult> BindAsync(string user, string password, CancellationToken cancellationToken)
    {
        if (password.Length == 0) throw new ArgumentException("An empty password would make the bind anonymous.", nameof(password));
        var id = NextId();
        await SendAsync(LdapMessageWriter.Bind(id, user, password), cancellationToken).ConfigureAwait(false);
        return await ReceiveResultAsync(id, LdapMessage.BindResponse, cancellationToken).ConfigureAwait(false);
    }

    public async Task<LdapResult> BindExternalAsync(CancellationToken cancellationToken)
    {
        var id = NextId();
        await SendAsync(LdapMessageWriter.BindExternal(id), cancellationToken).ConfigureAwait(false);
        return await ReceiveResultAsync(id, LdapMessage.BindResponse, cancellationToken).ConfigureAwait(false);
    }

    public Task<SearchPage> SearchPageAsync(LdapSearch search, ReadOnlyMemory<byte> cookie, CancellationToken cancellationToken)
    {
        var id = NextId();
        var control = LdapControl.ForPage(search.PageSize, cookie);
        var request = LdapMessageWriter.Search(id, search.BaseDn.ToLdap(), search.Scope, search.Filter.ToBer(), search.Attributes, control);
        return SearchAsync(id, request, search.PageSize, cancellationToken);
    }

    public Task<SearchPage> ReadEntryAsync(string dn, IReadOnlyList<string> attributes, CancellationToken cancellationToken)
    {
        var id = NextId();
        return SearchAsync(id, LdapMessageWriter.Search(id, dn, SearchScope.BaseObject, Present, attributes), most: 1, cancellationToken);
    }

    /// <summary>Says goodbye where the connection is in order, and closes it.</summary>
    public async ValueTask DisposeAsync()
    {
        using var _ = trust;
        if (_stream is null) return;
        try
        {
            using var limit = new CancellationTokenSource(Goodbye);
            if (_isUsable) await _stream.WriteAsync(LdapMessageWriter.Unbind(NextId()), limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The server has gone first, or takes nothing any more; closing is all that is left.
        }
        await _stream.DisposeAsync().ConfigureAwait(false);
        _stream = null;
    }

    private async Task<SearchPage> SearchAsync(int id, byte[] request, int most, CancellationToken cancellationToken)
    {
        await SendAsync(request, cancellationToken).ConfigureAwait(false);
        var entries = new List<LdapEntry>(most);
        var references = new List<IReadOnlyList<string>>();
        var size = 0L;
        SearchPage? page;
        do
        {
            var octets = await ReceiveAsync(cancellationToken).ConfigureAwait(false);
            size = Grown(size, octets.Length);
            page = Take(octets, id, most, entries, references);
            // One pause where a long answer begins: a server that has got ahead is then met with a few octets more each time. Longer, and the end of the page
            // waits in a pause while the server waits for the next request.
            _transport!.ExpectsMuch = page is null && entries.Count > Few && entries.Count < most / 25;
        }
        while (page is null);
        _isUsable = true;
        return page;
    }

    /// <summary>The size of an answer with one message more.</summary>
    private long Grown(long size, int length) => size + length <= maxPageBytes
        ? size + length
        : throw new InvalidDataException($"the server sends more than {maxPageBytes} bytes for one answer; leave attributes of that size out, or the entries that have them");

    /// <summary>Takes one message of a search; the page, once it is complete.</summary>
    private SearchPage? Take(ReadOnlyMemory<byte> octets, int id, int pageSize, List<LdapEntry> entries, List<IReadOnlyList<string>> references)
    {
        var message = LdapMessage.Parse(octets.Span);
        if (!Answers(message, id)) return null;
        switch (message.Operation)
        {
            case LdapMessage.SearchResultEntry:
                if (entries.Count == pageSize) throw TooMuch(pageSize);
                entries.Add(_entries.Read(message.Body));
                return null;
            case LdapMessage.SearchResultReference:
                if (references.Count >= pageSize) throw TooMuch(pageSize);
                references.Add(message.ReadReference());
                return null;
            case LdapMessage.SearchResultDone:
                return new SearchPage(message.ReadResult(), entries, references, Cookie(message));
            default:
                throw Unexpected(message);
        }
    }

    // A server that does not page would fill the memory with what cannot be known to be complete.
    private static InvalidDataException TooMuch(int pageSize) =>
        new($"the server sends more than the page of {pageSize} that was asked for; allow paged results (RFC 2696) on the server");

    private static ReadOnlyMemory<byte>? Cookie(LdapMessage done)
    {
        foreach (var control in done.ReadControls())
        {
            if (string.Equals(control.Oid, LdapControl.PagedResults, StringComparison.Ordinal)) return control.ReadCookie();
        }
        return null;
    }

    private async Task<LdapResult> ReceiveResultAsync(int id, byte operation, CancellationToken cancellationToken)
    {
        LdapResult? result;
        do result = Take(await ReceiveAsync(cancellationToken).ConfigureAwait(false), id, operation);
        while (result is null);
        _isUsable = true;
        return result;
    }

    private static LdapResult? Take(ReadOnlyMemory<byte> octets, int id, byte operation)
    {
        var message = LdapMessage.Parse(octets.Span);
        if (!Answers(message, id)) return null;
        return message.Operation == operation ? message.ReadResult() : throw Unexpected(message);
    }

    /// <summary>Whether a message answers the request; false for what may be passed over.</summary>
    private static bool Answers(LdapMessage message, int id)
    {
        if (message.Id == 0 && message.Operation == LdapMessage.ExtendedResponse)
        {
            // RFC 4511 section 4.4: a client passes over notifications that it does not know.
            var result = message.ReadResult(out var name);
            if (!string.Equals(name, NoticeOfDisconnection, StringComparison.Ordinal)) return false;
            // Its words are left out: they are about the session, and may hold the name that was bound.
            throw new IOException($"the server ended the connection{LdapErrors.Codes(result with { Diagnostic = "" })}");
        }
        if (message.Id != id) throw BerReader.Broken($"message {id} was asked, {message.Id} answered");
        return message.Operation != LdapMessage.IntermediateResponse; // RFC 4511 section 4.13: likewise
    }

    private static InvalidDataException Unexpected(LdapMessage message) =>
        BerReader.Broken($"operation {message.Operation:X2} does not answer the request");

    private int NextId() => ++_lastId;

    private async ValueTask SendAsync(byte[] request, CancellationToken cancellationToken)
    {
        _isUsable = false; // until the answer is there
        try
        {
            await Stream.WriteAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) when (_doubt is not null)
        {
            throw new AuthenticationException(_doubt, e);
        }
    }

    private ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken) =>
        _doubt is null ? Reader.ReadAsync(cancellationToken) : ReceiveFirstAsync(cancellationToken);

    /// <summary>The first answer after a handshake that may not have ended on the server's side.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> ReceiveFirstAsync(CancellationToken cancellationToken)
    {
        try
        {
            var message = await Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            _doubt = null;
            return message;
        }
        catch (IOException e)
        {
            throw new AuthenticationException(_doubt, e);
        }
    }
}
