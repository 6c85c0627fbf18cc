using LdapSync.Planning;
using LdapSync.Targets;
using static LdapSync.Contracts.TargetWords;

namespace LdapSync.Contracts;

/// <summary>
/// What <see cref="ISyncTarget"/> and <see cref="AccountChange"/> promise, to be kept by every target: its tests derive this class, open stores that serve example.com, and
/// declare what the promise leaves to the target. The other parts of the class are the tests; here is how they ask.
/// </summary>
public abstract partial class SyncTargetContract : IAsyncLifetime
{
    private readonly List<ISyncTarget> _opened = [];

    /// <summary>The target under test, over a store of its own that is empty at first.</summary>
    protected ISyncTarget Target { get; private set; } = null!;

    /// <summary>Whether addresses are shown as they were spelled first, rather than in some spelling of the target's own. Default: true.</summary>
    protected virtual bool KeepsSpelling => true;

    /// <summary>How many random sequences the model is compared with. Default: 300.</summary>
    protected virtual int Sequences => 300;

    /// <summary>
    /// Opens a store: an empty one under a name that is new, else what others have left there, who may have it open still. Who derives disposes the stores; the suite
    /// disposes targets.
    /// </summary>
    protected abstract Task<ISyncTarget> OpenAsync(string store);

    /// <summary>Makes an account as the service itself does when mail comes for an address that is not listed; false, the default, where no service does.</summary>
    protected virtual Task<bool> AddProvisionalAsync(string store, EmailAddress account) => Task.FromResult(false);

    public virtual async ValueTask InitializeAsync() => Target = await OpenAgainAsync();

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var target in _opened) await CloseAsync(target);
        GC.SuppressFinalize(this);
    }

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private const string Store = "contract";

    private bool Can(TargetCapabilities capability) => Target.Capabilities.HasFlag(capability);

    /// <summary>Another target over the same store, which knows nothing of what the first one has read or done.</summary>
    private async Task<ISyncTarget> OpenAgainAsync()
    {
        var target = await OpenAsync(Store);
        _opened.Add(target);
        return target;
    }

    private static async Task CloseAsync(ISyncTarget target)
    {
        if (target is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
        else (target as IDisposable)?.Dispose();
    }

    /// <summary>Applies a batch that can be applied.</summary>
    private async Task ApplyAsync(params AccountChange[] batch) => Assert.All(await TryAsync(batch), outcome => Assert.True(outcome.Status == OutcomeStatus.Applied, $"{outcome.Change}: {outcome.Reason}"));

    /// <summary>The outcomes of a batch, in its order, after a look at whether they are what every outcome has to be.</summary>
    private Task<ChangeOutcome[]> TryAsync(params AccountChange[] batch) => TryAsync(Target, batch);

    private static async Task<ChangeOutcome[]> TryAsync(ISyncTarget target, params AccountChange[] batch)
    {
        var outcomes = (await target.ApplyAsync(batch, Cancelled)).ToList();
        Assert.Equal(batch.Length, outcomes.Count);
        foreach (var outcome in outcomes)
        {
            if (outcome.Status == OutcomeStatus.Applied) Assert.Null(outcome.Reason);
            else Assert.False(string.IsNullOrWhiteSpace(outcome.Reason) || outcome.Reason.Any(char.IsControl), $"'{outcome.Reason}' is no reason for which '{outcome.Change}' was not applied");
        }
        return [.. batch.Select(Take)];

        ChangeOutcome Take(AccountChange change)
        {
            var at = outcomes.FindIndex(outcome => outcome.Change == change);
            Assert.True(at >= 0, $"nothing is said of '{change}'");
            var outcome = outcomes[at];
            outcomes.RemoveAt(at);
            return outcome;
        }
    }

    private async Task ExpectFailedAsync(params AccountChange[] batch) =>
        Assert.All(await TryAsync(batch), outcome => Assert.True(outcome.Status == OutcomeStatus.Failed, $"'{outcome.Change}' is said to be {outcome.Status}"));

    /// <summary>The target has these accounts and no others, as it says itself and as another one says that has just been opened.</summary>
    private async Task ExpectAsync(params string[] accounts)
    {
        var expected = Normal(accounts);
        Assert.Equal(expected, await LinesAsync(Target));
        Assert.Equal(expected, await LinesAsync(await OpenAgainAsync()));
    }

    private async Task<string[]> LinesAsync(ISyncTarget target) => Normal((await ReadAsync(target)).Select(Line));

    /// <summary>Every account, after a look at whether each account and each address comes once.</summary>
    private static async Task<IReadOnlyList<MailAccount>> ReadAsync(ISyncTarget target)
    {
        var accounts = await target.ReadAccountsAsync(Cancelled).ToListAsync(Cancelled);
        var twice = accounts.SelectMany(account => account.Aliases.Prepend(account.Primary)).CountBy(address => address).FirstOrDefault(address => address.Value > 1);
        Assert.True(twice.Value == 0, $"{twice.Key} comes {twice.Value} times");
        return accounts;
    }

    /// <summary>An account in a line, such as <c>team list #id: all, everybody</c>; what is not said is a mailbox, has no id, or no aliases.</summary>
    private static string Line(MailAccount account)
    {
        var kind = account.Kind switch { AccountKind.Mailbox => "", AccountKind.DistributionList => " list", var other => $" {other}" };
        var id = account.SourceId is { } sourceId ? $" #{sourceId}" : "";
        var aliases = account.Aliases.Count == 0 ? "" : $": {string.Join(", ", account.Aliases.Order().Select(Short))}";
        return $"{Short(account.Primary)}{kind}{id}{aliases}";

        static string Short(EmailAddress address) => address.ToString() is var text && text.EndsWith($"@{Domain}", StringComparison.Ordinal) ? text[..^(Domain.Length + 1)] : text;
    }

    private string[] Normal(IEnumerable<string> lines) => [.. lines.Select(line => KeepsSpelling ? line : line.ToLowerInvariant()).Order(StringComparer.Ordinal)];
}
