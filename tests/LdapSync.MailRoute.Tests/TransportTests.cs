using LdapSync.MailRoute.Http;

namespace LdapSync.MailRoute;

/// <summary>What the target's own way to the network does, and leaves alone.</summary>
public sealed class TransportTests : MailRouteTest
{
    [Theory]
    [InlineData("http://127.0.0.1/", false)]
    [InlineData("http://localhost/", false)]
    [InlineData("https://api.example/", true)]
    public void What_is_sent_within_this_machine_takes_no_proxy(string address, bool mayTakeProxy)
    {
        using var sockets = Transport.Sockets(7, new Uri(address));

        sockets.UseProxy.Should().Be(mayTakeProxy);
    }

    [Fact]
    public void Redirects_are_not_followed_cookies_not_kept_and_connections_bounded()
    {
        using var sockets = Transport.Sockets(7, new Uri("https://api.example/"));

        (sockets.AllowAutoRedirect, sockets.UseCookies, sockets.MaxConnectionsPerServer).Should().Be((false, false, 7));
    }

    [Fact]
    public async Task A_handler_of_the_hosts_own_is_not_disposed()
    {
        using var handler = new CountingHandler();
        using (var target = NewTarget(handler))
        {
            (await target.ReadAccountsAsync(Token).ToListAsync(Token)).Should().BeEmpty();
        }

        handler.IsDisposed.Should().BeFalse();
        handler.Count.Should().Be(2);
    }

    [Theory]
    [InlineData("/api/v1")]
    [InlineData("/api/v1/")]
    public async Task The_address_of_the_api_may_end_in_a_slash_or_not(string path)
    {
        Options.BaseAddress = new Uri(Fake.BaseAddress, path);

        (await ReadAsync()).Should().BeEmpty();
    }

    private sealed class CountingHandler : DelegatingHandler
    {
        public CountingHandler()
            : base(new SocketsHttpHandler())
        {
        }

        public int Count { get; private set; }

        public bool IsDisposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Count++;
            return base.SendAsync(request, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
