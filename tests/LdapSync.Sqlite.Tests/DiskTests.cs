using System.Diagnostics;
using LdapSync.Directories;
using LdapSync.Reporting;
using LdapSync.Targets;

namespace LdapSync.Sqlite;

/// <summary>Disks that are full or may not be written: portable by SQLite's own limits, and with real ones where this user may mount them.</summary>
public sealed class DiskTests : SqliteTest
{
    private readonly string _disk;
    private readonly Stack<string> _mounted = new();

    public DiskTests() => _disk = Directory.CreateDirectory(Path.Combine(Folder, "disk")).FullName;

    public override void Dispose()
    {
        while (_mounted.TryPop(out var place)) Run("umount", "-l", place);
        base.Dispose();
    }

    [Fact]
    public async Task A_full_disk_rolls_the_batch_back_and_a_later_run_finishes()
    {
        var file = new SqliteFile(FilePath) { Opened = connection => Sql(connection, "PRAGMA max_page_count = 60") };

        await FillThenFinishAsync(() => new SqliteTarget(file), FilePath, () => { });
    }

    [Fact]
    public async Task A_real_full_disk_rolls_the_batch_back_and_a_later_run_finishes()
    {
        Mount(_disk, "-t", "tmpfs", "-o", "size=1m", "tmpfs");
        var path = Path.Combine(_disk, "mail.db");

        await FillThenFinishAsync(() => new SqliteTarget(path), path, () => Mount(_disk, "-o", "remount,size=64m"));
    }

    [Fact]
    public async Task R23_a_sync_onto_a_full_disk_tells_what_failed_and_a_second_run_finishes()
    {
        var source = new InMemoryDirectorySource(Enumerable.Range(0, 5000).Select(i => new LdapEntry($"cn={i},dc=example,dc=com", ("mail", $"user{i}@example.com"))));
        var options = new SyncOptions { SearchFilter = "AnyMail", Verify = true };
        SyncReport report;
        using (var full = new SqliteTarget(new SqliteFile(FilePath) { Opened = connection => Sql(connection, "PRAGMA max_page_count = 60") }))
        {
            report = await new SyncRunner(source, full, options).RunAsync(Cancellation);
        }

        report.StoppedBecause.Should().Contain("the disk is full. Free some space");
        report.Outcomes.Should().HaveCount(5000);
        report.Count(OutcomeStatus.Failed).Should().Be(1000, "a batch that fails is not in the file");
        var applied = report.Outcomes.Where(outcome => outcome.Status == OutcomeStatus.Applied).Select(outcome => $"{outcome.Change.Account}");
        (await ReadAsync()).Select(line => line.Split(' ')[0]).Should().BeEquivalentTo(applied, "every outcome is what the file says");

        using var target = new SqliteTarget(FilePath);
        var second = await new SyncRunner(source, target, options).RunAsync(Cancellation);
        second.Plan.Changes.Should().HaveCount(5000 - report.Count(OutcomeStatus.Applied));
        (second.IsComplete, second.LeftToDo).Should().Be((true, 0));
    }

    [Fact]
    public async Task A_disk_without_room_for_a_first_file_leaves_nothing_that_stops_a_later_run()
    {
        var full = new SqliteFile(FilePath) { Opened = connection => Sql(connection, "PRAGMA max_page_count = 2") };
        using (var target = new SqliteTarget(full))
        {
            var apply = () => target.ApplyAsync([Add("ann")], Cancellation);
            (await apply.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain("the disk is full");
        }
        (await ReadAsync()).Should().BeEmpty();

        await ApplyAsync(Add("ann"));

        (await ReadAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task What_may_not_be_written_is_refused_and_can_still_be_read()
    {
        await ApplyAsync(Add("ann"));
        var file = new SqliteFile(FilePath) { Opened = connection => Sql(connection, "PRAGMA query_only = ON") };

        await ShouldReadButNotWriteAsync(file);

        (await ReadAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_real_read_only_folder_is_refused_and_can_still_be_read()
    {
        Mount(_disk, "-t", "tmpfs", "-o", "size=1m", "tmpfs");
        var path = Path.Combine(_disk, "mail.db");
        using (var target = new SqliteTarget(path)) await ApplyAllAsync(target, Add("ann"));
        Mount(_disk, "-o", "remount,ro");

        await ShouldReadButNotWriteAsync(new SqliteFile(path));

        using var absent = new SqliteTarget(Path.Combine(_disk, "new.db"));
        var create = () => absent.ApplyAsync([Add("ann")], Cancellation);
        (await create.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain("Give this user the right to");
        Directory.GetFiles(_disk).Should().Equal(path);
    }

    [Fact]
    public async Task A_real_read_only_file_is_refused_and_can_still_be_read()
    {
        await ApplyAsync(Add("ann"));
        var before = await File.ReadAllBytesAsync(FilePath, Cancellation);
        // The superuser may write every file, but not through a read-only mount.
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess)
        {
            Mount(FilePath, "--bind", FilePath);
            Mount(FilePath, "-o", "remount,bind,ro");
        }
        else
        {
            File.SetAttributes(FilePath, FileAttributes.ReadOnly);
        }

        await ShouldReadButNotWriteAsync(new SqliteFile(FilePath));

        (await File.ReadAllBytesAsync(FilePath, Cancellation)).Should().Equal(before);
        if (_mounted.Count == 0) File.SetAttributes(FilePath, FileAttributes.Normal);
    }

    private static async Task FillThenFinishAsync(Func<SqliteTarget> open, string path, Action makeRoom)
    {
        var batches = Load(5000).Chunk(1000).ToArray();
        var whole = 0;
        using (var target = open())
        {
            await ApplyAllAsync(target, batches[whole++]);
            var fill = async () =>
            {
                for (; whole < batches.Length; whole++) await ApplyAllAsync(target, batches[whole]);
            };
            (await fill.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain(path).And.Contain("the disk is full. Free some space");
            whole.Should().BeLessThan(batches.Length);

            // While it is full, the target stays usable and goes on refusing; what is there can be read and taken away.
            await fill.Should().ThrowAsync<TargetException>();
            (await CountAsync(target)).Should().Be(whole * 1000);
        }
        makeRoom();
        using (var reopened = new SqliteTarget(path))
        {
            (await CountAsync(reopened)).Should().Be(whole * 1000);
            await ApplyAllAsync(reopened, [.. batches.SelectMany(b => b)]);
            (await CountAsync(reopened)).Should().Be(20_000);
        }
        Sql(path, "PRAGMA integrity_check").Should().Be("ok");
        Directory.GetFiles(Path.GetDirectoryName(path)!).Should().Equal(path);
    }

    private static async Task ShouldReadButNotWriteAsync(SqliteFile file)
    {
        using (var target = new SqliteTarget(file))
        {
            var apply = () => target.ApplyAsync([Add("bob")], Cancellation);
            (await apply.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain(file.Path).And.Contain("read-only").And.Contain("Give this user the right to write");
            (await ReadAsync(target)).Should().Equal("ann@example.com mailbox:  ()");
        }
        Directory.GetFiles(Path.GetDirectoryName(file.Path)!).Should().Equal(file.Path);
    }

    private static async Task<int> CountAsync(SqliteTarget target)
    {
        var count = 0;
        await foreach (var account in target.ReadAccountsAsync(Cancellation)) count += 1 + account.Aliases.Count;
        return count;
    }

    private void Mount(string place, params string[] how)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only the superuser of Linux can mount a small disk");
        var mounted = Run("mount", [.. how, place]);
        if (_mounted.Contains(place)) mounted.Should().BeTrue("what is mounted can be mounted otherwise");
        Assert.SkipUnless(mounted, "this system does not let us mount");
        if (!_mounted.Contains(place)) _mounted.Push(place);
    }

    private static bool Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
