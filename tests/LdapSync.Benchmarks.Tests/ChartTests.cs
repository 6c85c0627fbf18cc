using System.Globalization;
using System.Xml.Linq;
using LdapSync.Benchmarks.Charts;

namespace LdapSync.Benchmarks;

public class ChartTests
{
    private static readonly string[] Files = ["time-by-size.svg", "time-by-patterns.svg", "peers.svg", "bytes-per-entry.svg"];

    [Fact]
    public void Every_picture_is_drawn_from_result_files() => Pictures().Select(picture => picture.File).Should().Equal(Files);

    [Fact]
    public void The_same_results_in_any_order_and_culture_give_the_same_pictures()
    {
        var before = CultureInfo.CurrentCulture;
        var usual = Pictures().ToList();
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = "." } };

            new ResultCharts([Some.Results(100_000), Some.Results(10_000)]).Draw().Should().Equal(usual);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Every_picture_tells_machine_runtime_commit_and_date()
    {
        foreach (var (_, svg) in Pictures()) XDocument.Parse(svg).ToString().Should().ContainAll("CPU &lt;of a test&gt;, 2 cores", ".NET 10", "commit 0123abc", "2026-01-02");
    }

    [Fact]
    public void No_text_stands_on_another_or_leaves_the_picture()
    {
        foreach (var (file, svg) in Pictures())
        {
            var texts = XDocument.Parse(svg).Descendants().Where(element => element.Name.LocalName == "text").Select(TextBox.Of).ToList();

            texts.Should().OnlyContain(text => text.Left >= 0 && text.Right <= Svg.Width, file);
            texts.SelectMany((one, i) => texts.Skip(i + 1).Where(one.Touches).Select(other => $"{one.Text} | {other.Text}")).Should().BeEmpty(file);
        }
    }

    [Fact]
    public void Every_figure_is_a_row_of_a_table_under_its_machine()
    {
        var results = Some.Results(100_000) with { Figures = [new("plan / LINQ, time", 12.3, 246, "ms", 0.1), new("plan / floor, time", 12.3, 4.1, "ms")] };

        FigureTables.Write([results]).Should().Contain("## 100k entries").And.Contain("commit 0123abc")
            .And.EndWith("| plan / LINQ, time | 0.050 | 12.3 ms | 246 ms | 0.100 |\n| plan / floor, time | 3.00 | 12.3 ms | 4.10 ms |  |\n");
    }

    [Fact]
    public void What_has_no_figures_is_not_drawn() => new ResultCharts([]).Draw().Should().BeEmpty();

    [Theory]
    [InlineData(9.99, "9.99 ns")]
    [InlineData(999.6, "1 µs")]
    [InlineData(45_300_000, "45.3 ms")]
    [InlineData(21e9, "21 s")]
    public void Times_have_three_digits_and_the_unit_that_suits_them(double nanoseconds, string text) => Quantity.Time(nanoseconds).Should().Be(text);

    [Theory]
    [InlineData(10, 1, 2)]
    [InlineData(100, 1, 3)]
    [InlineData(11, 9, 3)]
    [InlineData(5, 5, 2)]
    public void Axes_have_every_power_of_ten_around_their_values(double most, double least, int ticks)
    {
        var scale = new LogScale([most, least], from: 0, to: 300);

        scale.Ticks.Should().HaveCount(ticks);
        scale.Position(most).Should().BeInRange(0, 300.001);
        scale.Position(least).Should().BeInRange(-0.001, 300);
    }

    private static IEnumerable<(string File, string Svg)> Pictures() => new ResultCharts([Some.Results(10_000), Some.Results(100_000)]).Draw();

    /// <summary>Where a text stands, its width estimated for a wide font.</summary>
    private sealed record TextBox(string Text, double Left, double Right, double Baseline)
    {
        private const double WidthOfCharacter = 0.62;
        private const double Height = 12;

        public static TextBox Of(XElement element)
        {
            var x = double.Parse(element.Attribute("x")!.Value, CultureInfo.InvariantCulture);
            var y = double.Parse(element.Attribute("y")!.Value, CultureInfo.InvariantCulture);
            var @class = element.Attribute("class")?.Value ?? "";
            var size = @class switch { "title" => 16, "note" => 11, _ when @class.StartsWith("soft", StringComparison.Ordinal) => 12, _ => 13 };
            var width = element.Value.Length * size * WidthOfCharacter;
            var left = @class.Contains("right", StringComparison.Ordinal) ? x - width : @class.Contains("middle", StringComparison.Ordinal) ? x - (width / 2) : x;
            return new TextBox(element.Value, left, left + width, y);
        }

        public bool Touches(TextBox other) => Math.Abs(Baseline - other.Baseline) < Height && Left < other.Right && other.Left < Right;
    }
}
