namespace LdapSync.Directories.Snapshots;

/// <summary>Recordings that somebody has altered, and snapshots that fail at any moment.</summary>
public class DamageTests : IncrementalTest
{
    public static TheoryData<string, Func<ISnapshotTransaction, List<SnapshotRow>, Task<string?>>> Damages => new()
    {
        { "a row is missing", Rows((transaction, rows) => transaction.RemoveAsync([rows[1].Number])) },
        { "all rows are missing", Rows((transaction, _) => transaction.ClearAsync()) },
        { "a row is too many", Rows((transaction, rows) => transaction.PutAsync([rows[0] with { Number = 9 }])) },
        { "a row is in the place of another", Rows((transaction, rows) => transaction.PutAsync([rows[0] with { Number = rows[1].Number }])) },
        { "an octet is another", Rows((transaction, rows) => transaction.PutAsync([rows[2] with { Octets = Flip(rows[2].Octets) }])) },
        { "a row is cut", Rows((transaction, rows) => transaction.PutAsync([rows[2] with { Octets = rows[2].Octets[..20] }])) },
        { "a row is empty", Rows((transaction, rows) => transaction.PutAsync([rows[2] with { Octets = default }])) },
        { "the header is none", (_, _) => Task.FromResult<string?>("what?") },
        { "the header is null", (_, _) => Task.FromResult<string?>("null") },
        { "the header is empty", (_, _) => Task.FromResult<string?>("{}") },
        { "the form is another", (transaction, _) => Task.FromResult(transaction.Header!.Replace("\"Encoding\":1", "\"Encoding\":2", StringComparison.Ordinal))! },
        { "the count is another", (transaction, _) => Task.FromResult(transaction.Header!.Replace("\"Entries\":3", "\"Entries\":4", StringComparison.Ordinal))! },
        { "the query is another", (transaction, _) => Task.FromResult(transaction.Header!.Replace("\"Query\":\"", "\"Query\":\"f", StringComparison.Ordinal))! },
        { "the token is a later one", (transaction, _) => Task.FromResult(transaction.Header!.Replace("\"Token\":\"", "\"Token\":\"9", StringComparison.Ordinal))! },
        { "fewer reads are counted", (transaction, _) => Task.FromResult(transaction.Header!.Replace("\"Increments\":0", "\"Increments\":-9", StringComparison.Ordinal))! },
        { "the token is none", (transaction, _) => Task.FromResult(transaction.Header!.Replace("\"Token\":\"", "\"Token\":\"none", StringComparison.Ordinal))! },
    };

    [Theory]
    [MemberData(nameof(Damages), DisableDiscoveryEnumeration = true)]
    public async Task R1_a_recording_that_was_altered_is_not_used(string damage, Func<ISnapshotTransaction, List<SnapshotRow>, Task<string?>> alter)
    {
        await IsReadCompletelyAsync();
        await using (var transaction = await Snapshot.BeginAsync(Cancellation))
        {
            var rows = await transaction.ReadAsync(Cancellation).ToListAsync(Cancellation);
            await transaction.CommitAsync((await alter(transaction, rows))!, Cancellation);
        }
        Directory.SetMail(Ann, "a@example.com");

        (await IsReadCompletelyAsync()).Should().BeTrue(damage);
        Log[^1].Should().Contain("is read completely");
        (await IsReadCompletelyAsync()).Should().BeFalse("it was recorded anew");
    }

    [Fact]
    public async Task R1_a_snapshot_that_fails_at_any_moment_loses_nobody_and_stops_nobody()
    {
        for (var calls = 0; calls < 60; calls++)
        {
            var failing = new FailingSnapshot(Snapshot) { CallsLeft = calls };
            Source = Open(snapshot: failing);
            Directory.SetMail(Ann, $"a{calls}@example.com");
            Directory.Remove(Directory.Ids[^1]);
            Directory.Add($"cn=x{calls},dc=example", $"x{calls}@example.com");
            try
            {
                await IsReadCompletelyAsync();
            }
            catch (SourceException failure) when (failure.IsBrokenOff)
            {
                (await IsReadCompletelyAsync()).Should().BeTrue("a sync starts a broken read anew");
            }
            failing.CallsLeft = null;
            await IsReadCompletelyAsync();
        }
        Log.Should().Contain(line => line.StartsWith("Warning: This read of fake is not recorded")).And.NotContain(line => line.Contains("on fire"), "nobody knows what such a message holds");
    }

    [Fact]
    public async Task R1_rows_that_are_lost_between_two_looks_are_found_out()
    {
        await IsReadCompletelyAsync();
        Source = Open(snapshot: new Forgetful(Snapshot));

        var broken = await FluentActions.Awaiting(() => IsReadCompletelyAsync()).Should().ThrowAsync<SourceException>();

        broken.Which.IsBrokenOff.Should().BeTrue("then it is started anew");
        (await IsReadCompletelyAsync()).Should().BeTrue("the directory itself is asked");
    }

    [Fact]
    public async Task R1_a_recording_that_was_found_out_is_not_used_before_there_is_another()
    {
        await IsReadCompletelyAsync();
        Source = Open(snapshot: new Forgetful(Snapshot));
        await FluentActions.Awaiting(() => IsReadCompletelyAsync()).Should().ThrowAsync<SourceException>();
        Directory.TellsTokens = false;
        (await IsReadCompletelyAsync()).Should().BeTrue("and it cannot be recorded");
        Directory.TellsTokens = true;

        (await IsReadCompletelyAsync()).Should().BeTrue("the recording is still the same");
    }

    private static Func<ISnapshotTransaction, List<SnapshotRow>, Task<string?>> Rows(Func<ISnapshotTransaction, List<SnapshotRow>, Task> alter) => async (transaction, rows) =>
    {
        await alter(transaction, rows);
        return transaction.Header;
    };

    private static byte[] Flip(ReadOnlyMemory<byte> octets)
    {
        var flipped = octets.ToArray();
        flipped[^1] ^= 1;
        return flipped;
    }

    /// <summary>Gives one row less at the second look.</summary>
    private sealed class Forgetful(IDirectorySnapshot snapshot) : IDirectorySnapshot
    {
        public async Task<ISnapshotTransaction> BeginAsync(CancellationToken cancellationToken = default) => new Transaction(await snapshot.BeginAsync(cancellationToken));

        private sealed class Transaction(ISnapshotTransaction transaction) : ISnapshotTransaction
        {
            private int _looks;

            public string? Header => transaction.Header;

            public IAsyncEnumerable<SnapshotRow> ReadAsync(CancellationToken cancellationToken = default) => transaction.ReadAsync(cancellationToken).Skip(_looks++);

            public Task ClearAsync(CancellationToken cancellationToken = default) => transaction.ClearAsync(cancellationToken);

            public Task PutAsync(IReadOnlyList<SnapshotRow> rows, CancellationToken cancellationToken = default) => transaction.PutAsync(rows, cancellationToken);

            public Task RemoveAsync(IReadOnlyList<long> numbers, CancellationToken cancellationToken = default) => transaction.RemoveAsync(numbers, cancellationToken);

            public Task CommitAsync(string header, CancellationToken cancellationToken = default) => transaction.CommitAsync(header, cancellationToken);

            public ValueTask DisposeAsync() => transaction.DisposeAsync();
        }
    }
}
