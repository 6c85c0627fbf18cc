namespace LdapSync.Benchmarks.Charts;

/// <summary>A curve and its name.</summary>
internal sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Curves on two logarithmic axes, each with its name at its end.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Subtitle">In which units, and of what.</param>
/// <param name="XName">What the horizontal axis is.</param>
/// <param name="YFormat">How a value of the vertical axis is written.</param>
/// <param name="Curves">The curves.</param>
internal sealed record LineChart(string Title, string Subtitle, string XName, Func<double, string> YFormat, IReadOnlyList<Series> Curves)
{
    private const int Left = 84, Right = 570, Top = 76, Bottom = 370;
    private const int NameHeight = 17;

    public string Draw(IReadOnlyList<string> notes)
    {
        var svg = new Svg(Title, Subtitle);
        var points = Curves.SelectMany(curve => curve.Points).ToList();
        var x = new LogScale(points.Select(point => point.X), Left, Right);
        var y = new LogScale(points.Select(point => point.Y), Bottom, Top);
        DrawAxes(svg, x, y);
        for (var i = 0; i < Curves.Count; i++)
        {
            svg.Curve(Curves[i].Points.Select(point => (x.Position(point.X), y.Position(point.Y))), i);
            foreach (var point in Curves[i].Points) svg.Point(x.Position(point.X), y.Position(point.Y), i, $"{Curves[i].Name}, {Quantity.Count(point.X)}: {YFormat(point.Y)}");
        }
        foreach (var (name, position, colour) in PlaceNames(y)) svg.Text(Right + 12, position, name, colour: colour);
        return svg.Finish(Bottom + 66, notes);
    }

    private void DrawAxes(Svg svg, LogScale x, LogScale y)
    {
        foreach (var tick in y.Ticks)
        {
            svg.GridLine(Left, y.Position(tick), Right, y.Position(tick));
            svg.Text(Left - 8, y.Position(tick) + 4, YFormat(tick), "soft right");
        }
        foreach (var tick in x.Ticks)
        {
            svg.GridLine(x.Position(tick), Top, x.Position(tick), Bottom);
            svg.Text(x.Position(tick), Bottom + 18, Quantity.Count(tick), "soft middle");
        }
        svg.Text((Left + Right) / 2.0, Bottom + 38, XName, "soft middle");
    }

    /// <summary>Each name where its curve ends, moved down as far as the one above needs it, and all of them up again where they would leave the chart.</summary>
    private (string Name, double Position, int Colour)[] PlaceNames(LogScale y)
    {
        var names = Curves.Index().Select(curve => (curve.Item.Name, Position: y.Position(curve.Item.Points[^1].Y) + 4, Colour: curve.Index)).OrderBy(name => name.Position).ToArray();
        for (var i = 1; i < names.Length; i++) names[i].Position = Math.Max(names[i].Position, names[i - 1].Position + NameHeight);
        var lowest = (double)Bottom;
        for (var i = names.Length - 1; i >= 0; i--)
        {
            names[i].Position = Math.Min(names[i].Position, lowest);
            lowest = names[i].Position - NameHeight;
        }
        return names;
    }
}
