using System.Diagnostics;

namespace LdapSync.MailRoute.Fake;

/// <summary>The fake as a program, for trying things by hand.</summary>
public sealed class FakeProgramTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "LdapSync.MailRoute.FakeServer.dll");

    [Fact]
    public async Task It_says_where_it_is_and_whom_it_lets_in_and_logs_each_request()
    {
        using var process = Start("--domain", "example.org", "--login", "me@example.org", "--key", "k3y", "--alias-domains", "example.net,example.com", "--log");
        try
        {
            (await LineAsync(process)).Should().StartWith("A fake of MailRoute's API");
            var address = (await LineAsync(process)).Split(' ')[^1];
            (await LineAsync(process)).Should().EndWith("me@example.org");
            (await LineAsync(process)).Should().EndWith("k3y");
            (await LineAsync(process)).Should().EndWith("example.org");

            using var client = new HttpClient();
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "ApiKey me@example.org:k3y");
            (await client.GetStringAsync(new Uri($"{address}domain/?name__exact=example.org"), TestContext.Current.CancellationToken)).Should().Contain("\"total_count\":1");

            (await LineAsync(process)).Should().Be("GET domain/?name__exact=example.org 200");
            (await client.GetStringAsync(new Uri($"{address}domain_alias/?nothing={new string('x', 200)}"), TestContext.Current.CancellationToken)).Should().ContainAll("example.net", "example.com");
            (await LineAsync(process)).Should().MatchRegex("^GET domain_alias/\\?nothing=x+… 200$").And.HaveLength("GET domain_alias/".Length + 100 + "… 200".Length);
        }
        finally
        {
            process.Kill();
        }
    }

    [Theory]
    [InlineData("--nothing")]
    [InlineData("--key")]
    [InlineData("--port", "http")]
    public async Task What_it_does_not_understand_it_says(params string[] arguments)
    {
        using var process = Start(arguments);

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.Should().Be(2);
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static async Task<string> LineAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("The program has ended.");
}
