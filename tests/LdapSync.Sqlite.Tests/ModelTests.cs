using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync.Sqlite;

/// <summary>Random sequences over few addresses, so that every pair of changes meets, against the obvious model.</summary>
public sealed class ModelTests : SqliteTest
{
    // Few names, some of them two spellings of one address.
    private static readonly EmailAddress[] Names = [.. new[] { "a", "A", "b", "c", "d", "e", "f", "f@bücher.example", "F@xn--bcher-kva.example" }.Select(At)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Any_sequence_of_batches_answers_and_ends_like_the_model(int seed)
    {
        var random = new Random(seed);
        var model = new AccountModel();
        var file = new SqliteFile(FilePath) { Opened = connection => Sql(connection, "PRAGMA synchronous = OFF") }; // no power fails here
        var target = new SqliteTarget(file);
        for (var round = 0; round < 40; round++)
        {
            if (random.Next(8) == 0)
            {
                target.Dispose();
                target = new SqliteTarget(file);
            }
            AccountChange[] batch = [.. Enumerable.Range(0, random.Next(1, 15)).Select(_ => Any(random))];
            if (random.Next(6) == 0) await CancelWithinAsync(target, batch, random.Next(batch.Length));

            var outcomes = await target.ApplyAsync(batch, Cancellation);

            string Sequence() => $"seed {seed}, round {round}: {string.Join("; ", batch.Select(c => c.ToString()))}";
            outcomes.Select(o => o.Change).Should().Equal(batch);
            outcomes.Select(o => o.Status == OutcomeStatus.Applied).Should().Equal(batch.Select(model.Apply), Sequence());
            outcomes.Should().OnlyContain(o => (o.Reason == null) == (o.Status == OutcomeStatus.Applied));
            (await ReadAsync(target)).Should().Equal(model.Accounts().Select(Describe).Order(StringComparer.Ordinal), Sequence());
        }
        target.Dispose();
        Sql(FilePath, "PRAGMA integrity_check").Should().Be("ok");
        Sql(FilePath, "SELECT count(*) FROM pragma_foreign_key_check").Should().Be(0L);
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 40)];

    private static AccountChange Any(Random random)
    {
        var (account, alias, kind) = (Name(), Name(), random.Next(2) == 0 ? AccountKind.Mailbox : AccountKind.DistributionList);
        return random.Next(14) switch
        {
            < 3 => AccountChange.AddAccount(account, kind, random.Next(3) == 0 ? null : $"id-{random.Next(9)}"),
            3 => AccountChange.DeleteAccount(account),
            < 7 => AccountChange.AddAlias(account, alias),
            7 => AccountChange.RemoveAlias(account, alias),
            8 => AccountChange.SetKind(account, kind),
            9 => AccountChange.SetSourceId(account, $"id-{random.Next(9)}"),
            < 12 => AccountChange.RenameAccount(account, alias, random.Next(2) == 0 ? null : $"id-{random.Next(9)}"),
            _ => AccountChange.MoveAlias(account, Name(), alias),
        };

        EmailAddress Name() => Names[random.Next(Names.Length)];
    }

    private static async Task CancelWithinAsync(SqliteTarget target, AccountChange[] batch, int at)
    {
        using var cancel = new CancellationTokenSource();
        var apply = () => target.ApplyAsync(new ActionList(batch, at, cancel.Cancel), cancel.Token);
        await apply.Should().ThrowAsync<OperationCanceledException>();
    }
}
