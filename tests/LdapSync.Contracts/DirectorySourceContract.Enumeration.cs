using LdapSync.Directories;

namespace LdapSync.Contracts;

// How a source is enumerated: as often as one likes, side by side, given up or cancelled at any time; and what it tells besides.
public abstract partial class DirectorySourceContract
{
    /// <summary>Whether the source shows evidence for its completeness.</summary>
    protected virtual bool ShowsEvidence => false;

    private static DirectoryQuery Many => Query("(objectClass=contact)", ContractCompany.Many);

    [Fact]
    public async Task Each_enumeration_is_a_read_of_its_own()
    {
        var entries = Source.ReadAsync(Many, Cancelled);

        var first = Sorted(await entries.Select(entry => entry.Dn).ToListAsync(Cancelled));
        var second = Sorted(await entries.Select(entry => entry.Dn).ToListAsync(Cancelled));

        Assert.Equal(ContractCompany.ManyEntries, first.Length);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Reads_side_by_side_do_not_disturb_each_other()
    {
        await using var other = Source.ReadAsync(Many, Cancelled).GetAsyncEnumerator(Cancelled);
        var (names, otherNames) = (new List<string>(), new List<string>());

        await foreach (var entry in Source.ReadAsync(Many, Cancelled))
        {
            names.Add(entry.Dn);
            if (await other.MoveNextAsync()) otherNames.Add(other.Current.Dn);
        }

        Assert.False(await other.MoveNextAsync());
        Assert.Equal(ContractCompany.ManyEntries, names.Count);
        Assert.Equal(Sorted(names), Sorted(otherNames));
    }

    [Fact]
    public async Task An_enumeration_may_be_given_up_and_the_next_one_is_whole()
    {
        await foreach (var _ in Source.ReadAsync(Many, Cancelled)) break;
        await using (Source.ReadAsync(Many, Cancelled).GetAsyncEnumerator(Cancelled)) { } // never begun

        Assert.Equal(ContractCompany.ManyEntries, (await ReadAsync(Many)).Count);
    }

    [Fact]
    public async Task A_read_that_is_cancelled_before_it_begins_delivers_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Source.ReadAsync(Many, cancelled).FirstAsync(Cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Source.ReadAsync(Many, CancellationToken.None).FirstAsync(cancelled));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(999)]
    [InlineData(1000)] // the last entry of the first page
    [InlineData(1001)]
    public async Task Cancelling_between_two_entries_is_no_end_of_the_read(int entries)
    {
        using var cancel = new CancellationTokenSource();
        await using var read = Source.ReadAsync(Many, cancel.Token).GetAsyncEnumerator(Cancelled);
        for (var i = 0; i < entries; i++) Assert.True(await read.MoveNextAsync());

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await read.MoveNextAsync());
    }

    [Fact]
    public async Task Cancelling_while_somebody_waits_for_an_entry_is_no_end_of_the_read()
    {
        using var cancel = new CancellationTokenSource();
        await using var read = Source.ReadAsync(Many, cancel.Token).GetAsyncEnumerator(Cancelled);

        var first = read.MoveNextAsync();
        await cancel.CancelAsync();

        // The entry may have been there already; what must not happen is that the read looks complete, or broken.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            Assert.True(await first);
            await read.MoveNextAsync();
        });
    }

    [Fact]
    public async Task Evidence_is_told_once_and_only_by_a_read_that_is_complete()
    {
        var told = new Told<ReadEvidence>();
        var query = Query("(objectClass=user)") with { Evidence = told };

        await foreach (var _ in Source.ReadAsync(query, Cancelled)) Assert.Empty(told.Values);

        if (!ShowsEvidence)
        {
            Assert.Empty(told.Values);
            return;
        }
        var evidence = Assert.Single(told.Values);
        Assert.Equal(4, evidence.Entries);
        Assert.NotEmpty(evidence.Server);
    }

    [Fact]
    public async Task Evidence_is_not_told_of_a_read_that_is_given_up_or_fails()
    {
        var told = new Told<ReadEvidence>();

        await foreach (var _ in Source.ReadAsync(Many with { Evidence = told }, Cancelled)) break;
        await Assert.ThrowsAsync<SettingsException>(() => ReadAsync(Query("(objectClass=*)", "ou=Nowhere," + ContractCompany.Root) with { Evidence = told }));

        Assert.Empty(told.Values);
    }

    [Fact]
    public async Task The_moment_of_the_read_is_told_before_the_first_entry_or_not_at_all()
    {
        var told = new Told<ChangeToken>();
        int? before = null;

        await foreach (var _ in Source.ReadAsync(Query("(objectClass=user)") with { Token = told }, Cancelled)) before ??= told.Values.Count;

        Assert.Equal(told.Values.Count, before);
        Assert.InRange(told.Values.Count, 0, 1);
    }

    [Fact]
    public void The_source_has_a_name_of_one_line()
    {
        Assert.NotEqual("", Source.Name.Trim());
        Assert.DoesNotContain(Source.Name, char.IsControl);
    }

    private sealed class Told<T> : IProgress<T>
    {
        public List<T> Values { get; } = [];

        public void Report(T value) => Values.Add(value);
    }
}
