using System.Globalization;
using System.Net;
using System.Text;

namespace LdapSync.Benchmarks.Charts;

/// <summary>A picture in the making. Its colours follow the reader's choice of light or dark, and it brings its own background, so it can be read on any page.</summary>
internal sealed class Svg
{
    public const int Width = 780;

    private const string Style = """
        svg { --paper: #ffffff; --ink: #1f2328; --soft: #59636e; --grid: #d8dee4; --c0: #0969da; --c1: #bc4c00; --c2: #8250df; --c3: #1a7f37; --c4: #6e7781 }
        @media (prefers-color-scheme: dark) {
          svg { --paper: #0d1117; --ink: #e6edf3; --soft: #9198a1; --grid: #30363d; --c0: #58a6ff; --c1: #f0883e; --c2: #bc8cff; --c3: #56d364; --c4: #8b949e }
        }
        text { font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: var(--ink) }
        .title { font-size: 16px; font-weight: 600 }
        .soft { fill: var(--soft); font-size: 12px }
        .note { fill: var(--soft); font-size: 11px }
        .right { text-anchor: end } .middle { text-anchor: middle }
        .grid { stroke: var(--grid) }
        .curve { fill: none; stroke-width: 2; stroke-linejoin: round }

        """;

    private readonly StringBuilder _body = new();
    private readonly string _title;

    public Svg(string title, string subtitle)
    {
        _title = title;
        Text(24, 32, title, "title");
        Text(24, 52, subtitle, "soft");
    }

    public void Text(double x, double y, string text, string @class = "", int? colour = null) =>
        Add($"<text x=\"{x:0.#}\" y=\"{y:0.#}\"{Class(@class)}{Colour("fill", colour)}>{WebUtility.HtmlEncode(text)}</text>");

    public void GridLine(double x1, double y1, double x2, double y2) => Add($"<line x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\" class=\"grid\"/>");

    public void Curve(IEnumerable<(double X, double Y)> points, int colour)
    {
        var path = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}")));
        Add($"<polyline points=\"{path}\" class=\"curve\"{Colour("stroke", colour)}/>");
    }

    /// <summary>A point, which tells its value to whoever points at it.</summary>
    public void Point(double x, double y, int colour, string value) =>
        Add($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"3.5\"{Colour("fill", colour)}><title>{WebUtility.HtmlEncode(value)}</title></circle>");

    public void Bar(double x, double y, double width, double height, int colour) =>
        Add($"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" rx=\"2\"{Colour("fill", colour)}/>");

    /// <summary>The picture, with notes below it.</summary>
    /// <param name="height">Where the notes begin.</param>
    /// <param name="notes">Where and when the figures were measured, a line each.</param>
    public string Finish(int height, IReadOnlyList<string> notes)
    {
        const int LineHeight = 15;
        for (var i = 0; i < notes.Count; i++) Text(24, height + (i * LineHeight), notes[i], "note");
        height += notes.Count * LineHeight;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(_title)}\">\n<style>\n{Style}</style>\n<rect width=\"{Width}\" height=\"{height}\" rx=\"6\" style=\"fill: var(--paper)\"/>\n{_body}</svg>\n");
    }

    private void Add(FormattableString element) => _body.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Class(string names) => names.Length == 0 ? "" : $" class=\"{names}\"";

    private static string Colour(string property, int? number) => number is null ? "" : $" style=\"{property}: var(--c{number.Value.ToString(CultureInfo.InvariantCulture)})\"";
}
