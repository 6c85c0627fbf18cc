using System.Diagnostics;

namespace LdapSync.Benchmarks.Ratios;

/// <summary>This program once more, in a process of its own: what is cold, and what a process holds at most, can only be measured there.</summary>
internal static class ChildProcess
{
    /// <summary>Runs <c>plan</c> with further arguments.</summary>
    /// <param name="heapLimit">The most that the garbage-collected heap may hold, in bytes; 0 for no limit.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>What it cost; <see cref="PlanCost.Failed"/> where the process did not come to its end.</returns>
    public static PlanCost Plan(long heapLimit, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true };
        // Started as 'dotnet LdapSync.Benchmarks.dll', the process is dotnet.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        foreach (var argument in arguments.Prepend("plan").Append("--terse")) start.ArgumentList.Add(argument);
        if (heapLimit > 0) start.Environment["DOTNET_GCHeapHardLimit"] = $"0x{heapLimit:x}";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? PlanCost.Parse(output.Trim()) : PlanCost.Failed;
    }
}
