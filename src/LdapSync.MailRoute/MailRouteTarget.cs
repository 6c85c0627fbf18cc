using System.Runtime.CompilerServices;
using LdapSync.MailRoute.Http;
using LdapSync.MailRoute.Reading;
using LdapSync.MailRoute.Writing;
using LdapSync.Planning;
using LdapSync.Targets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LdapSync.MailRoute;

/// <summary>
/// The accounts and aliases of one domain at MailRoute, over its REST API. Used by one run at a time. Accounts are created with a password that the service makes up, and
/// nobody is sent a welcome. Local parts are written in lower case: whether the service tells them apart by case is not documented.
/// </summary>
/// <remarks>
/// <para>A read is complete or throws: every object is of the domain, none comes twice, and there are as many as the service says.</para>
/// <para>An outcome is what the service really did: where an answer did not come, the target looks. When the service is down or refuses the key in the midst of a batch, what was
/// applied is told, and the next batch throws. A cancelled batch begins no further change, lets those under way end, and tells what became of them.</para>
/// </remarks>
public sealed class MailRouteTarget : ISyncTarget, IDisposable
{
    private readonly MailRouteOptions _options;
    private readonly ILogger _logger;
    private readonly HttpMessageHandler? _handler;
    private MailDomain? _domain;

    /// <summary>Checks the settings; nothing is sent yet.</summary>
    /// <param name="options">Which domain, and how.</param>
    /// <param name="logger">Hears of requests (Debug) and what becomes of them, never of the key or of what is sent.</param>
    /// <param name="handler">
    /// What takes the requests, such as one with a proxy of its own; it must not follow redirects, and is not disposed. Null for one that asks the system's proxy.
    /// </param>
    /// <exception cref="SettingsException">The settings have faults; every one is named.</exception>
    public MailRouteTarget(MailRouteOptions options, ILogger<MailRouteTarget>? logger = null, HttpMessageHandler? handler = null)
    {
        MailRouteOptionsValidator.ThrowIfFaulty(options);
        (_options, _logger, _handler) = (options.Copy(), logger ?? NullLogger<MailRouteTarget>.Instance, handler);
    }

    /// <summary>Domain and host.</summary>
    public string Name => _options.ToString();

    /// <summary>Accounts can be renamed. Aliases are moved by a remove and an add, a distribution list has none, and no ids of the directory are kept.</summary>
    public TargetCapabilities Capabilities => TargetCapabilities.Rename | TargetCapabilities.ListsWithoutAliases;

    /// <summary>Measures time-outs and waits between attempts.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    private ApiClient Client => field ??= new ApiClient(_options, _handler, Clock, _logger);

    private Listing Listing => field ??= new Listing(Client, _logger);

    /// <inheritdoc/>
    public Task<TargetDomains> ReadDomainsAsync(CancellationToken cancellationToken = default) =>
        ReadAsync($"the alias domains of {_options.Domain}", ReadDomainsAsync, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Every page is read before the first account is told, in the order of their local parts.</remarks>
    public async IAsyncEnumerable<MailAccount> ReadAccountsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var accounts = await ReadAsync($"the accounts of {_options.Domain}", ReadAllAsync, cancellationToken).ConfigureAwait(false);
        foreach (var account in accounts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return account.Account;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Side by side, as far as they concern different accounts; many new accounts by one request.</remarks>
    /// <exception cref="OperationCanceledException">Cancelled before anything was sent.</exception>
    public async Task<IReadOnlyList<ChangeOutcome>> ApplyAsync(IReadOnlyList<AccountChange> batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        if (batch.Count == 0) return [];
        ThrowIfDown();
        _domain ??= await ReadAsync($"the domain {_options.Domain}", new DomainReader(Client, Listing, _options).FindAsync, cancellationToken).ConfigureAwait(false);
        var outcomes = await new BatchWriter(new Batch(Client, _domain, _options, _logger, Cancellation.BetweenAttempts(cancellationToken)), batch).ApplyAsync().ConfigureAwait(false);
        // Thrown where there is nothing else to tell, else by the next batch.
        if (outcomes.All(outcome => outcome.Reason == Client.Circuit.Reason)) ThrowIfDown();
        return outcomes;
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => Client.Dispose();

    // Once: whoever goes on after it means to try again.
    private void ThrowIfDown()
    {
        if (Client.Circuit.Reason is not { } reason) return;
        Client.Circuit.Close();
        throw new TargetException(reason);
    }

    private async Task<TargetDomains> ReadDomainsAsync(Cancellation cancellation)
    {
        var reader = new DomainReader(Client, Listing, _options);
        _domain = await reader.FindAsync(cancellation).ConfigureAwait(false);
        var aliases = await reader.ReadAliasesAsync(_domain, cancellation).ConfigureAwait(false);
        return new TargetDomains([_domain.Name], aliases.ToDictionary(alias => alias, _ => _domain.Name, StringComparer.Ordinal));
    }

    private async Task<List<ListedAccount>> ReadAllAsync(Cancellation cancellation)
    {
        _domain = await new DomainReader(Client, Listing, _options).FindAsync(cancellation).ConfigureAwait(false);
        return await new AccountReader(Listing, _domain, _options, _logger).ReadAllAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<T> ReadAsync<T>(string what, Func<Cancellation, Task<T>> read, CancellationToken cancellationToken)
    {
        Client.Circuit.Close();
        try
        {
            return await read(Cancellation.AtOnce(cancellationToken)).ConfigureAwait(false);
        }
        catch (RequestException e)
        {
            throw new TargetException($"{Client.Host}: reading {what} failed: {e.Message}.");
        }
    }
}
