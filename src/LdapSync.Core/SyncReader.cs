using LdapSync.Directories;
using LdapSync.Mapping;
using LdapSync.Targets;
using LdapSync.Telemetry;
using Microsoft.Extensions.Logging;

namespace LdapSync;

/// <summary>Is told how many of a stage are done, and of how many where that is known.</summary>
internal delegate void StageReport(SyncStage stage, int count, int? total);

/// <summary>Reads both sides of a sync, each completely or not at all.</summary>
internal sealed class SyncReader
{
    private readonly ILdapDirectorySource _source;
    private readonly ISyncTarget _target;
    private readonly ILogger _logger;
    private readonly EntryMapper _mapper;
    private readonly DirectoryQuery _query;
    private readonly int _attempts;

    public SyncReader(ILdapDirectorySource source, ISyncTarget target, SyncOptions options, ILogger logger)
    {
        (_source, _target, _logger, _attempts) = (source, target, logger, options.MaxReadAttempts);
        _mapper = new EntryMapper(options);
        _query = DirectoryQueries.Sync(options);
    }

    /// <summary>Finds entries by an address.</summary>
    public AddressLookup Lookup => new(_source, _query, _mapper);

    /// <summary>A read that broke off has delivered entries that nobody can take back, so what they were mapped to is dropped and all is read anew.</summary>
    /// <param name="report">Told the number of entries.</param>
    /// <param name="mustBeComplete">Whether the directory itself is to be read, whatever is recorded of it.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<MappedDirectory> ReadDirectoryAsync(StageReport report, bool mustBeComplete, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ReadOnceAsync(report, mustBeComplete, cancellationToken).ConfigureAwait(false);
            }
            catch (SourceException failure) when (failure.IsBrokenOff && attempt < _attempts)
            {
                Log.ReadingAgain(_logger, attempt + 1, _attempts, failure.Message);
            }
        }
    }

    private async Task<MappedDirectory> ReadOnceAsync(StageReport report, bool mustBeComplete, CancellationToken cancellationToken)
    {
        var evidence = new Latest<ReadEvidence>();
        var entries = _source.ReadAsync(_query with { Evidence = evidence, MustBeComplete = mustBeComplete }, cancellationToken);
        var directory = await _mapper.MapAsync(entries, count => report(SyncStage.ReadingDirectory, count, null), cancellationToken).ConfigureAwait(false);
        directory.Evidence = evidence.Value;
        Log.DirectoryRead(_logger, _source.Name, directory.Entries, directory.Accounts.Count, directory.SkippedEntries.Count);
        return directory;
    }

    public async Task<List<MailAccount>> ReadTargetAsync(StageReport report, CancellationToken cancellationToken)
    {
        var accounts = new List<MailAccount>();
        await foreach (var account in _target.ReadAccountsAsync(cancellationToken).ConfigureAwait(false))
        {
            accounts.Add(account);
            if (accounts.Count % SyncProgress.Interval == 0) report(SyncStage.ReadingTarget, accounts.Count, null);
        }
        report(SyncStage.ReadingTarget, accounts.Count, null);
        Log.TargetRead(_logger, _target.Name, accounts.Count);
        return accounts;
    }
}
