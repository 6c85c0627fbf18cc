using System.Text.Json.Serialization;

namespace LdapSync.MailRoute.Resources;

/// <summary>How the API's objects are read and written. Liberal: numbers may come as text, unknown members are passed over.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Page<DomainResource>))]
[JsonSerializable(typeof(Page<DomainAliasResource>))]
[JsonSerializable(typeof(Page<AccountResource>))]
[JsonSerializable(typeof(Page<AliasResource>))]
[JsonSerializable(typeof(NewAccount))]
[JsonSerializable(typeof(NewAccounts))]
[JsonSerializable(typeof(NewAlias))]
[JsonSerializable(typeof(NewAliases))]
[JsonSerializable(typeof(AccountPatch))]
internal sealed partial class ApiJson : JsonSerializerContext;
