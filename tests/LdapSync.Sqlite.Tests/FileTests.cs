using LdapSync.Reporting;

namespace LdapSync.Sqlite;

/// <summary>Which files are taken, which are refused, and that a refused file keeps every byte.</summary>
public sealed class FileTests : SqliteTest
{
    [Fact]
    public async Task Reading_what_does_not_exist_finds_nothing_and_creates_nothing()
    {
        (await ReadAsync()).Should().BeEmpty();
        (await new SqliteHistory(FilePath).ListAsync(Cancellation).ToListAsync(Cancellation)).Should().BeEmpty();
        (await ReadAsync(Path.Combine(Folder, "no", "such", "folder", "mail.db"))).Should().BeEmpty();

        Files().Should().BeEmpty();
    }

    [Fact]
    public async Task A_batch_without_changes_creates_nothing()
    {
        (await ApplyAsync()).Should().BeEmpty();

        Files().Should().BeEmpty();
    }

    [Fact]
    public async Task Reading_changes_no_byte_and_leaves_no_file_beside_it()
    {
        await ApplyAsync(Load(10));
        var before = await File.ReadAllBytesAsync(FilePath, Cancellation);

        await ReadAsync();
        await new SqliteHistory(FilePath).ListAsync(Cancellation).ToListAsync(Cancellation);

        Files().Should().Equal("mail.db");
        (await File.ReadAllBytesAsync(FilePath, Cancellation)).Should().Equal(before);
    }

    [Fact]
    public async Task After_dispose_one_file_is_left_and_it_stands_alone()
    {
        await ApplyAsync(Load(1000));

        Files().Should().Equal("mail.db");
        var copy = Path.Combine(Folder, "copy.db");
        File.Copy(FilePath, copy);
        (await ReadAsync(copy)).Should().HaveCount(1000);
        Sql(FilePath, "PRAGMA journal_mode").Should().Be("delete");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")] // to SQLite a single byte is nothing (os_unix.c, fillInUnixFile); no one's data is lost by it
    public async Task An_empty_file_is_taken_as_new(string text)
    {
        await File.WriteAllTextAsync(FilePath, text, Cancellation);
        (await ReadAsync()).Should().BeEmpty();
        new FileInfo(FilePath).Length.Should().Be(text.Length);

        await ApplyAsync(Add("ann"));

        (await ReadAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task The_file_is_marked_with_program_and_version()
    {
        await ApplyAsync(Add("ann"));

        Sql(FilePath, "PRAGMA application_id").Should().Be((long)SqliteSchema.Mailboxes.ApplicationId);
        Sql(FilePath, "PRAGMA user_version").Should().Be((long)SqliteSchema.Mailboxes.Version);
    }

    [Theory]
    [InlineData("xy")]
    [InlineData("accounts: none\n")]
    [InlineData("SQLite format 3")]
    public async Task A_file_that_is_not_a_database_is_refused_and_kept(string text)
    {
        await File.WriteAllTextAsync(FilePath, text, Cancellation);
        await ShouldRefuseAsync("not an SQLite database");
    }

    [Fact]
    public async Task A_large_file_that_is_not_a_database_is_refused_and_kept()
    {
        await File.WriteAllBytesAsync(FilePath, [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))], Cancellation);
        await ShouldRefuseAsync("not an SQLite database");
    }

    [Theory]
    [InlineData("CREATE TABLE invoices (id INTEGER PRIMARY KEY)")]
    [InlineData("CREATE TABLE account (id INTEGER PRIMARY KEY, kind TEXT, source_id TEXT)")]
    [InlineData("CREATE TABLE t (x); PRAGMA user_version = 1")]
    [InlineData("CREATE TABLE t (x); PRAGMA application_id = 252006675")]
    [InlineData("PRAGMA application_id = 252006675")]
    [InlineData("PRAGMA journal_mode = WAL; CREATE TABLE t (x)")]
    public async Task The_database_of_another_program_is_refused_and_kept(string sql)
    {
        Sql(FilePath, sql);
        await ShouldRefuseAsync("another program");
    }

    [Fact]
    public async Task A_newer_version_is_refused_and_kept()
    {
        await ApplyAsync(Add("ann"));
        Sql(FilePath, "PRAGMA user_version = 1000");
        await ShouldRefuseAsync($"newer LdapSync (schema 1000; this one knows {SqliteSchema.Mailboxes.Version})", "Update LdapSync");
        await FluentActions.Awaiting(() => new SqliteHistory(FilePath).RecallAsync(Cancellation)).Should().ThrowAsync<TargetException>("what it remembers would be taken for nothing");
    }

    [Fact]
    public async Task An_older_version_is_read_as_it_is_and_brought_up_to_date_by_the_first_write()
    {
        await ApplyAsync(Add("ann"));
        var today = Sql(FilePath, "SELECT group_concat(sql, ';' ORDER BY name) FROM sqlite_schema");
        Sql(FilePath, "DROP TABLE used_approval; DROP TABLE absence; DROP TABLE owned_account; PRAGMA user_version = 1");

        (await ReadAsync()).Should().ContainSingle();
        Sql(FilePath, "PRAGMA user_version").Should().Be(1L, "reading writes nothing");

        await ApplyAsync(Add("bob"));

        (await ReadAsync()).Should().HaveCount(2);
        Sql(FilePath, "PRAGMA user_version").Should().Be((long)SqliteSchema.Mailboxes.Version);
        Sql(FilePath, "SELECT group_concat(sql, ';' ORDER BY name) FROM sqlite_schema").Should().Be(today);
    }

    [Fact]
    public async Task A_version_that_never_was_is_refused_and_kept()
    {
        await ApplyAsync(Add("ann"));
        Sql(FilePath, "PRAGMA user_version = 0");
        await ShouldRefuseAsync("schema 0");
    }

    [Fact]
    public async Task A_file_of_ours_without_its_tables_is_refused()
    {
        await ApplyAsync(Add("ann"));
        Sql(FilePath, "DROP VIEW accounts; DROP VIEW aliases; DROP TABLE address; DROP TABLE sync_record");
        await ShouldRefuseAsync("no such table", "Restore");
    }

    [Fact]
    public async Task A_damaged_file_is_refused_whole_not_read_in_part()
    {
        await ApplyAsync([.. Load(1000)]);
        var bytes = await File.ReadAllBytesAsync(FilePath, Cancellation);
        Array.Fill(bytes, (byte)0xAA, 4096 * 3, 4096 * 10);
        await File.WriteAllBytesAsync(FilePath, bytes, Cancellation);

        var read = async () => await ReadAsync();

        (await read.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain(FilePath).And.Contain("damaged");
    }

    [Fact]
    public async Task A_folder_is_refused()
    {
        Directory.CreateDirectory(FilePath);

        foreach (var use in Uses())
            (await use.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain(FilePath).And.Contain("is a folder");
        Directory.EnumerateFileSystemEntries(FilePath).Should().BeEmpty();
    }

    [Fact]
    public async Task A_file_that_cannot_be_looked_at_is_not_taken_for_a_missing_one()
    {
        var path = Path.Combine(Folder, new string('x', 300)); // longer than a file's name can be
        using var target = new SqliteTarget(path);
        var read = () => ReadAsync(target);
        var apply = () => target.ApplyAsync([Add("ann")], Cancellation);

        (await read.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain(path).And.Contain("Correct the path");
        (await apply.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain(path).And.Contain("Correct the path");
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_not_taken_for_a_missing_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a right of their own there");
        File.CreateSymbolicLink(FilePath, Path.Combine(Folder, "not", "mounted", "mail.db"));
        var read = () => ReadAsync();

        (await read.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain(FilePath).And.Contain("cannot be opened");
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_named_when_something_is_written()
    {
        var folder = Path.Combine(Folder, "missing");
        using var target = new SqliteTarget(Path.Combine(folder, "mail.db"));
        var apply = () => target.ApplyAsync([Add("ann")], Cancellation);

        (await apply.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain($"the folder '{folder}' does not exist").And.Contain("Create it");
    }

    [Theory]
    [InlineData("with blanks.db")]
    [InlineData("Jürgen ✉ 郵便.db")]
    [InlineData("a;Mode=Memory;b.db")]
    [InlineData("a;Password=x.db")]
    [InlineData("a=b.db")]
    [InlineData("what?mode=memory&cache=shared")]
    [InlineData("%41#fragment.db")]
    [InlineData("'single' \"double\".db")]
    [InlineData(":memory:")]
    [InlineData("file:x.db")]
    [InlineData("|DataDirectory|x.db")]
    [InlineData("-")]
    public async Task A_path_is_a_path_whatever_stands_in_it(string name)
    {
        Assert.SkipWhen(name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0, "not a file name on this system");
        var path = Path.Combine(Folder, name);
        using (var target = new SqliteTarget(path))
        {
            target.Name.Should().Be(name);
            await ApplyAllAsync(target, Add("ann"));
        }
        await new SqliteHistory(path).AppendAsync(new SyncRecord(default, "me", false, "s", "{}"), Cancellation);

        Files().Should().Equal(name);
        (await ReadAsync(path)).Should().ContainSingle();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_path_that_names_no_file_is_refused_at_once(string path)
    {
        var make = () => new SqliteTarget(path);
        make.Should().Throw<ArgumentException>();
    }

    private IEnumerable<Func<Task>> Uses()
    {
        var history = new SqliteHistory(FilePath);
        yield return () => ReadAsync();
        yield return () => ApplyAsync(Add("bob"));
        yield return () => history.ListAsync(Cancellation).ToListAsync(Cancellation).AsTask();
        yield return () => history.AppendAsync(new SyncRecord(default, "me", false, "s", "{}"), Cancellation);
    }

    private async Task ShouldRefuseAsync(params string[] words)
    {
        var before = await File.ReadAllBytesAsync(FilePath, Cancellation);
        var written = File.GetLastWriteTimeUtc(FilePath);
        foreach (var use in Uses())
        {
            var message = (await use.Should().ThrowAsync<TargetException>()).Which.Message;
            message.Should().Contain(FilePath);
            foreach (var word in words) message.Should().Contain(word);
        }
        (await File.ReadAllBytesAsync(FilePath, Cancellation)).Should().Equal(before);
        File.GetLastWriteTimeUtc(FilePath).Should().Be(written);
        Files().Should().Equal("mail.db");
    }
}
