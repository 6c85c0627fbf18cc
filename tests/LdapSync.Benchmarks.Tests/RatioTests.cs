using LdapSync.Benchmarks.Ratios;

namespace LdapSync.Benchmarks;

public class RatioTests
{
    [Theory]
    [InlineData(50, false)]
    [InlineData(110, false)]
    [InlineData(111, true)]
    [InlineData(double.NaN, true)]
    public void A_goal_is_missed_when_it_is_exceeded_by_more_than_a_tenth_or_nothing_could_be_measured(double ours, bool isMissed) =>
        new Figure("plan", ours, Theirs: 100, "ms", Goal: 1).IsMissed.Should().Be(isMissed);

    [Fact]
    public void A_figure_without_a_goal_is_never_missed() => new Figure("plan", Ours: 1_000, Theirs: 1, "ms").IsMissed.Should().BeFalse();

    [Theory]
    [InlineData(12.3, 246, null, "plan / LINQ 0.050 (12.3 ms, 246 ms)")]
    [InlineData(1_234, 2, 11, "plan / LINQ 617 (1,234 ms, 2.00 ms), goal 11.0")]
    public void A_figure_is_one_line_with_name_ratio_and_both_sides(double ours, double theirs, int? goal, string line) =>
        new Figure("plan / LINQ", ours, theirs, "ms", goal).ToString().Should().Be(line);

    [Fact]
    public void The_exit_code_is_0_when_every_goal_is_reached()
    {
        var output = new StringWriter();
        var results = new Results(output);
        results.Add(new Figure("plan", Ours: 1, Theirs: 20, "ms", Goal: 0.1));
        results.Add(new Figure("other", Ours: 9, Theirs: 1, "ms"));

        results.Judge().Should().Be(0);
        output.ToString().Should().Contain("All 1 goals are reached").And.NotContain("MISSED");
    }

    [Fact]
    public void The_exit_code_is_1_when_a_goal_is_missed_and_its_name_and_by_how_much_are_said()
    {
        var output = new StringWriter();
        var results = new Results(output);
        results.Add(new Figure("reached", Ours: 1, Theirs: 20, "ms", Goal: 0.1));
        results.Add(new Figure("missed", Ours: 3, Theirs: 20, "ms", Goal: 0.1));

        results.Judge().Should().Be(1);
        output.ToString().Should().Contain("MISSED missed: 0.150 where at most 0.100 is wanted, 50 % too much").And.NotContain("MISSED reached");
    }

    [Fact]
    public void Companies_for_which_no_goals_are_meant_have_figures_only()
    {
        var results = new Results(TextWriter.Null, hasGoals: false);
        results.Add(new Figure("plan", Ours: 3, Theirs: 1, "ms", Goal: 0.1));

        results.Judge().Should().Be(0);
        results.Figures.Should().ContainSingle().Which.Goal.Should().BeNull();
    }

    [Fact]
    public void Contenders_run_in_turn_and_the_first_turn_does_not_count()
    {
        var turns = new List<string>();
        Contender one = Named("one", 100, 1, 9, 2), other = Named("other", 100, 30, 20, 10);

        var measurements = Race.Run(3, TimeSpan.Zero, one, other);

        turns.Should().Equal("one", "other", "one", "other", "one", "other", "one", "other");
        measurements.Select(m => (m.Name, m.Milliseconds)).Should().Equal(("one", 2), ("other", 20));

        Contender Named(string name, params double[] times)
        {
            var left = new Queue<double>(times);
            return new Contender(name, () =>
            {
                turns.Add(name);
                return new Sample(left.Dequeue(), Bytes: 0);
            });
        }
    }

    [Fact]
    public void Results_are_read_from_their_file_as_they_were_written()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var results = Some.Results(100_000) with { Figures = [new Figure("plan", 1, 2, "ms", 0.1), new Figure("failed", double.NaN, 2, "ms")] };
        try
        {
            results.Write(file);

            ResultFile.Read(file).Should().BeEquivalentTo(results);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
