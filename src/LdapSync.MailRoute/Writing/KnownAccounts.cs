using System.Collections.Concurrent;

namespace LdapSync.MailRoute.Writing;

/// <summary>The numbers of accounts, looked up for one batch: an account is known by its address, and who has that may change between two. Safe for use from several threads.</summary>
internal sealed class KnownAccounts
{
    private readonly ConcurrentDictionary<EmailAddress, long> _ids = [];

    public long? IdOf(EmailAddress account) => _ids.TryGetValue(account, out var id) ? id : null;

    public void Add(EmailAddress account, long id) => _ids[account] = id;

    public void Remove(EmailAddress account) => _ids.TryRemove(account, out _);
}
