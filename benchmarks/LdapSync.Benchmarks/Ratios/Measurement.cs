namespace LdapSync.Benchmarks.Ratios;

/// <summary>What a contender costs: the medians of its runs.</summary>
/// <param name="Name">The contender.</param>
/// <param name="Size">How many entries it was about.</param>
/// <param name="Patterns">How many exclusion patterns took part.</param>
/// <param name="Milliseconds">Its time.</param>
/// <param name="Bytes">What it allocated.</param>
internal sealed record Measurement(string Name, int Size, int Patterns, double Milliseconds, double Bytes);
