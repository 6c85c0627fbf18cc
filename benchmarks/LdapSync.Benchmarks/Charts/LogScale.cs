namespace LdapSync.Benchmarks.Charts;

/// <summary>Whole powers of ten around some values, laid out between two positions: equal factors are equal distances.</summary>
internal sealed class LogScale
{
    private readonly double _from;
    private readonly double _to;
    private readonly int _low;
    private readonly int _high;

    public LogScale(IEnumerable<double> values, double from, double to)
    {
        (_from, _to) = (from, to);
        double[] all = [.. values];
        (_low, _high) = ((int)Math.Floor(Math.Log10(all.Min()) + 1e-9), (int)Math.Ceiling(Math.Log10(all.Max()) - 1e-9));
        if (_low == _high) _high++;
    }

    /// <summary>The powers of ten.</summary>
    public IEnumerable<double> Ticks => Enumerable.Range(_low, _high - _low + 1).Select(exponent => Math.Pow(10, exponent));

    public double Position(double value) => _from + ((Math.Log10(value) - _low) / (_high - _low) * (_to - _from));
}
