namespace LdapSync.Benchmarks.Ratios;

/// <summary>What a run has found so far; every figure is printed as soon as it is there.</summary>
/// <param name="output">Where to.</param>
/// <param name="hasGoals">Whether goals count; they are meant for 100,000 entries and more, below that everything fits into the caches.</param>
internal sealed class Results(TextWriter output, bool hasGoals = true)
{
    public List<Measurement> Measurements { get; } = [];

    public List<Figure> Figures { get; } = [];

    public void Add(Figure figure)
    {
        if (!hasGoals) figure = figure with { Goal = null };
        Figures.Add(figure);
        output.WriteLine(figure);
    }

    /// <summary>Compares the times of two contenders.</summary>
    public void AddTime(string name, Measurement ours, Measurement theirs, double? goal = null) => Add(new Figure(name, ours.Milliseconds, theirs.Milliseconds, "ms", goal));

    /// <summary>Compares what two contenders allocate.</summary>
    public void AddAllocation(string name, Measurement ours, Measurement theirs, double? goal = null) => Add(new Figure(name, ours.Bytes / (1 << 20), theirs.Bytes / (1 << 20), "MB", goal));

    /// <summary>Lets contenders race and keeps what they cost.</summary>
    public IReadOnlyList<Measurement> Race(int rounds, params ReadOnlySpan<Contender> contenders)
    {
        var measurements = Ratios.Race.Run(rounds, Ratios.Race.UsualWarmUp, contenders);
        Measurements.AddRange(measurements);
        return measurements;
    }

    /// <summary>Says which goals are missed.</summary>
    /// <returns>The exit code: 0 when none is.</returns>
    public int Judge()
    {
        var missed = Figures.Where(figure => figure.IsMissed).ToList();
        foreach (var figure in missed) output.WriteLine($"MISSED {figure.Miss}");
        if (missed.Count == 0 && Figures.Exists(figure => figure.Goal is not null)) output.WriteLine($"All {Figures.Count(figure => figure.Goal is not null)} goals are reached.");
        return missed.Count == 0 ? 0 : 1;
    }
}
