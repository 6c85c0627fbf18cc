using System.Net;
using LdapSync.MailRoute.FakeServer.Data;
using LdapSync.MailRoute.FakeServer.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;

namespace LdapSync.MailRoute.FakeServer;

/// <summary>
/// A service like MailRoute's REST API v1, as far as its documentation says what it does, over real HTTP on the loopback interface. Everything is in memory and ends
/// with it. Safe to use from several threads, while it serves.
/// </summary>
public sealed class FakeMailRoute : IAsyncDisposable
{
    private readonly MailStore _store;
    private readonly Api _api;
    private readonly WebApplication _application;
    private readonly CancellationTokenSource _stopping = new();
    private bool _isDisposed;

    private FakeMailRoute(FakeMailRouteOptions options)
    {
        Options = options;
        _store = new MailStore(options);
        DomainId = _store.AddDomain(options.Domain).Id;
        if (options.HasNeighbours) AddNeighbours();

        // Empty: nothing of the environment or of a settings file reaches it, and nothing is logged.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.AddServerHeader = false;
        });
        _application = builder.Build();
        _api = new Api(options, _store);
        var wire = new Wire(options, _api, Faults, Requests);
        var stopping = _stopping.Token;
        _application.Run(context => wire.ServeAsync(context, stopping));
        _application.Start();
        BaseAddress = new Uri(new Uri(_application.Urls.Single()), Api.Root);
    }

    /// <summary>The domain that belongs to somebody else, when there are neighbours.</summary>
    public const string Neighbour = "neighbour.example";

    /// <summary>Where the API is.</summary>
    public Uri BaseAddress { get; }

    public FakeMailRouteOptions Options { get; }

    /// <summary>The number of the domain that was there from the start.</summary>
    public int DomainId { get; }

    /// <summary>
    /// Called after each request that has changed something, before it is answered and while no other is carried out, so that <see cref="Accounts"/> are what that
    /// one request made of them.
    /// </summary>
    public Action? Changed
    {
        get => _api.Changed;
        set => _api.Changed = value;
    }

    /// <summary>What goes wrong, on demand.</summary>
    public Faults Faults { get; } = new();

    /// <summary>What came.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>The accounts of the domain that was there from the start, by address.</summary>
    public IReadOnlyList<FakeAccount> Accounts => AccountsOf(Options.Domain);

    /// <summary>Starts one that serves until it is disposed of.</summary>
    public static FakeMailRoute Start(FakeMailRouteOptions? options = null) => new(options ?? new FakeMailRouteOptions());

    /// <summary>The accounts of a domain, by address.</summary>
    public IReadOnlyList<FakeAccount> AccountsOf(string domain)
    {
        lock (_store.Gate)
        {
            return [.. DomainOf(domain).Accounts.Select(Snapshot).OrderBy(account => account.Address, StringComparer.OrdinalIgnoreCase)];
        }
    }

    /// <summary>The account of an address; null when there is none, or only an alias.</summary>
    public FakeAccount? Account(string address)
    {
        lock (_store.Gate) return _store.Owner(address) is Account account ? Snapshot(account) : null;
    }

    public void AddDomain(string name)
    {
        lock (_store.Gate) _store.AddDomain(name);
    }

    /// <param name="name">Another name of a domain: what comes for it goes to the same mailboxes.</param>
    /// <param name="domain">That domain; null: the one that was there from the start.</param>
    public void AddDomainAlias(string name, string? domain = null)
    {
        lock (_store.Gate) _store.AddDomainAlias(name, DomainOf(domain ?? Options.Domain));
    }

    /// <param name="address">In a domain that is there.</param>
    /// <param name="state">Its kind.</param>
    /// <param name="aliases">Localparts in the same domain.</param>
    public void AddAccount(string address, AccountState state = AccountState.Standard, params IEnumerable<string> aliases)
    {
        lock (_store.Gate)
        {
            var at = address.LastIndexOf('@');
            var account = _store.AddAccount(DomainOf(address[(at + 1)..]), address[..at]);
            _store.SetState(account, state);
            foreach (var alias in aliases) _store.AddAlias(account, alias);
        }
    }

    /// <param name="localpart">In the account's domain.</param>
    /// <param name="account">The address of an account.</param>
    public void AddAlias(string localpart, string account)
    {
        lock (_store.Gate) _store.AddAlias((Account)Owner(account), localpart);
    }

    /// <summary>Deletes an account, with its aliases, or an alias.</summary>
    public void Remove(string address)
    {
        lock (_store.Gate)
        {
            if (Owner(address) is Account account) _store.Delete(account);
            else _store.Delete((Alias)Owner(address));
        }
    }

    /// <summary>Ends it at once: whatever is under way gets no answer, and nothing changes any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        lock (_store.Gate) _store.IsClosed = true; // a connection may outlive the server by a moment
        await _stopping.CancelAsync();
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
        _stopping.Dispose();
    }

    private static FakeAccount Snapshot(Account account) =>
        new(account.Id, Address(account, account.Localpart), account.State, [.. account.Aliases.Select(alias => Address(account, alias.Localpart)).Order(StringComparer.OrdinalIgnoreCase)]);

    private static string Address(Account account, string localpart) => $"{localpart}@{account.Domain.Name}";

    private Domain DomainOf(string name) => _store.DomainOf(name) ?? throw new ArgumentException($"There is no domain {name}.", nameof(name));

    private Row Owner(string address) => _store.Owner(address) ?? throw new ArgumentException($"Nobody has the address {address}.", nameof(address));

    private void AddNeighbours()
    {
        _store.AddDomain(Neighbour);
        AddAccount($"info@{Neighbour}", AccountState.Standard, "office", "ann");
        AddAccount($"all@{Neighbour}", AccountState.DistributionList);
        AddAccount($"sales@{Neighbour}", AccountState.Provisional);
        AddDomainAlias("neighbour-mail.example", Neighbour);
    }
}
