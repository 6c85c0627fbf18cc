namespace LdapSync.Ldap.Inspection;

/// <summary>What a warning is about.</summary>
public enum ConnectionWarningKind
{
    /// <summary>The password travels in clear text.</summary>
    ClearText,

    /// <summary>The server's certificate ends within 30 days, or has ended.</summary>
    CertificateEnds,

    /// <summary>The server takes the connection for nobody's.</summary>
    Anonymous,

    /// <summary>The account may write, and needs only to read.</summary>
    CanWrite,

    /// <summary>The server does not say that it can deliver results in pages.</summary>
    NoPaging,

    /// <summary>The filter leaves a server nothing to look up in an index.</summary>
    UnindexedFilter,

    /// <summary>The filter finds no entry that the account may see.</summary>
    NoEntries,

    /// <summary>More than half of the entries have no address.</summary>
    FewAddresses,

    /// <summary>A sync reads from this server because the ones before it fail.</summary>
    OthersFail,
}

/// <summary>What works, and had better be looked at.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Message">What was found and what to change, in a sentence.</param>
public sealed record ConnectionWarning(ConnectionWarningKind Kind, string Message)
{
    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
