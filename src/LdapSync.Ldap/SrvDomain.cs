namespace LdapSync.Ldap;

/// <summary>What a row of the setting <see cref="SyncOptions.Servers"/> stands for: a server, or a domain whose servers DNS names.</summary>
internal interface IServerRow;

/// <summary>A domain whose directory servers stand in DNS, as SRV records (RFC 2782).</summary>
/// <param name="Domain">Its name, without a dot at the end, in A-labels. Names such as <c>Site._sites.corp.example</c>, which Active Directory registers too, choose some of the servers.</param>
/// <param name="Port">The port; null for that of each record.</param>
/// <param name="UseSsl">TLS from the first byte.</param>
internal sealed record SrvDomain(string Domain, int? Port, bool UseSsl) : IServerRow
{
    /// <summary>
    /// Where the records are. With TLS too: Active Directory registers no <c>_ldaps._tcp</c>, and its servers are the same; only the port differs.
    /// </summary>
    public string RecordName => $"_ldap._tcp.{Domain}";

    /// <summary>The domain itself: what stands behind the last label that begins with an underscore. One within a label, as in <c>my_corp.example</c>, is a part of the name.</summary>
    private string Zone => Domain.LastIndexOf("._", StringComparison.Ordinal) is >= 0 and var mark && Domain.IndexOf('.', mark + 1) is >= 0 and var dot ? Domain[(dot + 1)..] : Domain;

    /// <summary>
    /// Whether a host belongs to the domain. Answers of DNS can be forged, and a certificate only proves the name that DNS gave: no other may be led the password to.
    /// </summary>
    public bool Holds(string host) => host.Equals(Zone, StringComparison.OrdinalIgnoreCase) || host.EndsWith('.' + Zone, StringComparison.OrdinalIgnoreCase);

    /// <summary>As the setting has it, but for an international name, which is shown as DNS has it.</summary>
    public override string ToString() => $"srv:{Domain}";
}
