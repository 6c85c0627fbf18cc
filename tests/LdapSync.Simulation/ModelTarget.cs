using System.Runtime.CompilerServices;
using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync;

/// <summary>
/// The target of the simulation: it does what it is told unless a fault keeps it from that, a batch in any order, and shows every step to whoever watches.
/// </summary>
internal sealed class ModelTarget(TargetCapabilities capabilities, Random random) : SimulatedTarget(capabilities)
{
    /// <summary>Some targets list an account's own address among its aliases, and some shout.</summary>
    private readonly bool _listsOwnAddress = random.Next(4) == 0;
    private readonly bool _shouts = random.Next(4) == 0;
    private Faults? _faults;
    private CancellationTokenSource? _cancellation;
    private bool _isDown;

    /// <summary>A model that can do this and that.</summary>
    public static SimulatedTarget Any(SyncOptions options, Random random) => new ModelTarget((TargetCapabilities)random.Next(16), random);

    public override string Name => $"model{(ShufflesBatches ? ", batches in any order" : "")}{(_listsOwnAddress ? ", own address listed" : "")}{(_shouts ? ", in capitals" : "")}";

    public override bool ShufflesBatches { get; } = random.Next(2) == 0;

    public override Faults AnyFaults(Random random) => Faults.Any(random, Faults.OfModel);

    public override void Begin(Faults faults, CancellationTokenSource cancellation)
    {
        base.Begin(faults, cancellation);
        (_faults, _cancellation, _isDown) = (faults, cancellation, false);
    }

    public override async IAsyncEnumerable<MailAccount> ReadAccountsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        ThrowIfDown();
        var mailboxes = Mailboxes.All.ToArray();
        random.Shuffle(mailboxes);
        foreach (var (index, mailbox) in mailboxes.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_faults?.Target == TargetFault.Unreadable && index >= _faults.After) break;
            var aliases = (_listsOwnAddress ? mailbox.Addresses : mailbox.Aliases).Select(Spell).ToArray();
            random.Shuffle(aliases);
            yield return new MailAccount(Spell(mailbox.Primary), mailbox.Kind, aliases) { SourceId = mailbox.SourceId };
        }
        if (_faults?.Target == TargetFault.Unreadable) throw new TargetException("The model cannot be read.");
    }

    public override async Task<IReadOnlyList<ChangeOutcome>> ApplyAsync(IReadOnlyList<AccountChange> batch, CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        ThrowIfDown();
        Calls++;
        var order = batch.ToArray();
        if (ShufflesBatches) random.Shuffle(order);
        if (_faults?.Target == TargetFault.FailsBeforeBatch && Done.Count >= _faults.After) GoDown();
        var outcomes = order.Select(change => Apply(change, cancellationToken)).OfType<ChangeOutcome>().ToList();
        if (_faults?.Target == TargetFault.FailsAfterBatch && Done.Count >= _faults.After) GoDown();
        SaidToBeApplied.AddRange(outcomes.Where(outcome => outcome.Status == OutcomeStatus.Applied).Select(outcome => outcome.Change));
        return outcomes;
    }

    private ChangeOutcome? Apply(AccountChange change, CancellationToken cancellationToken)
    {
        if (Done.Count == _faults?.After)
        {
            if (_faults.Target == TargetFault.Crashes) GoDown();
            if (_faults.Target is TargetFault.CancelledAtOnce or TargetFault.CancelledBetweenBatches) _cancellation?.Cancel();
            if (_faults.Target == TargetFault.CancelledAtOnce) cancellationToken.ThrowIfCancellationRequested();
        }
        var (isDone, isApplied) = _faults?.Answer(change) ?? (true, true);
        if (isDone)
        {
            if (Mailboxes.Apply(change) is { } flaw)
            {
                Watch?.Break(Rule.OneOwner, $"'{change}' is not possible when its turn comes: {flaw}");
                return ChangeOutcome.Failed(change, flaw);
            }
            Done.Add(change);
            Watch?.After(change);
        }
        return isApplied switch { true => ChangeOutcome.Applied(change), false => ChangeOutcome.Failed(change, "The model refuses it."), null => null };
    }

    private EmailAddress Spell(string address) => EmailAddress.Parse(_shouts ? address.ToUpperInvariant() : address);

    private void GoDown()
    {
        _isDown = true;
        ThrowIfDown();
    }

    // Half of the targets say what they promised to say, the other half anything.
    private void ThrowIfDown()
    {
        if (_isDown) throw _faults!.After % 2 == 0 ? new TargetException("The model is down.") : new InvalidOperationException("The model is down.");
    }
}
