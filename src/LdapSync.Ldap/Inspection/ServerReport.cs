namespace LdapSync.Ldap.Inspection;

/// <summary>What one server did when it was asked.</summary>
public sealed record ServerReport
{
    internal ServerReport()
    {
    }

    /// <summary>The server, such as <c>ldap://dc1.example.com:389</c>; or the domain whose servers cannot be looked up, such as <c>srv:corp.example</c>.</summary>
    public required string Server { get; init; }

    /// <summary>What was tried, in order; the last ones may not have been reached.</summary>
    public required IReadOnlyList<ConnectionStep> Steps { get; init; }

    /// <summary>Whether TLS protected the password.</summary>
    public required bool IsProtected { get; init; }

    /// <summary>TLS version and certificate, also of a handshake that failed; null where there was none, or the LDAP library does not tell.</summary>
    public TlsHandshake? Tls { get; init; }

    /// <summary>
    /// Whose account the server takes the connection for (RFC 4532), such as <c>u:EXAMPLE\reader</c>; empty for nobody's, null where it does not tell. This is the
    /// name that nothing else of this library shows: do not log it.
    /// </summary>
    public string? BoundAs { get; init; }

    /// <summary>What the server says about itself; null where it says nothing.</summary>
    public DirectoryFacts? Facts { get; init; }

    /// <summary>The base DNs of the settings, in their order; none where the server was not got that far.</summary>
    public required IReadOnlyList<BaseReport> Bases { get; init; }

    /// <summary>What the filter finds; null where nothing could be read.</summary>
    public DirectorySample? Sample { get; init; }

    /// <summary>What works, and had better be looked at.</summary>
    public IReadOnlyList<ConnectionWarning> Warnings { get; init; } = [];

    /// <summary>Why the server cannot be read, and what to change: the sentence of the first step that failed; null where it can.</summary>
    public string? Failure => Steps.FirstOrDefault(step => step.Failure is not null)?.Failure;

    /// <summary>Every step succeeded, so a sync could read from this server.</summary>
    public bool IsReadable => Failure is null;

    /// <summary>After such a failure a sync tries the next server; a clear answer, such as a wrong password, is final.</summary>
    public required bool NextServerIsAsked { get; init; }

    /// <summary>The result in a sentence, without the account.</summary>
    public override string ToString() => Failure ?? $"{Server} can be read.";
}

/// <summary>A step on the way to the entries.</summary>
/// <param name="Name">
/// <c>connect</c>, <c>StartTLS</c>, <c>TLS handshake</c>, <c>bind as User</c> or <c>bind by certificate</c>, <c>root DSE</c>, <c>bases</c>, <c>sample</c>; <c>SRV look-up</c>
/// of a domain's servers where that fails.
/// </param>
/// <param name="Duration">How long it took, or until it failed.</param>
/// <param name="Failure">What is wrong and what to change; null where it succeeded.</param>
public sealed record ConnectionStep(string Name, TimeSpan Duration, string? Failure);

/// <summary>A base DN of the settings.</summary>
/// <param name="Dn">As the settings have it.</param>
/// <param name="Exists">Whether it is there, as far as the account may see.</param>
/// <param name="NearestExisting">Where it is not: the entry on the way to it that is there; null where the server does not tell.</param>
/// <param name="CanWrite">
/// Whether the account may change this entry or add entries right below it, as Active Directory tells ([MS-ADTS] section 3.1.1.4.5, <c>allowedAttributesEffective</c>
/// and <c>allowedChildClassesEffective</c>); null where it cannot be told.
/// </param>
public sealed record BaseReport(string Dn, bool Exists, string? NearestExisting, bool? CanWrite);
