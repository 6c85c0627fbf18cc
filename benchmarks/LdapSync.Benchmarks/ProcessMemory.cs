using System.Diagnostics;
using System.Globalization;

namespace LdapSync.Benchmarks;

/// <summary>What the process holds, as the kernel counts it.</summary>
internal static class ProcessMemory
{
    /// <summary>The most there has ever been, in bytes.</summary>
    public static long Peak
    {
        get
        {
            if (!OperatingSystem.IsLinux()) return Process.GetCurrentProcess().PeakWorkingSet64;
            // .NET takes its figure for Linux from elsewhere, and it can be 0.
            var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return 1024 * long.Parse(line.AsSpan(6, line.Length - 6 - 2).Trim(), NumberStyles.None, CultureInfo.InvariantCulture);
        }
    }
}
