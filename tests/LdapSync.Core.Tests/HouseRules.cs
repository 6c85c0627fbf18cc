using System.Reflection;
using System.Text.RegularExpressions;

namespace LdapSync;

/// <summary>What the source tree promises its readers; each test lists every offender.</summary>
public partial class HouseRules
{
    private const int LongestFile = 300;

    // The flow, in the order in which data travels; a room may look back along it, never ahead.
    private static readonly string[] Rooms = ["Directories", "Mapping", "Planning", "Targets", "Reporting", "Telemetry"];

    private static readonly Assembly Core = typeof(SyncRunner).Assembly;

    [Fact]
    public void No_source_file_is_longer_than_three_screens() =>
        Sources("src").Where(file => File.ReadLines(file).Count() > LongestFile).Should().BeEmpty();

    [Fact]
    public void Every_namespace_is_its_folder() =>
        Sources("src").Where(file => !File.ReadLines(file).Contains($"namespace {string.Join('.', Folders(file)).Replace("LdapSync.Core", "LdapSync", StringComparison.Ordinal)};"))
            .Should().BeEmpty();

    [Fact]
    public void Rooms_look_one_way() =>
        Sources("src/LdapSync.Core")
            .Where(file => Folders(file).Length > 1) // the project root may look anywhere
            .SelectMany(file => File.ReadLines(file).Select(line => Import().Match(line)).Where(match => match.Success)
                .Where(match => Array.IndexOf(Rooms, match.Groups[1].Value) > Array.IndexOf(Rooms, Folders(file)[1]))
                .Select(match => $"{Path.GetFileName(file)} uses {match.Groups[1].Value}"))
            .Should().BeEmpty();

    [Fact]
    public void Every_exception_says_what_the_caller_does_next_and_is_sealed() =>
        Core.GetExportedTypes().Where(type => typeof(Exception).IsAssignableFrom(type) && type != typeof(SyncException))
            .Where(type => !type.IsSealed || !(type.IsSubclassOf(typeof(SyncException)) || type.IsSubclassOf(typeof(OperationCanceledException))))
            .Should().BeEmpty();

    [Fact]
    public void Public_classes_are_sealed_or_meant_to_be_derived() =>
        Core.GetExportedTypes().Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && type != typeof(ValueList)).Should().BeEmpty();

    /// <summary>The folders of a file below src, such as LdapSync.Core, Directories, Filters.</summary>
    private static string[] Folders(string file) => Path.GetRelativePath(Path.Combine(Root, "src"), Path.GetDirectoryName(file)!).Split(Path.DirectorySeparatorChar);

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories).Where(file => !Folders(file).Contains("obj") && !Folders(file).Contains("bin"));

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "LdapSync.Core.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the source tree.");
            return folder.FullName;
        }
    }

    [GeneratedRegex(@"^using LdapSync\.(\w+)")]
    private static partial Regex Import();
}
