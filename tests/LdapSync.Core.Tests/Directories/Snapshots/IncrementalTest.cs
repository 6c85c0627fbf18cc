using Microsoft.Extensions.Logging;

namespace LdapSync.Directories.Snapshots;

/// <summary>A directory of three, its recording, and the words the tests are written in.</summary>
public abstract class IncrementalTest
{
    private protected IncrementalTest()
    {
        (Ann, Bob, Carla) = (Directory.Add("cn=ann,dc=example", "ann@example.com"), Directory.Add("cn=bob,dc=example", "bob@example.com"), Directory.Add("cn=carla,dc=example", "carla@example.com"));
        Source = Open();
    }

    private protected ChangingDirectory Directory { get; } = new();

    private protected InMemorySnapshot Snapshot { get; } = new();

    private protected IncrementalSource Source { get; set; }

    private protected LogLines Log { get; } = new();

    private protected Guid Ann { get; }

    private protected Guid Bob { get; }

    private protected Guid Carla { get; }

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected IncrementalSource Open(int fullReadEvery = 100, IDirectorySnapshot? snapshot = null, DirectoryQuery? query = null) =>
        new(Directory, snapshot ?? Snapshot, query ?? ChangingDirectory.Query, fullReadEvery, Log);

    /// <summary>Reads to the end; what comes has to be what the directory has.</summary>
    /// <returns>Whether the directory was read completely.</returns>
    private protected async Task<bool> IsReadCompletelyAsync(DirectoryQuery? query = null)
    {
        var before = Directory.CompleteReads;
        var entries = new List<string>();
        await foreach (var entry in Source.ReadAsync(query ?? ChangingDirectory.Query, Cancellation)) entries.Add(ChangingDirectory.Describe(entry));
        entries.Should().BeEquivalentTo(Directory.Entries.Select(ChangingDirectory.Describe));
        return Directory.CompleteReads > before;
    }

    private protected async Task<string?> HeaderAsync()
    {
        await using var transaction = await Snapshot.BeginAsync(Cancellation);
        return transaction.Header;
    }

    private protected sealed class LogLines : List<string>, ILogger<IncrementalSource>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add($"{logLevel}: {formatter(state, exception)}");
    }

    private protected sealed class Told<T> : List<T>, IProgress<T>
    {
        public void Report(T value) => Add(value);
    }
}
