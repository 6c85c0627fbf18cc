namespace LdapSync.Directories.Snapshots;

public class IncrementalPropertyTests
{
    [Fact]
    public void R1_after_any_sequence_of_edits_and_reads_an_incremental_read_is_a_full_read()
    {
        var increments = 0;
        Law.Holds(Some.ListOf(Some.Number(SnapshotScenario.MostStep), 60), async steps =>
        {
            var scenario = new SnapshotScenario(new InMemorySnapshot());
            await scenario.LiveAsync(steps);
            Interlocked.Add(ref increments, scenario.Increments);
        });
        increments.Should().BeGreaterThan(5000, "a law about incremental reads is to be tried on some");
    }
}
