using LdapSync.Mapping;

namespace LdapSync.Vectors;

public class FnmatchVectors
{
    [Fact]
    public void Patterns_match_what_fnmatch_matches()
    {
        var run = VectorRun.Start("fnmatch");
        var row = 0;
        foreach (var vector in run.ReadJsonLines("fnmatch.jsonl"))
        {
            var pattern = vector.GetProperty("pattern").GetString()!;
            var text = vector.GetProperty("text").GetString()!;
            run.Check($"line {++row} ({vector.GetProperty("tag")}: {pattern} ~ {text})",
                vector.GetProperty("match").GetBoolean().ToString(),
                new WildcardPattern(pattern).IsMatch(text).ToString());
        }
        run.Finish();
    }
}
