using LdapSync.Directories;
using LdapSync.Mapping;
using LdapSync.Planning;
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

    /// <summary>Adds every account of the target.</summary>
    /// <param name="input">Where to.</param>
    /// <param name="report">Told the number of accounts.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task ReadTargetAsync(PlanInput input, StageReport report, CancellationToken cancellationToken)
    {
        var accounts = 0;
        await foreach (var batch in _target.ReadAccountsAsync(cancellationToken).InBatches(cancellationToken).ConfigureAwait(false))
        {
            foreach (var account in batch)
            {
                input.Add(account);
                if (++accounts % SyncProgress.Interval == 0) report(SyncStage.ReadingTarget, accounts, null);
            }
        }
        report(SyncStage.ReadingTarget, accounts, null);
        Log.TargetRead(_logger, _target.Name, accounts);
    }

    /// <summary>Adds every entry. A read that broke off has delivered entries that nobody can take back, so what became of them is dropped and all is read anew.</summary>
    /// <param name="input">Where to, in place of what was read before.</param>
    /// <param name="report">Told the number of entries.</param>
    /// <param name="mustBeComplete">Whether the directory itself is to be read, whatever is recorded of it.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task ReadDirectoryAsync(PlanInput input, StageReport report, bool mustBeComplete, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ReadOnceAsync(input, report, mustBeComplete, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (SourceException failure) when (failure.IsBrokenOff && attempt < _attempts)
            {
                Log.ReadingAgain(_logger, attempt + 1, _attempts, failure.Message);
            }
        }
    }

    private async Task ReadOnceAsync(PlanInput input, StageReport report, bool mustBeComplete, CancellationToken cancellationToken)
    {
        var evidence = new Latest<ReadEvidence>();
        input.BeginDirectory();
        var entries = _source.ReadAsync(_query with { Evidence = evidence, MustBeComplete = mustBeComplete }, cancellationToken);
        await foreach (var batch in entries.InBatches(cancellationToken).ConfigureAwait(false))
        {
            foreach (var entry in batch)
            {
                input.Add(entry);
                if (input.Entries % SyncProgress.Interval == 0) report(SyncStage.ReadingDirectory, input.Entries, null);
            }
        }
        input.EndDirectory();
        report(SyncStage.ReadingDirectory, input.Entries, null);
        input.Evidence = evidence.Value;
        Log.DirectoryRead(_logger, _source.Name, input.Entries, input.Accounts, input.SkippedEntries);
    }
}
