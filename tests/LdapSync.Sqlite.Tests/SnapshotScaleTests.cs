using System.Diagnostics;
using System.Runtime.CompilerServices;
using LdapSync.Directories;

namespace LdapSync.Sqlite;

public sealed class SnapshotScaleTests(ITestOutputHelper output) : SqliteTest
{
    private static readonly DirectoryQuery Query = new([], LdapFilter.Parse("(mail=*)"), ["mail", "proxyAddresses", "objectGUID", "displayName"]);

    [Fact]
    public async Task A_hundred_thousand_entries_are_recorded_beside_a_read_and_read_back_with_a_few_changes()
    {
        var directory = new Large(100_000);
        var source = new IncrementalSource(directory, new SqliteSnapshot(FilePath), Query, 10);
        var bare = await TimeAsync("read without recording", directory);
        await TimeAsync("read and recorded", source);
        await TimeAsync("read and recorded again", source, Query with { MustBeComplete = true });
        directory.Changed = [directory.Make(3, "x"), directory.Make(100_001, "new")];
        var merged = await TimeAsync("two changes merged, all read back", source);
        directory.Changed = [];
        await TimeAsync("nothing changed, all read back", source);
        output.WriteLine($"{new FileInfo(FilePath).Length / 1e6:0.0} MB");

        merged.Should().Be(bare + 1);
        directory.CompleteReads.Should().Be(3);
        Files().Should().Equal("mail.db");
    }

    private async Task<int> TimeAsync(string what, ILdapDirectorySource source, DirectoryQuery? query = null)
    {
        var (watch, before) = (Stopwatch.StartNew(), GC.GetTotalAllocatedBytes());
        var count = 0;
        var most = 0L;
        await foreach (var _ in source.ReadAsync(query ?? Query, Cancellation))
        {
            if (++count % 10_000 == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));
        }
        output.WriteLine($"{watch.Elapsed.TotalMilliseconds,6:N0} ms, {(GC.GetTotalAllocatedBytes() - before) / 1e6,5:N0} MB allocated, at most {most / 1e6,5:N0} MB held: {what}");
        return count;
    }

    private sealed class Large(int entries) : ILdapChangeSource
    {
        public string Name => "large";

        public int CompleteReads { get; private set; }

        public IReadOnlyList<LdapEntry> Changed { get; set; } = [];

        public LdapEntry Make(int i, string name)
        {
            Span<byte> id = stackalloc byte[16];
            BitConverter.TryWriteBytes(id, i + 1);
            return new LdapEntry(
                $"CN=User {i} {name},OU=Staff,OU=Berlin,DC=example,DC=com",
                new LdapAttribute[]
                {
                    new("mail", [System.Text.Encoding.UTF8.GetBytes($"user{i}@example.com")]),
                    new("proxyAddresses", [.. Enumerable.Range(0, 3).Select(a => (ReadOnlyMemory<byte>)System.Text.Encoding.UTF8.GetBytes($"smtp:alias{i}.{a}@example.com"))]),
                    new("displayName", [System.Text.Encoding.UTF8.GetBytes($"{name} User {i}")]),
                    new("objectGUID", [id.ToArray()]),
                });
        }

        public async IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            CompleteReads++;
            query.Token?.Report(new ChangeToken("a"));
            for (var i = 0; i < entries; i++)
            {
                if (i % 1000 == 0) await Task.Yield();
                yield return Make(i, "");
            }
        }

        public Task<DirectoryChanges?> ReadChangesAsync(DirectoryQuery query, ChangeToken since, CancellationToken cancellationToken = default)
        {
            query.Token?.Report(new ChangeToken("b"));
            return Task.FromResult<DirectoryChanges?>(new(Changed, []));
        }
    }
}
