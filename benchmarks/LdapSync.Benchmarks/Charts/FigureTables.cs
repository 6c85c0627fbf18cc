using System.Text;
using LdapSync.Benchmarks.Ratios;

namespace LdapSync.Benchmarks.Charts;

/// <summary>Every figure of the result files as Markdown, a table for each size.</summary>
internal static class FigureTables
{
    public static string Write(IEnumerable<ResultFile> files)
    {
        var text = new StringBuilder("# Figures of planning\n\nMade by `charts` of benchmarks/LdapSync.Benchmarks from benchmarks/results; [performance](../performance.md) tells what they mean.\n");
        foreach (var file in files.OrderBy(file => file.Size))
        {
            text.Append("\n## ").Append(Quantity.Count(file.Size)).Append(" entries\n\n").Append(file.Machine).Append("\n\n| figure | ratio | ours | theirs | goal |\n|---|--:|--:|--:|--:|\n");
            foreach (var figure in file.Figures)
            {
                text.Append("| ").AppendJoin(" | ", figure.Name, Figure.Number(figure.Ratio), $"{Figure.Number(figure.Ours)} {figure.Unit}", $"{Figure.Number(figure.Theirs)} {figure.Unit}", Figure.Number(figure.Goal)).Append(" |\n");
            }
        }
        return text.ToString();
    }
}
