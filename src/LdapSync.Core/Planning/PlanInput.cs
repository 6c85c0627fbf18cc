using LdapSync.Directories;
using LdapSync.Mapping;
using LdapSync.Planning.Unchanged;

namespace LdapSync.Planning;

/// <summary>
/// What a plan is made from, gathered while both sides are read: first the target, then the directory. Of accounts that stand as they shall be, as nearly all do,
/// only octets are kept (<see cref="UnchangedAccounts"/>). For one thread.
/// </summary>
internal sealed class PlanInput
{
    private readonly EntryMapper _mapper;
    private readonly UnchangedAccounts? _unchanged;
    private readonly List<MailAccount> _existing = [];
    private MappedDirectory? _directory;
    private int _paired;

    /// <param name="options">The settings.</param>
    /// <param name="capabilities">What the target can do.</param>
    public PlanInput(SyncOptions options, TargetCapabilities capabilities)
    {
        _mapper = new EntryMapper(options);
        Domains = new ServedDomains(options.Domains, options.DomainAliases);
        Exclusions = new ExclusionRules(options.Exclusions);
        // Where a sync owns what it has found an entry for, every account has something to tell.
        if (options.Owns != Ownership.Everything) return;
        var plain = new PlainAddress(new PlainDomains(Domains), Exclusions);
        _unchanged = new UnchangedAccounts(_mapper, plain, capabilities.HasFlag(TargetCapabilities.SourceIds));
    }

    /// <summary>The domains that are served.</summary>
    public ServedDomains Domains { get; }

    /// <summary>Which addresses are left alone.</summary>
    public ExclusionRules Exclusions { get; }

    /// <summary>What was found to stand as it shall be; null where nothing is left out.</summary>
    public UnchangedAccounts? Unchanged => _unchanged;

    /// <summary>How many entries there are so far.</summary>
    public int Entries => _directory?.Entries ?? 0;

    /// <summary>How many of them ask for an account.</summary>
    public int Accounts => (_directory?.Accounts.Count ?? 0) + _paired;

    /// <summary>How many of them have no usable address.</summary>
    public int SkippedEntries => _directory?.SkippedEntries.Count ?? 0;

    /// <summary>What the read of the directory can show for its completeness.</summary>
    public ReadEvidence? Evidence { get; set; }

    /// <summary>Adds an account of the target.</summary>
    public void Add(MailAccount account)
    {
        if (_directory is not null) throw new InvalidOperationException("The target comes first.");
        if (_unchanged is null) _existing.Add(account);
        else _unchanged.Add(account);
    }

    /// <summary>Begins with the directory, or anew.</summary>
    public void BeginDirectory()
    {
        (_directory, _paired) = (new MappedDirectory(), 0);
        _unchanged?.BeginDirectory();
    }

    /// <summary>Adds an entry.</summary>
    public void Add(LdapEntry entry)
    {
        if (_directory is null) BeginDirectory();
        if (_unchanged?.TryTake(entry) == true)
        {
            _directory!.AddUnchanged(_unchanged.NonMailValues);
            _paired++;
        }
        else
        {
            _directory!.Add(_mapper.Map(entry));
        }
    }

    /// <summary>What has to be planned, and what stands as it shall be.</summary>
    public (MappedDirectory Directory, IReadOnlyCollection<MailAccount> Existing, UnchangedAccounts? Unchanged) Finish()
    {
        if (_directory is null) BeginDirectory();
        _directory!.Evidence = Evidence;
        return (_directory, _unchanged?.Settle(_directory, Domains) ?? _existing, _unchanged);
    }
}
