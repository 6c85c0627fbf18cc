namespace LdapSync.Benchmarks.Charts;

/// <summary>One bar of a chart.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Value">Its length.</param>
/// <param name="IsOurs">Whether it is this library's.</param>
internal sealed record Bar(string Name, double Value, bool IsOurs);

/// <summary>Values side by side, on an axis that begins at zero.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Subtitle">Of what.</param>
/// <param name="Format">How a value is written.</param>
/// <param name="Bars">The bars, from the top.</param>
internal sealed record BarChart(string Title, string Subtitle, Func<double, string> Format, IReadOnlyList<Bar> Bars)
{
    private const int Left = 290, Longest = 380, Top = 76;
    private const int BarHeight = 20, BarDistance = 31;
    private const int OursColour = 0, OtherColour = 4;

    public string Draw(IReadOnlyList<string> notes)
    {
        var svg = new Svg(Title, Subtitle);
        var unit = Longest / Bars.Max(bar => bar.Value);
        var y = Top;
        foreach (var bar in Bars)
        {
            var length = Math.Max(1, bar.Value * unit);
            svg.Text(Left - 10, y + 15, bar.Name, "right");
            svg.Bar(Left, y, length, BarHeight, bar.IsOurs ? OursColour : OtherColour);
            svg.Text(Left + length + 8, y + 15, Format(bar.Value));
            y += BarDistance;
        }
        return svg.Finish(y + 18, notes);
    }
}
