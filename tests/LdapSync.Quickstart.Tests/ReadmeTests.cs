using System.Text.RegularExpressions;
using LdapSync.MailRoute;
using LdapSync.MailRoute.FakeServer;

namespace LdapSync.Quickstart.Tests;

public partial class ReadmeTests
{
    [Theory]
    [InlineData("README.md", "Embedding.cs")]
    [InlineData("docs/mailroute.md", "MailRoute.cs")]
    public void The_code_of_a_page_is_the_compiled_snippet(string page, string file)
    {
        var snippet = CompiledCode().Match(Text("docs", "snippets", file)).Groups["code"].Value.Split('\n').Select(line => line.Length == 0 ? "" : line[8..]);
        var shown = ShownCode().Match(Text(page)).Groups["code"].Value.Split('\n');

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
    public void The_readme_names_every_setting_and_the_page_on_MailRoute_those_of_MailRoute()
    {
        Names(KnownSettings.All.Where(setting => !Settings.IsOfMailRoute(setting.Path)), SyncOptions.Section).Should().OnlyContain(name => Text("README.md").Contains($"`{name}`", StringComparison.Ordinal));
        Names(KnownSettings.All.Where(setting => Settings.IsOfMailRoute(setting.Path)), MailRouteOptions.Section).Should().OnlyContain(name => Text("docs", "mailroute.md").Contains($"\n| `{name}` |", StringComparison.Ordinal));

        static IEnumerable<string> Names(IEnumerable<KnownSetting> settings, string section) => settings.Select(setting => setting.Path[(section.Length + 1)..]);
    }

    [Fact]
    public async Task The_commands_that_try_MailRoute_by_hand_work()
    {
        var commands = TriedByHand().Match(Text("README.md")).Groups["commands"].Value.Replace("\\\n", "", StringComparison.Ordinal).Split('\n');
        commands.Select(command => Path.Combine(ConsoleProgram.Root, Option(command.Split(' '), "--project"))).Should().OnlyContain(folder => Directory.Exists(folder));
        var server = Arguments(commands[0]);
        var client = Arguments(commands[1]);
        await using var fake = FakeMailRoute.Start(new FakeMailRouteOptions { Domain = Option(server, "--domain"), ApiKey = Option(server, "--key") });
        foreach (var alias in Option(server, "--alias-domains").Split(',')) fake.AddDomainAlias(alias);
        using var program = new ConsoleProgram();
        foreach (Match variable in Variable().Matches(commands[1])) program.Environment[variable.Groups["name"].Value] = variable.Groups["value"].Value;
        Option(client, "--ldif").Should().Be("docs/quickstart/company.ldif");
        client.Should().Contain($"--LdapSync:MailRoute:BaseAddress=http://127.0.0.1:{Option(server, "--port")}/api/v1/");

        var result = await program.RunAsync([.. client.Select(argument => argument.Replace($":{Option(server, "--port")}/", $":{fake.BaseAddress.Port}/", StringComparison.Ordinal).Replace("docs/quickstart/company.ldif", ConsoleProgram.Company, StringComparison.Ordinal))]);

        result.ExitCode.Should().Be(0);
        result.Output.Should().Contain("changes applied");
        fake.Accounts.Should().NotBeEmpty().And.OnlyContain(account => account.Address.EndsWith("@brightwater.example", StringComparison.Ordinal));

        static string[] Arguments(string command) => command.Split(" -- ")[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        static string Option(string[] arguments, string name) => arguments[Array.IndexOf(arguments, name) + 1];
    }

    [Fact]
    public void Links_lead_to_files_that_are_there()
    {
        var pages = Directory.GetFiles(Path.Combine(ConsoleProgram.Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(ConsoleProgram.Root, "README.md"));
        var links = pages.SelectMany(page => Link().Matches(File.ReadAllText(page)).Select(link => Path.Combine(Path.GetDirectoryName(page)!, link.Groups["path"].Value))).ToList();

        links.Should().NotBeEmpty().And.OnlyContain(link => Path.Exists(link));
    }

    private static string Text(params string[] path) => File.ReadAllText(Path.Combine([ConsoleProgram.Root, .. path])).ReplaceLineEndings("\n");

    [GeneratedRegex(@"// begin\n(?<code>.*?)\n *// end", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CompiledCode();

    [GeneratedRegex(@"```csharp\n(?<code>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShownCode();

    [GeneratedRegex(@"```sh\n(?<commands>dotnet run --project tests/LdapSync.MailRoute.FakeServer.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TriedByHand();

    [GeneratedRegex(@"\b(?<name>LDAPSYNC_\w+)=(?<value>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\]\((?!https?:)(?<path>[^)#]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
