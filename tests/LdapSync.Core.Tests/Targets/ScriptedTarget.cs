using LdapSync.Planning;

namespace LdapSync.Targets;

/// <summary>A target that answers as a test says, and remembers what it was asked.</summary>
internal sealed class ScriptedTarget : ISyncTarget
{
    public string Name => "scripted";

    public List<IReadOnlyList<AccountChange>> Batches { get; } = [];

    public Func<IReadOnlyList<AccountChange>, IReadOnlyList<ChangeOutcome>> Answer { get; init; } = batch => [.. batch.Select(ChangeOutcome.Applied)];

    public static ScriptedTarget Refusing(EmailAddress address) => new()
    {
        Answer = batch => [.. batch.Select(change => change.Address == address ? ChangeOutcome.Failed(change, "No.") : ChangeOutcome.Applied(change))],
    };

    public async IAsyncEnumerable<MailAccount> ReadAccountsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        yield break;
    }

    public Task<IReadOnlyList<ChangeOutcome>> ApplyAsync(IReadOnlyList<AccountChange> batch, CancellationToken cancellationToken = default)
    {
        Batches.Add(batch);
        return Task.FromResult(Answer(batch));
    }
}
