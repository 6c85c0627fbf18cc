using LdapSync.Directories;
using LdapSync.Directories.Snapshots;
using Microsoft.Extensions.Logging;

namespace LdapSync.Sqlite;

/// <summary>A recording in a file, under everything that happens to files: never fewer entries than true, and never a sync that it stops.</summary>
public sealed class SnapshotTests : SqliteTest
{
    private readonly ChangingDirectory _directory = new();
    private readonly LogLines _log = [];
    private Guid _ann;

    [Fact]
    public async Task R1_after_any_sequence_of_edits_and_reads_an_incremental_read_is_a_full_read()
    {
        var random = new Random(20_261_123);
        var increments = 0;
        for (var life = 0; life < 40; life++)
        {
            var path = Path.Combine(Folder, $"{life}.db");
            var scenario = new SnapshotScenario(Open(path, "PRAGMA synchronous = OFF")); // no power fails here
            await scenario.LiveAsync([.. Enumerable.Range(0, 60).Select(_ => random.Next(SnapshotScenario.MostStep))]);
            increments += scenario.Increments;
            File.Delete(path);
        }
        increments.Should().BeGreaterThan(100, "a law about incremental reads is to be tried on some");
    }

    [Fact]
    public async Task A_file_that_is_new_is_for_its_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        await FillAsync(10);
        await using (await new SqliteSnapshot(FilePath).BeginAsync(Cancellation))
        {
            foreach (var file in Directory.GetFiles(Folder))
            {
                if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
            }
        }
        Files().Should().Equal("mail.db");
    }

    [Fact]
    public async Task Values_of_any_octets_and_order_come_back_as_they_were()
    {
        await using (var transaction = await new SqliteSnapshot(FilePath).BeginAsync(Cancellation))
        {
            transaction.Header.Should().BeNull();
            await transaction.PutAsync([new(7, new byte[] { 0, 255, 0 }), new(3, default), new(-1, new byte[5000].AsMemory(10, 4))], Cancellation);
            await transaction.PutAsync([new(7, new byte[] { 9 })], Cancellation);
            await transaction.CommitAsync("a 'header' \0 é", Cancellation);
        }

        await using var again = await new SqliteSnapshot(FilePath).BeginAsync(Cancellation);
        again.Header.Should().Be("a 'header' \0 é");
        (await again.ReadAsync(Cancellation).ToListAsync(Cancellation)).Select(row => $"{row.Number} {Convert.ToHexString(row.Octets.Span)}").Should().Equal("-1 00000000", "3 ", "7 09");
    }

    [Fact]
    public async Task R1_a_process_that_is_killed_at_any_moment_leaves_the_recording_before()
    {
        await FillAsync(3000);
        var snapshot = Open(FilePath, "PRAGMA cache_size = 10"); // so that much of it is in the file before it is committed
        var image = Path.Combine(Folder, "image.db");
        var source = Source(snapshot);
        for (var i = 0; i < 200; i++) _directory.SetMail(_directory.Ids[i], $"new{i}@example.com");
        var spilled = false;
        var count = 0;
        await foreach (var _ in source.ReadAsync(ChangingDirectory.Query with { MustBeComplete = true }, Cancellation))
        {
            if (++count % 500 != 0) continue;
            // What a killed process leaves is what is there at this moment.
            File.Copy(FilePath, image, overwrite: true);
            File.Delete(image + "-journal");
            if (File.Exists(FilePath + "-journal")) File.Copy(FilePath + "-journal", image + "-journal");
            spilled |= File.Exists(image + "-journal") && new FileInfo(image + "-journal").Length > 4096;
            var completeReads = _directory.CompleteReads;
            await ShouldReadAllAsync(Source(new SqliteSnapshot(image)));
            _directory.CompleteReads.Should().Be(completeReads, "the recording before is valid");
        }
        spilled.Should().BeTrue("something was to be rolled back");
    }

    [Fact]
    public async Task R1_a_file_that_is_cut_anywhere_loses_nobody_and_stops_nobody()
    {
        await FillAsync(300);
        var bytes = await File.ReadAllBytesAsync(FilePath, Cancellation);
        for (var length = 0; length < bytes.Length; length += 3001)
        {
            await File.WriteAllBytesAsync(FilePath, bytes[..length], Cancellation);
            await ShouldReadAllAsync(Source());
            await ShouldReadAllAsync(Source());
        }
    }

    [Theory]
    [InlineData("DELETE FROM entry WHERE number = 2")]
    [InlineData("DELETE FROM entry")]
    [InlineData("UPDATE entry SET octets = x'00' WHERE number = 2")]
    [InlineData("UPDATE entry SET octets = zeroblob(1000000) WHERE number = 2")]
    [InlineData("UPDATE entry SET number = 99 WHERE number = 1")]
    [InlineData("INSERT INTO entry SELECT 99, octets FROM entry WHERE number = 1")]
    [InlineData("UPDATE header SET text = ''")]
    [InlineData("UPDATE header SET text = replace(text, '\"Encoding\":1', '\"Encoding\":2')")]
    [InlineData("DELETE FROM header")]
    [InlineData("DROP TABLE entry")]
    [InlineData("DROP TABLE header")]
    [InlineData("ALTER TABLE entry RENAME octets TO other")]
    [InlineData("PRAGMA user_version = 1000")]
    [InlineData("PRAGMA application_id = 1")]
    [InlineData("CREATE TRIGGER t BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'no'); END")]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry WHERE number = 2; END")]
    public async Task R1_a_file_that_was_altered_loses_nobody_and_stops_nobody(string sql)
    {
        await FillAsync(5);
        Sql(FilePath, sql);

        for (var i = 0; i < 3; i++)
        {
            _directory.SetMail(_ann, $"ann{i}@example.com");
            await ShouldReadAllAsync(Source(), isBrokenOnce: true);
        }
    }

    [Theory]
    [InlineData("PRAGMA max_page_count = 4", "the disk is full")]
    [InlineData("PRAGMA query_only = ON", "read-only")]
    public async Task A_file_that_cannot_be_written_is_read_past_with_a_warning(string pragma, string found)
    {
        await FillAsync(2000);
        for (var i = 0; i < 1500; i++) _directory.Add($"cn=more{i},dc=example", $"more{i}@example.com");
        var snapshot = Open(FilePath, pragma);

        await ShouldReadAllAsync(Source(snapshot));

        _log.Should().ContainMatch($"Warning: *not recorded*{found}*");
        _directory.CompleteReads.Should().Be(2);
        await ShouldReadAllAsync(Source());
        _directory.CompleteReads.Should().Be(2, "the recording before is valid, and the disk has room again");
    }

    [Fact]
    public async Task Mailboxes_and_history_are_refused_and_kept()
    {
        await ApplyAsync(Load(3));
        var before = await File.ReadAllBytesAsync(FilePath, Cancellation);

        await ShouldReadAllAsync(Source());

        _log.Should().ContainMatch("Warning: *not recorded*another kind of file*");
        (await File.ReadAllBytesAsync(FilePath, Cancellation)).Should().Equal(before);
        await FillAsync(3, Path.Combine(Folder, "snapshot.db"));
        (await FluentActions.Awaiting(() => ReadAsync(Path.Combine(Folder, "snapshot.db"))).Should().ThrowAsync<TargetException>()).WithMessage("*another kind of file*");
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_stops_nobody()
    {
        await ShouldReadAllAsync(Source(new SqliteSnapshot(Path.Combine(Folder, "none", "x.db"))));

        _log.Should().ContainMatch("Warning: *not recorded*the folder '*none' does not exist*");
    }

    [Fact]
    public async Task Of_two_processes_that_read_at_once_one_records_and_both_read_everything()
    {
        await FillAsync(10);
        _directory.SetMail(_ann, "a@example.com");
        await using (var first = Source().ReadAsync(ChangingDirectory.Query, Cancellation).GetAsyncEnumerator(Cancellation))
        {
            await first.MoveNextAsync();
            _directory.SetMail(_ann, "b@example.com");
            await ShouldReadAllAsync(Source());
            while (await first.MoveNextAsync()) await Task.Yield();
        }

        _log.Should().ContainMatch("Warning: *not recorded*another process holds it locked*");
        _directory.CompleteReads.Should().Be(2);
        await ShouldReadAllAsync(Source());
        _directory.CompleteReads.Should().Be(2);
    }

    private async Task FillAsync(int entries, string? path = null)
    {
        for (var i = _directory.Entries.Count; i < entries; i++) _ann = _directory.Add($"cn=p{i},dc=example", $"p{i}@example.com");
        await ShouldReadAllAsync(Source(new SqliteSnapshot(path ?? FilePath)));
    }

    private IncrementalSource Source(IDirectorySnapshot? snapshot = null) => new(_directory, snapshot ?? new SqliteSnapshot(FilePath), ChangingDirectory.Query, 100, _log);

    private static SqliteSnapshot Open(string path, string pragma) => new(new SqliteFile(path, 1, SqliteSchema.Snapshot) { Opened = connection => Sql(connection, pragma) });

    private async Task ShouldReadAllAsync(IncrementalSource source, bool isBrokenOnce = false)
    {
        var entries = new List<string>();
        try
        {
            await foreach (var entry in source.ReadAsync(ChangingDirectory.Query, Cancellation)) entries.Add(ChangingDirectory.Describe(entry));
        }
        catch (SourceException failure) when (failure.IsBrokenOff && isBrokenOnce)
        {
            await ShouldReadAllAsync(source); // what a sync does
            return;
        }
        entries.Sort(StringComparer.Ordinal);
        entries.SequenceEqual(_directory.Entries.Select(ChangingDirectory.Describe).Order(StringComparer.Ordinal)).Should().BeTrue();
    }

    private sealed class LogLines : List<string>, ILogger<IncrementalSource>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add($"{logLevel}: {formatter(state, exception)}");
    }
}
