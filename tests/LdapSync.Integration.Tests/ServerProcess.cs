using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LdapSync;

/// <summary>A child process that stays in the foreground until it is disposed of.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process)
    {
        _process = process;
        Messages = ReadMessagesAsync(process); // from now on, so that it never waits for a reader
    }

    /// <summary>What it wrote, as soon as it has ended.</summary>
    public Task<string> Messages { get; }

    public static ServerProcess Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        return new ServerProcess(Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start."));
    }

    /// <summary>Runs a program to its end, which has to be a success.</summary>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        await using var run = Start(program, arguments);
        var messages = await run.Messages;
        await run._process.WaitForExitAsync();
        if (run._process.ExitCode != 0) throw new InvalidOperationException($"{program} failed: {messages}");
    }

    /// <summary>Connects until somebody listens; false when the process has ended instead.</summary>
    public async Task<bool> AcceptsAsync(IPEndPoint endPoint)
    {
        while (!_process.HasExited)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(endPoint);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(5);
            }
        }
        return false;
    }

    /// <summary>Ends the process at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private static async Task<string> ReadMessagesAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        return await process.StandardError.ReadToEndAsync() + await output;
    }
}
