using LdapSync.Directories;
using LdapSync.Mapping;
using Microsoft.Extensions.Logging;

namespace LdapSync.Ldap.Inspection;

/// <summary>Asks one server, step by step, as far as it goes.</summary>
internal sealed class ServerInspection : IAsyncDisposable
{
    private const string WritableAttributes = "allowedAttributesEffective", WritableChildren = "allowedChildClassesEffective", NoAttributes = "1.1"; // RFC 4511 section 4.5.1.8

    private readonly LdapServer _server;
    private readonly Func<ILdapConnection> _connect;
    private readonly ILdapConnection _connection;
    private readonly SyncOptions _options;
    private readonly LdapSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly StepLog _steps;
    private readonly LdapSession _session;
    private readonly List<BaseReport> _bases = [];
    private bool _isOpen;
    private string? _boundAs;
    private DirectoryFacts? _facts;
    private SchemaIndexes? _indexes;
    private DirectorySample? _sample;
    private bool _nextServerIsAsked;

    public ServerInspection(LdapServer server, Func<ILdapConnection> connect, SyncOptions options, LdapSettings settings, TimeProvider clock, ILogger logger)
    {
        (_server, _connect, _options, _settings, _clock, _logger, _steps) = (server, connect, options, settings, clock, logger, new StepLog(clock));
        _connection = connect();
        _session = new LdapSession(_connection, server, settings, logger, BeginStepOfOpening);
    }

    public required int SampleSize { get; init; }

    public required int ShownEntries { get; init; }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    public async Task<ServerReport> RunAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_settings.ReadTimeout);
        try
        {
            await AskAsync(deadline.Token).ConfigureAwait(false);
            _steps.End();
        }
        catch (SyncException failure)
        {
            Fail(failure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && deadline.IsCancellationRequested)
        {
            Fail(LdapErrors.TookTooLong($"{_server}", _settings.ReadTimeout));
        }
        return Report();
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        await _session.OpenAsync(cancellationToken).ConfigureAwait(false);
        _isOpen = true;
        var query = DirectoryQueries.Sync(_options);
        _steps.Begin("root DSE");
        await ReadFactsAsync(query, cancellationToken).ConfigureAwait(false);
        _steps.Begin("bases");
        var bases = await FindBasesAsync(query, cancellationToken).ConfigureAwait(false);
        if (bases.Count == 0) return;
        _steps.Begin("sample");
        _sample = await ReadSampleAsync(query, DistinguishedName.Outermost(bases), cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadFactsAsync(DirectoryQuery query, CancellationToken cancellationToken)
    {
        var page = await _session.AskForEntryAsync("", RootDse.Attributes, cancellationToken).ConfigureAwait(false);
        if (page.Result.Code != LdapResultCode.Success || page.Entries.Count == 0) return; // Not every server tells, and no sync needs it.
        var root = new RootDse(page.Entries[0], WithoutPassword);
        _facts = root.Facts;
        // Samba lists no extension at all, not even StartTLS. A server that lists others is not asked for what it does not have.
        if (_facts.Extensions.Count == 0 || _facts.Extensions.Any(extension => extension.Oid == ServerFeature.WhoAmI))
        {
            var name = await _session.WhoAmIAsync(cancellationToken).ConfigureAwait(false);
            _boundAs = name is null ? null : WithoutPassword(LdapErrors.Clean(name));
        }
        if (_facts.IsActiveDirectory) _indexes = await SchemaIndexes.ReadAsync(_session, root.SchemaContext, query.Filter, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks for each base; those that exist are returned, and the others fail the step.</summary>
    private async Task<List<DistinguishedName>> FindBasesAsync(DirectoryQuery query, CancellationToken cancellationToken)
    {
        var (existing, failures) = (new List<DistinguishedName>(), new List<SettingsException>());
        IReadOnlyList<string> attributes = _facts is { IsActiveDirectory: true } ? [WritableAttributes, WritableChildren] : [NoAttributes];
        foreach (var dn in query.BaseDns)
        {
            var page = await _session.AskForEntryAsync(dn.ToLdap(), attributes, cancellationToken).ConfigureAwait(false);
            var result = page.Result;
            if (result is { Code: LdapResultCode.NoSuchObject, MatchedDn: "" }) result = result with { MatchedDn = await NearestAsync(dn.Parent, cancellationToken).ConfigureAwait(false) };
            var nearest = result.MatchedDn.Length == 0 ? null : LdapErrors.Clean(result.MatchedDn);
            bool? canWrite = _facts is { IsActiveDirectory: true } && page.Entries is [var entry] ? entry.Attributes.Any(attribute => attribute.Values.Count > 0) : null;
            _bases.Add(new BaseReport($"{dn}", result.Code != LdapResultCode.NoSuchObject, nearest, canWrite));
            // One that the account may not see itself can perhaps be searched, which is all that a sync does.
            if (result.Code == LdapResultCode.NoSuchObject) failures.Add(LdapErrors.NoSuchBase(_server, dn, result));
            else existing.Add(dn);
        }
        if (failures.Count > 0) Fail(failures[0], string.Join(' ', failures.Select(failure => failure.Message)));
        return existing;
    }

    /// <summary>The first entry on the way up that is there: not every server tells it by itself. Empty where none is.</summary>
    private async Task<string> NearestAsync(DistinguishedName? dn, CancellationToken cancellationToken)
    {
        for (; dn is not null; dn = dn.Parent)
        {
            var page = await _session.AskForEntryAsync(dn.ToLdap(), [NoAttributes], cancellationToken).ConfigureAwait(false);
            if (page is { Result.Code: LdapResultCode.Success, Entries.Count: > 0 }) return $"{dn}";
        }
        return "";
    }

    private async Task<DirectorySample> ReadSampleAsync(DirectoryQuery query, IReadOnlyList<DistinguishedName> bases, CancellationToken cancellationToken)
    {
        LdapSession Session(LdapServer other) => new(_connect(), other, _settings, _logger);
        var search = new DirectoryRead(_session, query, bases, _settings.FollowReferrals ? Session : null, _logger);
        await using var _ = search.ConfigureAwait(false);
        var entries = new List<LdapEntry>();
        while (entries.Count < SampleSize && await search.ReadPageAsync(cancellationToken).ConfigureAwait(false)) entries.AddRange(search.Page);
        var isWhole = search.IsAtEnd && entries.Count <= SampleSize;
        return DirectorySample.Of(entries.Count <= SampleSize ? entries : entries[..SampleSize], isWhole, ShownEntries, _options);
    }

    private ServerReport Report()
    {
        var report = new ServerReport
        {
            Server = $"{_server}",
            Steps = _steps.Steps,
            IsProtected = _session.IsProtected,
            Tls = _connection.Tls,
            BoundAs = _boundAs,
            Facts = _facts,
            Bases = _bases,
            Sample = _sample,
            NextServerIsAsked = _nextServerIsAsked,
        };
        return report with { Warnings = [.. ConnectionWarnings.Of(report, DirectoryQueries.Sync(_options).Filter, _indexes, _clock.GetUtcNow())] };
    }

    private void Fail(SyncException failure, string? message = null)
    {
        // The first failure is the one at which a sync decides.
        if (_steps.Steps.All(step => step.Failure is null)) _nextServerIsAsked = failure is SourceException source && LdapErrors.NextServerMayAnswer(source);
        _steps.End(message ?? failure.Message);
    }

    private void BeginStepOfOpening(string step)
    {
        if (!_isOpen) _steps.Begin(step);
    }

    // A server may repeat what it was told.
    private string WithoutPassword(string text) => _settings.Password.Length > 0 && text.Contains(_settings.Password, StringComparison.Ordinal) ? "(left out: it has the password in it)" : text;
}
