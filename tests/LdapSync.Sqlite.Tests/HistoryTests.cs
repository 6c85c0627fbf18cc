using LdapSync.Planning;
using LdapSync.Reporting;

namespace LdapSync.Sqlite;

public sealed class HistoryTests : SqliteTest
{
    private static readonly DateTimeOffset Noon = new(2025, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private SqliteHistory History => new(FilePath);

    [Fact]
    public async Task A_record_comes_back_as_it_was_given()
    {
        var record = new SyncRecord(new DateTimeOffset(2025, 1, 31, 13, 14, 15, TimeSpan.FromHours(2)).AddTicks(1234567), "Jürgen ✉ 'x'", true,
            "3 added; 1 deleted", "{\"zero\":\"\\u0000\",\"text\":\"line\\r\\n😀\"}");

        await History.AppendAsync(record, Cancellation);

        var back = (await ListAsync()).Should().ContainSingle().Subject;
        back.Should().Be(record, "times are equal when they are the same moment");
        back.When.Offset.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public async Task What_is_to_be_remembered_comes_back_and_replaces_what_was()
    {
        var first = new SyncMemory([new(Address("Bob@Example.com"), new(Noon.AddTicks(1), 2)), new(Address("cid@example.com"), new(Noon, 1))], [Address("ann@example.com"), Address("bob@example.com")]);
        var second = new SyncMemory([new(Address("cid@example.com"), new(Noon, 2))], [Address("bob@example.com"), Address("jürgen@example.com")]);
        (await History.RecallAsync(Cancellation)).Should().BeEquivalentTo(SyncMemory.Empty);
        File.Exists(FilePath).Should().BeFalse("recalling makes no file");

        await History.RememberAsync(first, Cancellation);
        var afterFirst = await History.RecallAsync(Cancellation);
        await History.RememberAsync(second, Cancellation);
        await History.AppendAsync(Record(Noon), Cancellation); // is another matter

        afterFirst.Absences.Should().Equal(first.Absences);
        afterFirst.Owned.Should().BeEquivalentTo(first.Owned);
        (await History.RecallAsync(Cancellation)).Absences.Should().Equal(second.Absences);
        (await History.RecallAsync(Cancellation)).Owned.Should().BeEquivalentTo(second.Owned);
    }

    [Fact]
    public async Task A_file_of_the_version_before_there_was_a_memory_remembers_nothing()
    {
        await History.AppendAsync(Record(Noon), Cancellation);
        Sql(FilePath, "DROP TABLE absence; DROP TABLE owned_account; PRAGMA user_version = 2");

        (await History.RecallAsync(Cancellation)).Absences.Should().BeEmpty();
        await History.RememberAsync(new([], [Address("ann@example.com")]), Cancellation);
        (await History.RecallAsync(Cancellation)).Owned.Should().ContainSingle();
    }

    [Theory]
    [InlineData("INSERT INTO absence VALUES ('bob@example.com', 'yesterday', 1)", "'yesterday' in 'absence' is no time")]
    [InlineData("INSERT INTO absence VALUES ('bob@example.com', '2025-01-31T12:00:00.0000000Z', 1), ('BOB@example.com', '2025-01-31T12:00:00.0000000Z', 2)", "stands twice in 'absence'")]
    [InlineData("INSERT INTO owned_account VALUES ('bob')", "'bob' in 'owned_account' is no address")]
    public async Task A_memory_that_was_changed_by_hand_is_an_error_and_not_forgotten(string edit, string found)
    {
        await History.AppendAsync(Record(Noon), Cancellation);
        Sql(FilePath, edit);

        (await FluentActions.Awaiting(() => History.RecallAsync(Cancellation)).Should().ThrowAsync<TargetException>()).WithMessage($"*{found}*");
    }

    [Fact]
    public async Task A_time_is_stored_as_utc_in_iso_8601()
    {
        await History.AppendAsync(Record(new DateTimeOffset(2025, 1, 31, 1, 30, 0, TimeSpan.FromHours(2))), Cancellation);

        Sql(FilePath, "SELECT started FROM sync_record").Should().Be("2025-01-30T23:30:00.0000000Z");
        Sql(FilePath, "SELECT datetime(started) FROM sync_record").Should().Be("2025-01-30 23:30:00", "SQLite itself understands it");
    }

    [Fact]
    public async Task Test_runs_and_real_ones_are_told_apart()
    {
        await History.AppendAsync(Record(Noon) with { IsTest = true }, Cancellation);
        await History.AppendAsync(Record(Noon), Cancellation);

        (await ListAsync()).Select(r => r.IsTest).Should().Equal(false, true);
    }

    [Fact]
    public async Task The_newest_come_first_whatever_the_order_of_storing_and_the_zone()
    {
        foreach (var hours in new[] { 3, 1, 2 })
            await History.AppendAsync(Record(Noon.AddHours(hours).ToOffset(TimeSpan.FromHours(5 * hours - 10)), $"{hours}"), Cancellation);
        await History.AppendAsync(Record(Noon.AddHours(2), "2, stored later"), Cancellation);

        (await ListAsync()).Select(r => r.Summary).Should().Equal("3", "2, stored later", "2", "1");
    }

    [Fact]
    public async Task Records_are_read_one_by_one_and_nothing_is_locked_between_two()
    {
        for (var i = 0; i < 3; i++) await History.AppendAsync(Record(Noon.AddMinutes(i), $"{i}"), Cancellation);
        var seen = new List<string>();

        await foreach (var record in History.ListAsync(Cancellation))
        {
            seen.Add(record.Summary);
            if (seen.Count == 1) Sql(FilePath, "DELETE FROM sync_record WHERE summary = '1'");
            await new SqliteHistory(new SqliteFile(FilePath, patience: 0)).AppendAsync(Record(Noon.AddHours(1), "later"), Cancellation);
        }

        seen.Should().Equal(["2", "0"], "what was deleted meanwhile is gone, and what was added is the next listing's");
    }

    [Fact]
    public async Task A_report_of_many_megabytes_is_kept_whole()
    {
        var report = new string('é', 5_000_000);

        await History.AppendAsync(Record(Noon) with { Report = report }, Cancellation);

        (await ListAsync())[0].Report.Should().Be(report);
    }

    [Fact]
    public async Task Target_and_history_share_a_file_in_either_order_and_while_the_target_is_open()
    {
        await History.AppendAsync(Record(Noon, "before"), Cancellation);
        using (var target = new SqliteTarget(FilePath))
        {
            await ApplyAllAsync(target, Add("ann"));
            await History.AppendAsync(Record(Noon, "during"), Cancellation);
            await ApplyAllAsync(target, Add("bob"));
            (await ListAsync()).Should().HaveCount(2);
        }
        await History.AppendAsync(Record(Noon, "after"), Cancellation);

        (await ReadAsync()).Should().HaveCount(2);
        (await ListAsync()).Select(r => r.Summary).Should().Equal("after", "during", "before");
        Files().Should().Equal("mail.db");
    }

    [Fact]
    public async Task Many_may_append_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => History.AppendAsync(Record(Noon, $"{i}"), Cancellation)));

        (await ListAsync()).Should().HaveCount(20);
    }

    [Fact]
    public async Task A_time_that_was_spoilt_by_hand_is_named()
    {
        await History.AppendAsync(Record(Noon), Cancellation);
        Sql(FilePath, "UPDATE sync_record SET started = 'yesterday'");

        var list = ListAsync;

        (await list.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain(FilePath).And.Contain("'yesterday'");
    }

    [Fact]
    public async Task R21_an_approval_is_used_once_even_by_many_at_once()
    {
        var approval = PlanApproval.Of("abc", [ViolationKind.Shrink], "ann", Noon);

        var uses = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => History.TryUseApprovalAsync(approval, Cancellation)));

        uses.Count(used => used).Should().Be(1);
        (await History.TryUseApprovalAsync(PlanApproval.Parse(approval.ToJson()), Cancellation)).Should().BeFalse("it is the same approval");
        (await History.TryUseApprovalAsync(PlanApproval.Of("abc", [ViolationKind.Shrink], "bob", Noon), Cancellation)).Should().BeTrue("it is another one");
        Sql(FilePath, "SELECT approval FROM used_approval WHERE approval LIKE '%ann%'").Should().Be(approval.ToJson(), "who approved what can be looked up");
    }

    [Fact]
    public async Task A_cancelled_call_stores_nothing()
    {
        var append = () => History.AppendAsync(Record(Noon), new CancellationToken(canceled: true));

        await append.Should().ThrowAsync<OperationCanceledException>();
        Files().Should().BeEmpty();
    }

    private static SyncRecord Record(DateTimeOffset when, string summary = "nothing to do") => new(when, "schedule", false, summary, "{}");

    private async Task<List<SyncRecord>> ListAsync() => await History.ListAsync(Cancellation).ToListAsync(Cancellation);

    private static EmailAddress Address(string text) => EmailAddress.Parse(text);
}
