using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace LdapSync;

/// <summary>Alone in the process, because it counts what the process has open.</summary>
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
public sealed class AloneCollection : ICollectionFixture<RunningTasks>;

/// <summary>Whoever reads ahead is let go of, however the reading ends; and the counts would show it if not.</summary>
[Collection(nameof(LeakTests))]
public class LeakTests
{
    private const int Batch = 500;

    [Theory]
    [InlineData(1)]
    [InlineData(Batch)]
    public async Task A_thousand_reads_ahead_whose_reader_stops_leave_nobody_reading(int count) => await OpenThings.NothingIsLeftByAsync(async () =>
    {
        await foreach (var batch in Stalling(Batch + count).InBatches()) break;
    });

    [Fact]
    public async Task A_thousand_reads_ahead_whose_reader_fails_leave_nobody_reading() => await OpenThings.NothingIsLeftByAsync(() => FailAsync<InvalidTimeZoneException>(async () =>
    {
        await foreach (var batch in Stalling(Batch).InBatches()) throw new InvalidTimeZoneException();
    }));

    [Theory]
    [InlineData(0)]
    [InlineData(Batch)]
    [InlineData(Batch + 1)]
    public async Task A_thousand_reads_ahead_whose_source_fails_leave_nobody_reading(int count) => await OpenThings.NothingIsLeftByAsync(() => FailAsync<SourceException>(async () =>
    {
        await foreach (var batch in Failing(count).InBatches()) await Task.Yield();
    }));

    [Theory]
    [InlineData(0)]
    [InlineData(Batch)]
    [InlineData(Batch + 1)]
    public async Task A_thousand_reads_ahead_that_are_cancelled_leave_nobody_reading(int count) => await OpenThings.NothingIsLeftByAsync(async () =>
    {
        using var cancel = new CancellationTokenSource();
        await FailAsync<OperationCanceledException>(async () =>
        {
            await foreach (var batch in Stalling(count, cancel.Cancel).InBatches(cancel.Token)) await Task.Yield();
        });
    });

    [Theory]
    [InlineData("socket", 1, 0, 0)]
    [InlineData("timer", 0, 1, 0)]
    [InlineData("deadline", 0, 1, 0)]
    [InlineData("Task.Run", 0, 0, 1)]
    [InlineData("async method", 0, 0, 1)]
    [InlineData("async method of ValueTask", 0, 0, 1)]
    [InlineData("async iterator", 0, 0, 1)]
    public async Task Control_what_is_left_behind_is_counted(string what, int sockets, int timers, int tasks)
    {
        const int times = 100;
        var end = new TaskCompletionSource();
        List<IDisposable> open = [];
        List<Task> running = [];

        var left = await OpenThings.LeftByAsync(LeaveAsync, times);

        const int most = times - 10; // what the first one left may still change while it is counted
        left.Should().Match<OpenThings>(left => left.Sockets >= sockets * most && left.Timers >= timers * most && left.Tasks >= tasks * most);
        open.ForEach(thing => thing.Dispose());
        end.SetResult();
        await Task.WhenAll(running);

        Task LeaveAsync()
        {
            if (what == "socket") open.Add(new Socket(SocketType.Stream, ProtocolType.Tcp));
            if (what == "timer") open.Add(new Timer(_ => { }, null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan));
            if (what == "deadline") open.Add(new CancellationTokenSource(TimeSpan.FromHours(1)));
            if (what == "Task.Run") running.Add(Task.Run(() => end.Task));
            if (what == "async method") running.Add(WaitAsync(end.Task));
            if (what == "async method of ValueTask") running.Add(ValueWaitAsync(end.Task).AsTask());
            if (what == "async iterator") running.Add(Waiting(end.Task).GetAsyncEnumerator().MoveNextAsync().AsTask());
            return Task.CompletedTask;
        }
    }

    private static async Task FailAsync<TException>(Func<Task> action)
        where TException : Exception => await action.Should().ThrowAsync<TException>();

    private static async Task WaitAsync(Task end) => await end;

    private static async ValueTask ValueWaitAsync(Task end) => await end;

    private static async IAsyncEnumerable<int> Waiting(Task end)
    {
        await end;
        yield break;
    }

    private static async IAsyncEnumerable<int> Failing(int count)
    {
        for (var i = 0; i < count; i++) yield return i;
        await Task.Yield();
        throw new SourceException("The connection was lost.");
    }

    private static async IAsyncEnumerable<int> Stalling(int count, Action? stalls = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < count; i++) yield return i;
        stalls?.Invoke();
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
