using System.Text.RegularExpressions;

namespace LdapSync.Quickstart.Tests;

public partial class ReadmeTests
{
    [Fact]
    public void The_code_of_the_readme_is_the_compiled_snippet()
    {
        var snippet = CompiledCode().Match(Text("Embedding.cs")).Groups["code"].Value.Split('\n').Select(line => line.Length == 0 ? "" : line[8..]);
        var shown = ShownCode().Match(Text("README.md")).Groups["code"].Value.Split('\n');

        shown.Should().Equal(snippet);
    }

    [Fact]
    public void The_readme_names_every_setting()
    {
        var readme = Text("README.md");

        KnownSettings.All.Select(setting => setting.Path[(SyncOptions.Section.Length + 1)..]).Should().OnlyContain(name => readme.Contains($"`{name}`", StringComparison.Ordinal));
    }

    private static string Text(string resource)
    {
        using var reader = new StreamReader(typeof(ReadmeTests).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"// begin\n(?<code>.*?)\n *// end", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CompiledCode();

    [GeneratedRegex(@"```csharp\n(?<code>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShownCode();
}
