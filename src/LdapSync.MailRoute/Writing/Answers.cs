using LdapSync.MailRoute.Http;
using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync.MailRoute.Writing;

/// <summary>The outcomes of a batch while its changes are made. Several threads may set those of different changes.</summary>
internal sealed class Answers(IReadOnlyList<AccountChange> changes, ApiClient client, CancellationToken stop)
{
    private readonly ChangeOutcome?[] _outcomes = new ChangeOutcome?[changes.Count];

    /// <summary>One for each change, in the order of the batch.</summary>
    public IReadOnlyList<ChangeOutcome> Outcomes => Array.ConvertAll(_outcomes, outcome => outcome ?? throw new InvalidOperationException("A change was passed over."));

    /// <summary>Whether a change has no outcome yet.</summary>
    public bool IsOpen(int position) => _outcomes[position] is null;

    /// <summary>Whether a change may begin; one that may not is withheld.</summary>
    public bool MayBegin(int position)
    {
        var reason = stop.IsCancellationRequested ? "The sync was cancelled before it." : client.Circuit.Reason;
        if (reason is not null) _outcomes[position] = ChangeOutcome.Withheld(changes[position], reason);
        return reason is null;
    }

    public void Set(int position, WriteResult result) =>
        _outcomes[position] = result.Reason is { } reason ? ChangeOutcome.Failed(changes[position], reason) : ChangeOutcome.Applied(changes[position]);

    /// <summary>Makes a change, unless it may not begin.</summary>
    public async Task RunAsync(int position, Func<AccountChange, Task<WriteResult>> change)
    {
        if (!MayBegin(position)) return;
        await RunAsync([position], async () => Set(position, await change(changes[position]).ConfigureAwait(false))).ConfigureAwait(false);
    }

    /// <summary>Makes changes that have begun; whatever goes wrong is the outcome of those that have none by then.</summary>
    public async Task RunAsync(IReadOnlyList<int> positions, Func<Task> make)
    {
        try
        {
            await make().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var failed = WriteResult.Failed(exception switch
            {
                RequestException => $"{client.Host}: {exception.Message}.",
                TargetException => exception.Message,
                // What an exception that nobody documents says may hold a secret.
                _ => $"It failed with {exception.GetType().Name}; the next sync will see what became of it.",
            });
            foreach (var position in positions)
            {
                if (_outcomes[position] is null) Set(position, failed);
            }
        }
    }
}
