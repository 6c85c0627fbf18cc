using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;

namespace LdapSync.Benchmarks.Ratios;

/// <summary>Where and when something was measured: no figure is worth anything without it.</summary>
internal sealed record Machine(string Cpu, int Cores, string Runtime, string Os, string Gc, bool InvariantGlobalization, string Commit, string Date)
{
    public static Machine Here() => new(
        CpuName(),
        Environment.ProcessorCount,
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        $"{(GCSettings.IsServerGC ? "server" : "workstation")}, {(GCSettings.LatencyMode == GCLatencyMode.Batch ? "not concurrent" : "concurrent")}",
        AppContext.TryGetSwitch("System.Globalization.Invariant", out var isInvariant) && isInvariant,
        CommitName(),
        DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public override string ToString() => $"{Cpu}, {Cores} cores; {Runtime}; {Os}; GC {Gc}{(InvariantGlobalization ? "; invariant globalization" : "")}; commit {Commit}; {Date}";

    private static string CpuName()
    {
        const string File = "/proc/cpuinfo";
        var line = System.IO.File.Exists(File) ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    private static string CommitName()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["describe", "--always", "--dirty", "--exclude=*"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var name = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? name : "unknown";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unknown"; // there is no git
        }
    }
}
