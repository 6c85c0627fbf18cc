using System.Text.RegularExpressions;

namespace LdapSync.Quickstart.Tests;

public partial class ReadmeTests
{
    [Fact]
    public void The_code_of_the_readme_is_the_compiled_snippet()
    {
        var snippet = CompiledCode().Match(Text("docs", "snippets", "Embedding.cs")).Groups["code"].Value.Split('\n').Select(line => line.Length == 0 ? "" : line[8..]);
        var shown = ShownCode().Match(Text("README.md")).Groups["code"].Value.Split('\n');

        shown.Should().Equal(snippet);
    }

    [Fact]
    public void The_page_of_a_package_has_the_same_code_and_no_link_into_the_source()
    {
        var page = Text("src", "README.md");

        Text("src", "Directory.Build.props").Should().Contain("""Include="$(MSBuildThisFileDirectory)README.md" Pack="true" """.TrimEnd(' '));
        ShownCode().Match(page).Value.Should().NotBeEmpty().And.Be(ShownCode().Match(Text("README.md")).Value);
        Link().Matches(page).Should().BeEmpty();
    }

    [Fact]
    public void The_readme_names_every_setting()
    {
        var readme = Text("README.md");

        KnownSettings.All.Select(setting => setting.Path[(SyncOptions.Section.Length + 1)..]).Should().OnlyContain(name => readme.Contains($"`{name}`", StringComparison.Ordinal));
    }

    [Fact]
    public void Links_lead_to_files_that_are_there()
    {
        var pages = Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Root, "README.md"));
        var links = pages.SelectMany(page => Link().Matches(File.ReadAllText(page)).Select(link => Path.Combine(Path.GetDirectoryName(page)!, link.Groups["path"].Value))).ToList();

        links.Should().NotBeEmpty().And.OnlyContain(link => Path.Exists(link));
    }

    private static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "LdapSync.Core.sln"))) folder = Path.GetDirectoryName(folder)!;
            return folder;
        }
    }

    private static string Text(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path])).ReplaceLineEndings("\n");

    [GeneratedRegex(@"// begin\n(?<code>.*?)\n *// end", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CompiledCode();

    [GeneratedRegex(@"```csharp\n(?<code>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShownCode();

    [GeneratedRegex(@"\]\((?!https?:)(?<path>[^)#]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
