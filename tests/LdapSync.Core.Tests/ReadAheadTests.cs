namespace LdapSync;

/// <summary>Reading ahead changes when things are read, and nothing else.</summary>
public class ReadAheadTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(499)]
    [InlineData(500)]
    [InlineData(501)]
    [InlineData(1000)]
    [InlineData(2345)]
    public async Task Everything_is_read_once_and_in_order(int count)
    {
        var source = new Numbers { Count = count };

        var read = await source.InBatches().ToListAsync();

        read.Should().NotContain(batch => batch.Count == 0);
        read.SelectMany(batch => batch).Should().Equal(Enumerable.Range(0, count));
        source.Ended.Should().BeTrue();
    }

    [Fact]
    public async Task R1_a_failure_arrives_in_its_place_and_not_as_an_end()
    {
        var source = new Numbers { Count = 1200, Failure = new SourceException("The connection was lost.") };
        var read = new List<int>();

        var reading = async () =>
        {
            await foreach (var batch in source.InBatches()) read.AddRange(batch);
        };

        (await reading.Should().ThrowAsync<SourceException>()).Which.Should().BeSameAs(source.Failure);
        read.Should().Equal(Enumerable.Range(0, 1000), "what was whole came before it");
        source.Ended.Should().BeTrue();
    }

    [Fact]
    public async Task Whoever_leaves_early_leaves_nobody_reading()
    {
        var source = new Numbers { Count = 100_000 };

        await foreach (var batch in source.InBatches()) break;

        source.Ended.Should().BeTrue("the source was let go of");
        source.Read.Should().BeLessThanOrEqualTo(1000, "one batch ahead is the most");
    }

    [Fact]
    public async Task Whoever_fails_at_the_work_leaves_nobody_reading()
    {
        var source = new Numbers { Count = 100_000 };

        var reading = async () =>
        {
            await foreach (var batch in source.InBatches()) throw new InvalidTimeZoneException();
        };

        await reading.Should().ThrowAsync<InvalidTimeZoneException>();
        source.Ended.Should().BeTrue();
    }

    [Fact]
    public async Task R25_a_cancellation_reaches_who_reads()
    {
        using var cancellation = new CancellationTokenSource();
        var source = new Numbers { Count = int.MaxValue };

        var reading = async () =>
        {
            await foreach (var batch in source.InBatches(cancellation.Token)) await cancellation.CancelAsync();
        };

        await reading.Should().ThrowAsync<OperationCanceledException>();
        source.Ended.Should().BeTrue();
    }

    [Fact]
    public async Task Whoever_fails_does_not_wait_for_a_server_that_stalls()
    {
        var reading = async () =>
        {
            await foreach (var batch in Stalling().InBatches()) throw new InvalidTimeZoneException();
        };

        await reading.Should().ThrowAsync<InvalidTimeZoneException>();

        static async IAsyncEnumerable<int> Stalling([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            for (var i = 0; i < 500; i++) yield return i;
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    private sealed class Numbers : IAsyncEnumerable<int>
    {
        public int Count { get; init; }

        public Exception? Failure { get; init; }

        public int Read { get; private set; }

        public bool Ended { get; private set; }

        public async IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        {
            try
            {
                for (; Read < Count; Read++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (Read % 100 == 0) await Task.Yield();
                    yield return Read;
                }
                if (Failure is not null) throw Failure;
            }
            finally
            {
                Ended = true;
            }
        }
    }
}
