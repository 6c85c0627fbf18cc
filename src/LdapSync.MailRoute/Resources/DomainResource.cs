using System.Text.Json.Serialization;

namespace LdapSync.MailRoute.Resources;

/// <summary>A domain.</summary>
internal sealed class DomainResource : IResource
{
    public long? Id { get; init; }

    public string? Name { get; init; }

    [JsonIgnore]
    public string? Key => Name;
}

/// <summary>A domain that has every mailbox of another one.</summary>
internal sealed class DomainAliasResource : IResource
{
    public long? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>The address of the parent.</summary>
    public string? Domain { get; init; }

    [JsonIgnore]
    public string? Key => Name;
}
