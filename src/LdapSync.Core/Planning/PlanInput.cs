using LdapSync.Directories;
using LdapSync.Mapping;
using LdapSync.Planning.Pairs;

namespace LdapSync.Planning;

/// <summary>
/// What a plan is made from, gathered while both sides are read: first the target, then the directory. Of accounts that stand as they shall be, as nearly all do,
/// only octets are kept (<see cref="AccountPairs"/>). For one thread.
/// </summary>
internal sealed class PlanInput : IDisposable
{
    private readonly EntryMapper _mapper;
    private readonly AccountPairs? _pairs;
    private readonly List<MailAccount> _existing = [];
    private readonly LdapEntry[] _batch = new LdapEntry[AccountPairs.UsefulBatch];
    private Action<ExclusionRules>? _giveBack;
    private MappedDirectory? _directory;
    private int _batched;
    private int _paired;

    /// <param name="options">The settings, as they count for the target.</param>
    /// <param name="capabilities">What the target can do.</param>
    /// <param name="exclusions">Those of the settings, made ready before; default: they are made ready now.</param>
    /// <param name="giveBack">Gets them back for the next plan.</param>
    /// <param name="hasher">Hashes addresses; default: that of the process.</param>
    /// <param name="makeSpool">Where entries of pairs are kept; default: memory, and a temporary file beyond the usual limit.</param>
    public PlanInput(
        SyncOptions options,
        TargetCapabilities capabilities,
        ExclusionRules? exclusions = null,
        Action<ExclusionRules>? giveBack = null,
        AddressHasher? hasher = null,
        Func<Spool>? makeSpool = null)
    {
        Options = options;
        _mapper = new EntryMapper(options);
        Domains = new ServedDomains(options.Domains, options.DomainAliases);
        Exclusions = exclusions ?? new ExclusionRules(options.Exclusions, hasher);
        _giveBack = giveBack;
        // Where a sync owns what it has found an entry for, every account has something to tell.
        if (options.Owns != Ownership.Everything) return;
        _pairs = new AccountPairs(_mapper, Domains, Exclusions, capabilities, hasher, makeSpool);
    }

    public SyncOptions Options { get; }

    /// <summary>The domains that are served.</summary>
    public ServedDomains Domains { get; }

    /// <summary>Which addresses are left alone.</summary>
    public ExclusionRules Exclusions { get; }

    /// <summary>How many entries there are so far.</summary>
    public int Entries => (_directory?.Entries ?? 0) + _batched;

    /// <summary>How many of them ask for an account, once all are there.</summary>
    public int Accounts => (_directory?.Accounts.Count ?? 0) + _paired;

    /// <summary>How many of them have no usable address, once all are there.</summary>
    public int SkippedEntries => _directory?.SkippedEntries.Count ?? 0;

    /// <summary>What the read of the directory can show for its completeness.</summary>
    public ReadEvidence? Evidence { get; set; }

    /// <summary>Adds an account of the target.</summary>
    public void Add(MailAccount account)
    {
        if (_directory is not null) throw new InvalidOperationException("The target comes first.");
        if (_pairs is null) _existing.Add(account);
        else _pairs.Add(account);
    }

    /// <summary>Begins with the directory, or anew.</summary>
    public void BeginDirectory()
    {
        (_directory, _paired, _batched) = (new MappedDirectory(), 0, 0);
        _pairs?.BeginDirectory();
    }

    /// <summary>Adds an entry.</summary>
    public void Add(LdapEntry entry)
    {
        if (_directory is null) BeginDirectory();
        _batch[_batched++] = entry;
        if (_batched == _batch.Length) TakeBatch();
    }

    /// <summary>To be called once all entries are there.</summary>
    public void EndDirectory()
    {
        if (_directory is null) BeginDirectory();
        TakeBatch();
    }

    /// <summary>What has to be planned by the rules, and the pairs that need not; null where there are none.</summary>
    public (MappedDirectory Directory, IReadOnlyCollection<MailAccount> Existing, SettledPairs? Pairs) Finish()
    {
        EndDirectory();
        _directory!.Evidence = Evidence;
        return _pairs?.Settle(_directory, Domains) is var (existing, pairs) ? (_directory, existing, pairs) : (_directory, _existing, null);
    }

    /// <summary>Gives the exclusions back, and memory and file of what no plan was made of. Nothing more may be added or planned.</summary>
    public void Dispose()
    {
        // Once only: rules that two plans have would be asked by two threads.
        Interlocked.Exchange(ref _giveBack, null)?.Invoke(Exclusions);
        _pairs?.Dispose();
    }

    private void TakeBatch()
    {
        if (_batched == 0) return;
        var batch = _batch.AsSpan(0, _batched);
        _pairs?.Expect(batch);
        for (var i = 0; i < batch.Length; i++)
        {
            var nonMailValues = 0;
            if (_pairs?.TryTake(batch[i], i, out nonMailValues) == true)
            {
                _directory!.AddPair(nonMailValues);
                _paired++;
            }
            else
            {
                _directory!.Add(_mapper.Map(batch[i]));
            }
        }
        batch.Clear();
        _batched = 0;
    }
}
