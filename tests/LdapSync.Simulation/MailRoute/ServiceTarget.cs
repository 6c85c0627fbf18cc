using LdapSync.MailRoute.FakeServer;
using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync.MailRoute;

/// <summary>
/// MailRoute's API as the target of the simulation, over real HTTP, by a fake into which it looks after every request: whatever was done there was asked for, and whatever
/// was said to be done was done.
/// </summary>
internal sealed class ServiceTarget : SimulatedTarget
{
    private const string Domain = "example.com";

    private readonly Random _random;
    private readonly FakeMailRoute _service;
    private readonly MailRouteOptions _options;
    private readonly ImpatientClock _clock;
    private readonly string[] _domains;
    private readonly bool _namesAliases;
    private readonly HttpMessageHandler? _handler;
    private MailRouteTarget _target;
    private Faults? _faults;
    private CancellationTokenSource? _cancellation;
    private IReadOnlyList<AccountChange> _batch = [];
    private bool _isWriting;

    /// <param name="options">The settings of the sync, to which what the service serves is added.</param>
    /// <param name="random">Decides.</param>
    /// <param name="handler">What takes the target's requests; null for nothing between it and the service.</param>
    public ServiceTarget(SyncOptions options, Random random, HttpMessageHandler? handler = null)
        : base(TargetCapabilities.Rename | TargetCapabilities.ListsWithoutAliases)
    {
        (_random, _handler) = (random, handler);
        _service = FakeMailRoute.Start(new FakeMailRouteOptions
        {
            Domain = Domain,
            Seed = random.Next(),
            TakesStateOnCreate = random.Next(4) == 0,
            BulkIsAllOrNothing = random.Next(4) == 0,
            AnswersAsOfOld = random.Next(4) == 0,
            TellsCaseApart = random.Next(4) == 0,
        });
        _service.Changed = OnChanged;
        foreach (var (alias, parent) in options.DomainAliases) _service.AddDomainAlias(alias, parent);
        // The settings may leave it to the target to say what it serves, or name more.
        _domains = random.Next(3) switch { 0 => [], 1 => [Domain], _ => [Domain, "corp.example"] };
        _namesAliases = random.Next(2) == 0;
        options.Domains = [Domain];
        _options = new MailRouteOptions
        {
            BaseAddress = _service.BaseAddress,
            Login = _service.Options.Login,
            ApiKey = _service.Options.ApiKey,
            Domain = Domain,
            PageSize = random.Next(3) switch { 0 => 2, 1 => 7, _ => 1000 },
            Parallelism = random.Next(2) == 0 ? 1 : 4,
            BulkFrom = random.Next(2, 6),
        };
        _clock = new ImpatientClock(_options.RequestTimeout);
        _target = NewTarget();
    }

    public override string Name => $"MailRoute, {_options.Parallelism} at once, pages of {_options.PageSize}, bulk from {_options.BulkFrom}{Switches(_service.Options)}";

    public override bool ShufflesBatches => true;

    public override Faults AnyFaults(Random random) => random.Next(2) == 0 ? Faults.Any(random, ServiceFaults.Possible) : Faults.AnyOfTarget(random, ServiceFaults.Possible);

    public override SyncOptions SettingsFor(SyncOptions options)
    {
        var copy = options.Copy();
        copy.Domains = [.. _domains];
        if (!_namesAliases) copy.DomainAliases = [];
        return copy;
    }

    public override void Begin(Faults faults, CancellationTokenSource cancellation)
    {
        base.Begin(faults, cancellation);
        (_faults, _cancellation, _isWriting) = (faults, cancellation, false);
        if (_random.Next(4) == 0)
        {
            // Another process begins.
            _target.Dispose();
            _target = NewTarget();
        }
        TakeOverWhatWasDoneByHand();
        _service.Faults.DisturbReading(faults, _random.Next());
    }

    public override void CalmDown() => _service.Faults.Clear();

    public override Task<TargetDomains> ReadDomainsAsync(CancellationToken cancellationToken = default) => ((ISyncTarget)_target).ReadDomainsAsync(cancellationToken);

    public override IAsyncEnumerable<MailAccount> ReadAccountsAsync(CancellationToken cancellationToken = default) => _target.ReadAccountsAsync(cancellationToken);

    public override async Task<IReadOnlyList<ChangeOutcome>> ApplyAsync(IReadOnlyList<AccountChange> batch, CancellationToken cancellationToken = default)
    {
        Calls++;
        if (!_isWriting) _service.Faults.DisturbWriting(_faults!, _random, StallAsync, _cancellation!.Cancel);
        _isWriting = true;
        _batch = batch;
        var (before, faultsBefore) = (Mailboxes.Copy(), _service.Faults.Count);
        var outcomes = await _target.ApplyAsync(batch, cancellationToken);
        foreach (var outcome in outcomes) Judge(outcome, before, isUndisturbed: _service.Faults.Count == faultsBefore);
        return outcomes;
    }

    public override async ValueTask DisposeAsync()
    {
        _target.Dispose();
        await _service.DisposeAsync();
        await base.DisposeAsync();
    }

    private static string Switches(FakeMailRouteOptions service) => string.Concat(new[]
    {
        (service.TakesStateOnCreate, ", state on create"), (service.BulkIsAllOrNothing, ", bulk all or nothing"), (service.AnswersAsOfOld, ", answers as of old"), (service.TellsCaseApart, ", tells case apart"),
    }.Where(which => which.Item1).Select(which => which.Item2));

    private MailRouteTarget NewTarget() => new(_options, handler: _handler) { Clock = _clock };

    private Task StallAsync()
    {
        _clock.TimeOut();
        return Task.Delay(Timeout.Infinite);
    }

    /// <summary>What is said has to be so; where nothing was disturbed, what is not said too.</summary>
    private void Judge(ChangeOutcome outcome, Mailboxes before, bool isUndisturbed)
    {
        var (isApplied, isMade) = (outcome.Status == OutcomeStatus.Applied, Steps.IsMade(outcome.Change, before, Mailboxes));
        if (isApplied)
        {
            SaidToBeApplied.Add(outcome.Change);
            Watch?.Note(outcome.Change);
        }
        if (isApplied ? !isMade : isMade && isUndisturbed && !Steps.IsMade(outcome.Change, before, before)) Watch?.Break(Rule.TrueReport, $"'{outcome.Change}' is said to be {outcome.Status} {outcome.Reason}, and is {(isMade ? "" : "not ")}made");
    }

    private void OnChanged()
    {
        var before = Mailboxes.Copy();
        Mailboxes.Become(Listed());
        foreach (var step in Steps.Between(before, Mailboxes))
        {
            if (_batch.FirstOrDefault(change => Steps.IsWhatIsAskedFor(step, change)) is { } change)
            {
                if (!Done.Contains(change)) Done.Add(change);
                Watch?.Note(change);
            }
            else if (!_batch.Any(change => Steps.IsOnTheWay(step, change))) Watch?.Break(Rule.OneOwner, $"'{step}' was done, and nobody asked for it in '{string.Join("; ", _batch)}'");
        }
        // An alias that becomes its account's name is nobody's for a moment: the service cannot do it in one step.
        Watch?.Look("a request", _batch.Where(change => change.Kind == ChangeKind.RenameAccount).Select(change => Mailboxes.Key(change.Address)));
    }

    private IEnumerable<Mailbox> Listed() => _service.Accounts.Select(account => new Mailbox(account.Id)
    {
        Primary = account.Address.ToLowerInvariant(),
        Kind = account.State switch { AccountState.DistributionList => AccountKind.DistributionList, AccountState.Provisional => AccountKind.Provisional, _ => AccountKind.Mailbox },
        Aliases = new(account.Aliases.Select(alias => alias.ToLowerInvariant()), StringComparer.Ordinal),
    });

    private void TakeOverWhatWasDoneByHand()
    {
        var there = Mailboxes.All.ToDictionary(mailbox => mailbox.Number);
        foreach (var account in Listed().ToArray())
        {
            if (!there.Remove(account.Number, out var mailbox)) _service.Remove(account.Primary);
            else foreach (var alias in account.Aliases.Except(mailbox.Aliases)) _service.Remove(alias);
        }
        foreach (var mailbox in there.Values.Where(mailbox => IsServed(mailbox.Primary)))
        {
            // As the service has it: lists without aliases.
            var aliases = mailbox.Kind == AccountKind.DistributionList ? [] : mailbox.Aliases.Where(IsServed).Select(alias => alias.Split('@')[0]);
            var state = mailbox.Kind switch { AccountKind.DistributionList => AccountState.DistributionList, AccountKind.Provisional => AccountState.Provisional, _ => AccountState.Standard };
            _service.AddAccount(mailbox.Primary, state, aliases);
        }
        Mailboxes.Become(Listed());
    }

    private static bool IsServed(string address) => address.EndsWith($"@{Domain}", StringComparison.Ordinal);
}
