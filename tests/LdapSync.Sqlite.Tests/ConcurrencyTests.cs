using LdapSync.Targets;

namespace LdapSync.Sqlite;

/// <summary>Several users of one file.</summary>
public sealed class ConcurrencyTests : SqliteTest
{
    [Fact]
    public async Task A_file_that_stays_locked_is_given_up_with_a_clear_error_and_nothing_is_written()
    {
        await ApplyAsync(Add("ann"));
        using (var other = Connect(FilePath))
        {
            Sql(other, "BEGIN IMMEDIATE");
            using var target = new SqliteTarget(new SqliteFile(FilePath, patience: 1));
            var apply = () => target.ApplyAsync([Add("bob")], Cancellation);

            (await apply.Should().ThrowAsync<TargetException>()).Which.Message.Should()
                .Contain(FilePath).And.Contain("another process holds it locked").And.Contain("then run again");
            (await ReadAsync(target)).Should().Equal("ann@example.com mailbox:  ()");

            Sql(other, "ROLLBACK");
            await ApplyAllAsync(target, Add("bob"));
        }
        (await ReadAsync()).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_file_that_is_locked_against_reading_too_is_not_taken_for_an_empty_one()
    {
        await ApplyAsync(Add("ann"));
        using var other = Connect(FilePath);
        Sql(other, "BEGIN EXCLUSIVE");
        using var target = new SqliteTarget(new SqliteFile(FilePath, patience: 1));
        var read = () => ReadAsync(target);

        (await read.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain("locked");
    }

    [Fact]
    public async Task Two_targets_on_one_file_take_turns()
    {
        using (SqliteTarget one = new(FilePath), two = new(FilePath))
        {
            await Task.WhenAll(
                FillAsync(one, "one"),
                FillAsync(two, "two"));
        }
        (await ReadAsync()).Should().HaveCount(1000);
        Files().Should().Equal("mail.db");

        static Task FillAsync(SqliteTarget target, string name) => Task.Run(async () =>
        {
            foreach (var batch in Enumerable.Range(0, 500).Chunk(25)) await ApplyAllAsync(target, [.. batch.Select(i => Add($"{name}{i}"))]);
        });
    }

    [Fact]
    public async Task Of_two_that_claim_one_address_at_once_exactly_one_gets_it()
    {
        await ApplyAsync(Add("ann"), Add("bob"));
        using SqliteTarget one = new(FilePath), two = new(FilePath);

        var outcomes = await Task.WhenAll(one.ApplyAsync([AddAlias("ann", "info")], Cancellation), two.ApplyAsync([AddAlias("bob", "info")], Cancellation));

        outcomes.SelectMany(o => o).Should().ContainSingle(o => o.Status == OutcomeStatus.Applied).And.ContainSingle(o => o.Status == OutcomeStatus.Failed);
        (await ReadAsync(one)).Should().ContainSingle(line => line.Contains("info@"));
    }

    [Fact]
    public async Task One_target_may_be_used_from_several_threads()
    {
        using var target = new SqliteTarget(FilePath);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => ApplyAllAsync(target, [.. Enumerable.Range(0, 20).Select(j => Add($"u{i}.{j}"))])));

        (await ReadAsync(target)).Should().HaveCount(400);
    }

    [Fact]
    public async Task Others_see_whole_batches_while_a_batch_is_written()
    {
        using var target = new SqliteTarget(FilePath);
        await ApplyAllAsync(target, Load(100));
        object? seen = null;

        await target.ApplyAsync(new ActionList(Load(200), 799, () => seen = Sql(FilePath, "SELECT count(*) FROM address")), Cancellation);

        seen.Should().Be(400L);
        Sql(FilePath, "SELECT count(*) FROM address").Should().Be(800L);
    }

    [Fact]
    public async Task A_read_shows_the_file_at_one_moment_whatever_is_written_meanwhile()
    {
        using var target = new SqliteTarget(FilePath);
        await ApplyAllAsync(target, Load(3000, aliases: 0));
        var seen = 0;
        await foreach (var account in target.ReadAccountsAsync(Cancellation))
        {
            if (seen++ == 0) await ApplyAllAsync(target, Delete("user002999"), Add("new"), AddAlias("user002998", "x"));
            account.Aliases.Should().BeEmpty();
        }

        seen.Should().Be(3000);
        (await ReadAsync(target)).Should().HaveCount(3000).And.Contain("new@example.com mailbox:  ()");
    }

    [Fact]
    public async Task A_target_that_is_disposed_while_another_reads_leaves_the_clearing_up_to_the_reader()
    {
        var target = new SqliteTarget(FilePath);
        await ApplyAllAsync(target, Load(3000, aliases: 0));
        var seen = 0;
        await foreach (var account in new SqliteTarget(FilePath).ReadAccountsAsync(Cancellation))
        {
            if (seen++ == 0) target.Dispose();
        }

        seen.Should().Be(3000);
        Files().Should().Equal("mail.db");
        (await ReadAsync()).Should().HaveCount(3000);
    }

    [Fact]
    public async Task A_disposed_target_writes_no_more_and_can_be_disposed_again()
    {
        var target = new SqliteTarget(FilePath);
        target.Dispose();
        target.Dispose();
        var apply = () => target.ApplyAsync([Add("ann")], Cancellation);

        await apply.Should().ThrowAsync<ObjectDisposedException>();
        Files().Should().BeEmpty();
    }
}
