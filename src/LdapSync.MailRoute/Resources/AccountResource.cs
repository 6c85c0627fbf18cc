using System.Text.Json.Serialization;

namespace LdapSync.MailRoute.Resources;

/// <summary>An account. Of its many members, those that a sync needs.</summary>
internal sealed class AccountResource : IResource
{
    public long? Id { get; init; }

    public string? Localpart { get; init; }

    /// <summary>The address of its domain.</summary>
    public string? Domain { get; init; }

    public string? DomainName { get; init; }

    /// <summary>The local parts of its aliases, separated by commas.</summary>
    public string? Aliases { get; init; }

    /// <summary>What it is: see <see cref="AccountState"/>. Old answers have none.</summary>
    public int? State { get; init; }

    [JsonIgnore]
    public string? Key => Localpart;
}

/// <summary>A further local part of an account.</summary>
internal sealed class AliasResource : IResource
{
    public long? Id { get; init; }

    public string? Localpart { get; init; }

    /// <summary>The address of its account.</summary>
    public string? EmailAccount { get; init; }

    [JsonIgnore]
    public string? Key => Localpart;
}
