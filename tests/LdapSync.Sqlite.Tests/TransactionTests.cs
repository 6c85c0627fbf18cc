using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync.Sqlite;

/// <summary>A batch is in the file whole or not at all.</summary>
public sealed class TransactionTests : SqliteTest
{
    [Fact]
    public async Task A_batch_of_a_thousand_changes_is_applied_with_an_outcome_each()
    {
        var outcomes = await ApplyAsync(Load(250));

        outcomes.Should().HaveCount(1000).And.OnlyContain(o => o.Status == OutcomeStatus.Applied);
        (await ReadAsync()).Should().HaveCount(250).And.OnlyContain(line => line.Split(',').Length == 3);
    }

    [Fact]
    public async Task A_change_that_fails_does_not_spoil_the_others_of_its_batch()
    {
        await ApplyAsync(Add("owner"), AddAlias("owner", "taken"));
        AccountChange[] batch = [.. Enumerable.Range(0, 1000).Select(i => i % 10 == 3 ? Add("taken") : Add($"u{i}"))];

        var outcomes = await ApplyAsync(batch);

        outcomes.Count(o => o.Status == OutcomeStatus.Failed).Should().Be(100);
        (await ReadAsync()).Should().HaveCount(901);
    }

    [Fact]
    public async Task A_cancelled_batch_is_rolled_back_and_the_target_goes_on()
    {
        using var target = new SqliteTarget(FilePath);
        await ApplyAllAsync(target, Load(10));
        var before = await ReadAsync(target);
        foreach (var at in new[] { 0, 1, 500, 999 })
        {
            using var cancel = new CancellationTokenSource();
            AccountChange[] changes = [.. Enumerable.Range(0, 1000).Select(i => Add($"new{i}"))];
            var apply = () => target.ApplyAsync(new ActionList(changes, at, cancel.Cancel), cancel.Token);

            await apply.Should().ThrowAsync<OperationCanceledException>();
            (await ReadAsync(target)).Should().Equal(before);
        }
        await ApplyAllAsync(target, Add("after"));
        (await ReadAsync(target)).Should().HaveCount(11);
    }

    [Fact]
    public async Task A_cancelled_read_ends_with_that_and_not_early()
    {
        await ApplyAsync(Load(2500, aliases: 0));
        using var target = new SqliteTarget(FilePath);
        using var cancel = new CancellationTokenSource();
        var read = async () =>
        {
            var count = 0;
            await foreach (var account in target.ReadAccountsAsync(cancel.Token))
            {
                if (++count == 1500) await cancel.CancelAsync();
            }
        };

        await read.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_batch_whose_caller_throws_is_rolled_back()
    {
        using var target = new SqliteTarget(FilePath);
        await ApplyAllAsync(target, Add("ann"));
        var apply = () => target.ApplyAsync(new ActionList([Add("bob"), Add("eve")], 1, () => throw new InvalidTimeZoneException()), Cancellation);

        await apply.Should().ThrowAsync<InvalidTimeZoneException>();

        await ApplyAllAsync(target, Add("zoe"));
        (await ReadAsync(target)).Should().Equal("ann@example.com mailbox:  ()", "zoe@example.com mailbox:  ()");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(999)]
    public async Task A_process_killed_within_a_batch_leaves_the_whole_batches_before_it(int at)
    {
        var batches = Load(750).Chunk(1000).ToArray();
        var crashed = Path.Combine(Folder, "crashed.db");
        using (var target = new SqliteTarget(FilePath))
        {
            foreach (var batch in batches[..2]) await ApplyAllAsync(target, batch);
            // What the disk holds at this moment is what a killed process leaves behind.
            await target.ApplyAsync(new ActionList(batches[2], at, CopyAsIs), Cancellation);
        }

        var left = await ReadAsync(crashed);
        left.Sum(line => line.Count(c => c == '@')).Should().Be(2000, "750 accounts and 1250 aliases are the first two batches");
        Sql(crashed, "PRAGMA integrity_check").Should().Be("ok");

        using (var resumed = new SqliteTarget(crashed)) await ApplyAllAsync(resumed, [.. batches.SelectMany(b => b)]);
        (await ReadAsync(crashed)).Should().Equal(await ReadAsync());
        Files().Should().Equal("crashed.db", "mail.db");

        void CopyAsIs()
        {
            Files().Should().Contain("mail.db-wal");
            foreach (var suffix in new[] { "", "-wal" }) CopyShared(FilePath + suffix, crashed + suffix);
        }
    }

    [Fact]
    public async Task A_process_killed_between_two_batches_leaves_both_in_the_log()
    {
        using var target = new SqliteTarget(FilePath);
        await ApplyAllAsync(target, Load(10));
        var crashed = Path.Combine(Folder, "crashed.db");
        foreach (var suffix in new[] { "", "-wal" }) CopyShared(FilePath + suffix, crashed + suffix);

        (await ReadAsync(crashed)).Should().Equal(await ReadAsync(target));
    }

    private static void CopyShared(string from, string to)
    {
        // Closing it drops SQLite's locks on the file in this process (POSIX), which no one here contends for.
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var target = File.Create(to);
        source.CopyTo(target);
    }
}
