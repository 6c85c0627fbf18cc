using System.Net;

namespace LdapSync.MailRoute;

/// <summary>A network that makes the target believe what is not so is found, by the rule that this breaks.</summary>
public sealed class ServiceMutantTests(ITestOutputHelper output)
{
    private const int MostCompanies = 30;

    [Fact]
    public Task Writes_that_are_taken_for_done_are_found() => FindAsync(new Optimistic(), Rule.TrueReport);

    private async Task FindAsync(HttpMessageHandler network, Rule broken)
    {
        using (network)
        {
            Failure? found = null;

            for (var seed = 1; seed <= MostCompanies && found?.Broken.Rule != broken; seed++)
                found = await Simulation.TryAsync(seed, makeTarget: (options, random) => new ServiceTarget(options, random, network));

            (found?.Broken.Rule).Should().Be(broken);
            output.WriteLine($"Found with the seed {found!.Seed}: {found.Broken.Message}");
        }
    }

    /// <summary>Says of every write that it was done, whatever the service says, or does not say.</summary>
    private sealed class Optimistic() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Get) return await base.SendAsync(request, cancellationToken);
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                if (response.IsSuccessStatusCode) return response;
                response.Dispose();
            }
            catch (HttpRequestException)
            {
                // so nobody knows
            }
            return new HttpResponseMessage(HttpStatusCode.Accepted) { RequestMessage = request };
        }
    }
}
