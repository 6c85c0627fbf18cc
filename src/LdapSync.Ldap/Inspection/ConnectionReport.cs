namespace LdapSync.Ldap.Inspection;

/// <summary>
/// What a <see cref="ConnectionTest"/> found. It names the account that reads (<see cref="ServerReport.BoundAs"/>) because whoever runs such a test asks for that;
/// no password is in it, and no <c>ToString</c> of it names the account. Shown by <see cref="ConnectionReportText"/> and <see cref="ConnectionReportJson"/>.
/// </summary>
/// <param name="Servers">Every configured server, in the order of the settings.</param>
/// <param name="Started">When the test began.</param>
/// <param name="Duration">How long all of it took.</param>
public sealed record ConnectionReport(IReadOnlyList<ServerReport> Servers, DateTimeOffset Started, TimeSpan Duration)
{
    /// <summary>The server that a sync would read from now; null where none can be read, or where a sync gives up before it gets there.</summary>
    public ServerReport? ReadFrom => Deciding is { IsReadable: true } server ? server : null;

    /// <summary>The server where a sync gets its answer, for good or ill: the first one that it would not pass over for the next.</summary>
    private ServerReport? Deciding => Servers.FirstOrDefault(server => server.IsReadable || !server.NextServerIsAsked);

    /// <summary>A base DN does not exist on the server that a sync would ask: the settings are wrong, not the server.</summary>
    public bool IsBaseMissing => Deciding is { } server && server.Bases.Any(found => !found.Exists);

    /// <summary>There is a server to read from, and what it shows asks for no account: a sync would be refused, unless the rest of a large directory holds more.</summary>
    public bool FindsNobody => ReadFrom is { Sample.Accounts: 0 };

    /// <summary>The result in a sentence or two, without the account.</summary>
    public override string ToString() => (ReadFrom, Deciding) switch
    {
        ({ } server, _) => $"A sync would read from {server.Server}.{(FindsNobody ? " No account is found there: check BaseDns, SearchFilter, EmailAttribute, Domains and Exclusions." : "")}",
        (null, { } server) => $"A sync could not read the directory: {server.Failure}",
        _ => $"A sync could not read the directory: {string.Join(' ', Servers.Select(server => server.Failure))}",
    };
}
