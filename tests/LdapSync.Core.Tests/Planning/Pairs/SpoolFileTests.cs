namespace LdapSync.Planning.Pairs;

/// <summary>What does not fit goes to a file that nobody else can read and that is gone afterwards; where that fails, the error says what to do.</summary>
public sealed class SpoolFileTests : IDisposable
{
    private static readonly byte[] Record = new byte[1_000];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("spool-");
    private readonly List<FileStream> _opened = [];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(3L << 20)]
    [InlineData(10L << 20)]
    public void Memory_holds_no_more_than_the_limit(long limit)
    {
        var spool = new Spool(limit, Open);
        long added = 0;

        for (; added < limit * 9 / 10; added += Record.Length) spool.Add(Record);
        _opened.Should().BeEmpty("all of it may stay in memory");
        for (; added < 3 * limit; added += Record.Length)
        {
            spool.Add(Record);
            var written = _opened.Count == 0 ? 0 : _opened[0].Length;
            if (added % 100_000 == 0) (added - written).Should().BeLessThanOrEqualTo(limit);
        }
        _opened.Should().ContainSingle();
        spool.Clear();
    }

    [Fact]
    public void The_file_is_closed_when_memory_and_file_are_given_back()
    {
        var spool = new Spool(limit: 0, Open);
        for (var i = 0; i < 2_000; i++) spool.Add(Record);
        _opened.Should().ContainSingle().Which.CanWrite.Should().BeTrue();

        spool.Clear();

        _opened[0].CanWrite.Should().BeFalse();
    }

    [Fact]
    public void The_file_is_private_and_has_no_name_while_it_is_open()
    {
        string name;
        using (var file = Spool.Open())
        {
            name = file.Name;
            Path.GetDirectoryName(name).Should().Be(Path.TrimEndingDirectorySeparator(Path.GetTempPath()));
            if (!OperatingSystem.IsWindows())
            {
                File.Exists(name).Should().BeFalse("nothing is left of it even when the process is killed");
                File.GetUnixFileMode(file.SafeFileHandle).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
            file.Write(Record);
            file.Position = 0;
            file.ReadByte().Should().Be(Record[0]);
        }
        File.Exists(name).Should().BeFalse();
    }

    [Fact]
    public void Every_file_is_another() => Opened().Should().NotBe(Opened());

    private static string Opened()
    {
        using var file = Spool.Open();
        return file.Name;
    }

    [Fact]
    public void A_full_disk_is_an_error_that_says_what_to_do()
    {
        const string full = "/dev/full";
        File.Exists(full).Should().BeTrue("every Linux has a disk that is always full");
        FileStream? disk = null;

        Filling(() => disk = new FileStream(full, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0)).Should().Throw<SourceException>()
            .WithMessage($"*'{Path.GetTempPath()}'*Make room there (some * MB*TMPDIR*Nothing was planned.")
            .WithInnerException<IOException>();
        disk!.CanWrite.Should().BeFalse("a file that stays open keeps the room that is wanted");
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error_that_says_what_to_do() =>
        Filling(() => File.Create(Path.Combine(_folder.FullName, "none", "file"))).Should().Throw<SourceException>().WithMessage("*name another folder (TMPDIR*Nothing was planned.");

    [Fact]
    public void A_folder_that_may_not_be_written_is_an_error_that_says_what_to_do() =>
        Filling(() => throw new UnauthorizedAccessException("Access denied.")).Should().Throw<SourceException>().WithMessage("*Access denied.*name another folder (TMPDIR*Nothing was planned.");

    [Fact]
    public void A_file_that_cannot_be_read_again_is_an_error_that_says_what_to_do()
    {
        var spool = new Spool(limit: 0, Open);
        uint[] places = [.. Enumerable.Range(0, 3_000).Select(_ => spool.Add(Record))];
        _opened[0].SetLength(0);

        var read = () => spool.Read(places[0]).Length;
        var all = () => spool.Places().Count();

        read.Should().Throw<SourceException>().WithMessage("*Sync again.");
        all.Should().Throw<SourceException>().WithMessage("*Sync again.");
        spool.Clear();
    }

    private static Action Filling(Func<FileStream> open) => () =>
    {
        var spool = new Spool(limit: 0, open);
        for (var i = 0; i < 5_000; i++) spool.Add(Record);
    };

    private FileStream Open()
    {
        var file = new FileStream(Path.Combine(_folder.FullName, $"file{_opened.Count}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        _opened.Add(file);
        return file;
    }
}
