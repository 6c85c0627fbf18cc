namespace LdapSync.Ldap;

/// <summary>A server's word that another one holds a part of what was searched, or all of it.</summary>
/// <param name="Urls">Where, as LDAP URLs; one is as good as another.</param>
/// <param name="Server">Who says so.</param>
/// <param name="Search">The search it answers.</param>
/// <param name="IsOfWhole">It is a referral (RFC 4511 section 4.1.10), which stands for the whole search; else a reference (section 4.5.3) to a part.</param>
internal sealed record Referral(IReadOnlyList<string> Urls, LdapServer Server, LdapSearch Search, bool IsOfWhole)
{
    public static string Text(IReadOnlyList<string> urls) => string.Join(" or ", urls.Take(3).Select(LdapErrors.Clean));

    /// <summary>The URLs, fit for a message.</summary>
    public override string ToString() => Text(Urls);

    /// <summary>The search that a URL asks for in place of the one that was referred: what it leaves out stays as it was (RFC 4511 sections 4.1.10, 4.5.3).</summary>
    public ReferredSearch At(LdapUrl url)
    {
        // A reference without a port is followed in the way that led to who gave it: TLS from the first byte stays that.
        var useSsl = url.IsLdaps || (url.Port is null && Server.UseSsl);
        var server = new LdapServer(url.Host.ToLowerInvariant(), url.Port ?? (useSsl ? 636 : 389), useSsl);
        var scope = url.Scope ?? (!IsOfWhole && Search.Scope == SearchScope.SingleLevel ? SearchScope.BaseObject : Search.Scope);
        return new ReferredSearch(server, Search with { BaseDn = url.BaseDn ?? Search.BaseDn, Filter = url.Filter ?? Search.Filter, Scope = scope });
    }
}

/// <summary>A search on a certain server.</summary>
internal sealed record ReferredSearch(LdapServer Server, LdapSearch Search)
{
    public bool Equals(ReferredSearch? other) =>
        other is not null && Server == other.Server && Search.Scope == other.Search.Scope && Search.BaseDn.Equals(other.Search.BaseDn) && Search.Filter.Equals(other.Search.Filter);

    public override int GetHashCode() => HashCode.Combine(Server, Search.Scope, Search.BaseDn, Search.Filter);
}
