namespace LdapSync.Benchmarks.Ratios;

/// <summary>Something that is measured against others.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Run">Runs it once and says what that cost.</param>
internal sealed record Contender(string Name, Func<Sample> Run)
{
    /// <summary>How many entries it is about.</summary>
    public int Size { get; init; }

    /// <summary>How many exclusion patterns take part.</summary>
    public int Patterns { get; init; }

    /// <summary>Something that is timed from outside.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="work">The work.</param>
    /// <param name="units">What it costs is divided by so much: contenders with work of different sizes compare by the unit.</param>
    public static Contender Of(string name, Action work, double units = 1) => new(name, () => Sample.Of(work) / units);
}
