using LdapSync.Directories;
using LdapSync.Ldap.Protocol;

namespace LdapSync.Ldap.Changes;

/// <summary>
/// A connection that can also ask what has changed. Apart from <see cref="ILdapConnection"/>, so that other implementations of it stay small: without this a
/// directory is always read completely.
/// </summary>
internal interface ILdapChangeConnection : ILdapConnection
{
    /// <summary>A search whose answer says more than entries: in controls, and in intermediate messages (RFC 4511 section 4.13).</summary>
    /// <exception cref="InvalidDataException">Also where the answer has more than was asked for.</exception>
    Task<ControlledAnswer> SearchAsync(ControlledSearch search, CancellationToken cancellationToken);
}

/// <summary>A search that one control gives another meaning.</summary>
/// <param name="BaseDn">Where.</param>
/// <param name="IsOfOneEntry">Whether the base alone is searched, or all below it too.</param>
/// <param name="Filter">Which entries.</param>
/// <param name="Attributes">Which of their attributes.</param>
/// <param name="Control">The control; critical, so that no server answers as if it were not there.</param>
/// <param name="MostEntries">How many entries an answer may have.</param>
internal sealed record ControlledSearch(
    DistinguishedName BaseDn,
    bool IsOfOneEntry,
    LdapFilter Filter,
    IReadOnlyList<string> Attributes,
    LdapControl Control,
    int MostEntries);

/// <summary>All that a server answered to such a search.</summary>
/// <param name="Result">How it ended; whatever came before is void unless this is a success.</param>
/// <param name="Entries">The entries, each with its controls.</param>
/// <param name="References">How many references to other servers came.</param>
/// <param name="Messages">The intermediate messages.</param>
/// <param name="Controls">Those of the end.</param>
internal sealed record ControlledAnswer(
    LdapResult Result,
    IReadOnlyList<(LdapEntry Entry, IReadOnlyList<LdapControl> Controls)> Entries,
    int References,
    IReadOnlyList<IntermediateMessage> Messages,
    IReadOnlyList<LdapControl> Controls);
