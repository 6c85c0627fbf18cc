using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LdapSync.Quickstart.Tests;

/// <summary>The built program, started as its users do, in a folder of its own.</summary>
public sealed class ConsoleProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public string Folder { get; } = Directory.CreateTempSubdirectory("ldapsync-quickstart-").FullName;

    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static string Company => Path.Combine(AppContext.BaseDirectory, "company.ldif");

    /// <summary>The top of the repository.</summary>
    public static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "LdapSync.Core.sln"))) folder = Path.GetDirectoryName(folder)!;
            return folder;
        }
    }

    // Built as these tests are: bin/Debug/net10.0 of its own.
    private static string Program =>
        Path.Combine(Root, "docs", "quickstart", Path.GetRelativePath(Path.Combine(Root, "tests", "LdapSync.Quickstart.Tests"), AppContext.BaseDirectory), "Quickstart.dll");

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a file into the folder.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text, new UTF8Encoding(false));
        return name;
    }

    /// <summary>An LDIF file of people with these addresses, each with an alias that begins with <c>alias-</c>.</summary>
    public string WriteLdif(string name, params string[] addresses) =>
        Write(name, string.Concat(addresses.Select(address => $"""
            dn: cn={address},dc=example,dc=com
            objectClass: inetOrgPerson
            mail: {address}
            proxyAddresses: smtp:alias-{address}


            """)));

    /// <summary>Settings for the entries of <see cref="WriteLdif"/>, read from the current folder.</summary>
    public ConsoleProgram WithAnyMail()
    {
        Write("appsettings.json", """{ "LdapSync": { "SearchFilter": "AnyMail", "Exclusions": [] } }""");
        return this;
    }

    public async Task<Result> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return new Result(process.ExitCode, await output, await error);
    }

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            ArgumentList = { Program },
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);

        // What the tests themselves are told by the environment is not for the program.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("LDAPSYNC_", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>How the program ended.</summary>
public sealed record Result(int ExitCode, string Output, string Error)
{
    public JsonNode Json => JsonNode.Parse(Output, documentOptions: new JsonDocumentOptions { AllowTrailingCommas = false })!;
}
