using LdapSync.Contracts;
using LdapSync.Targets;

namespace LdapSync.Sqlite;

/// <summary>What a file promises beyond the contract: changes of a batch may depend on each other, since they are made in the order given, and a batch that is cancelled leaves nothing behind.</summary>
public sealed class ModelTests : SqliteTest
{
    private const int BatchSize = 12;

    private int _files;

    [Fact]
    public void Any_sequence_of_batches_is_applied_in_order_whatever_was_cancelled_before() => Law.Holds(100, ChangeSequence.Any, async sequence =>
    {
        var path = Path.Combine(Folder, $"{++_files}.db");
        var file = new SqliteFile(path) { Opened = connection => Sql(connection, "PRAGMA synchronous = OFF") }; // no power fails here
        using (var target = new SqliteTarget(file))
        {
            var model = new AccountModel(target.Capabilities);
            foreach (var (number, batch) in sequence.Changes.Chunk(BatchSize).Index())
            {
                if (number % 2 == 0) await CancelWithinAsync(target, batch, at: 5 * number % batch.Length);

                var outcomes = await target.ApplyAsync(batch, Cancellation);

                outcomes.Select(o => o.Change).Should().Equal(batch);
                outcomes.Select(o => o.Status == OutcomeStatus.Applied).Should().Equal(batch.Select(model.Apply));
                (await ReadAsync(target)).Should().Equal(model.Accounts.Select(Describe).Order(StringComparer.Ordinal));
            }
        }
        Sql(path, "PRAGMA integrity_check").Should().Be("ok");
        Sql(path, "SELECT count(*) FROM pragma_foreign_key_check").Should().Be(0L);
    });

    private static async Task CancelWithinAsync(SqliteTarget target, Planning.AccountChange[] batch, int at)
    {
        using var cancel = new CancellationTokenSource();
        var apply = () => target.ApplyAsync(new ActionList(batch, at, cancel.Cancel), cancel.Token);
        await apply.Should().ThrowAsync<OperationCanceledException>();
    }
}
