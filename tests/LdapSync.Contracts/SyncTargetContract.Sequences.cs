using LdapSync.Targets;

namespace LdapSync.Contracts;

// Whatever is asked for in whatever order: the target is the model, and every outcome is true.
public abstract partial class SyncTargetContract
{
    private int _stores;

    [Fact]
    public void Any_sequence_of_batches_is_answered_and_ends_like_the_model() => Law.Holds(Sequences, ChangeSequence.Any, async sequence =>
    {
        var store = $"{Store}-{++_stores}";
        var (target, model) = (await OpenAsync(store), new AccountModel(Target.Capabilities));
        try
        {
            foreach (var batch in sequence.For(model))
            {
                if (batch.IsByAnother)
                {
                    await CloseAsync(target);
                    target = await OpenAsync(store);
                }

                var outcomes = await TryAsync(target, [.. batch.Changes]);

                Assert.Equal(Answers(batch.Changes.Select(change => (change, batch.Applied.Contains(change)))), Answers(outcomes.Select(outcome => (outcome.Change, outcome.Status == OutcomeStatus.Applied))));
                Assert.Equal(Normal(model.Accounts.Select(Line)), await LinesAsync(target));
            }
        }
        finally
        {
            await CloseAsync(target);
        }

        static IEnumerable<string> Answers(IEnumerable<(Planning.AccountChange Change, bool IsApplied)> answers) => answers.Select(answer => $"{answer.Change}: {(answer.IsApplied ? "applied" : "failed")}");
    });
}
