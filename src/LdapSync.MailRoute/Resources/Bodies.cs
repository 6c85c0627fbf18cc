using System.Text.Json;

namespace LdapSync.MailRoute.Resources;

/// <summary>An account to create. Nobody is mailed, and nobody learns the password, which the service makes up: people log in elsewhere.</summary>
internal sealed record NewAccount(string Localpart, string Domain, string CreateOpt = "generate_pwd", bool SendWelcome = false)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Default.NewAccount);
}

/// <summary>Many accounts to create.</summary>
internal sealed record NewAccounts(IReadOnlyList<string> Localparts, string Domain)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Default.NewAccounts);
}

/// <summary>An alias to create.</summary>
internal sealed record NewAlias(string Localpart, string EmailAccount)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Default.NewAlias);
}

/// <summary>Many aliases of one account to create.</summary>
internal sealed record NewAliases(IReadOnlyList<string> Aliases)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Default.NewAliases);
}

/// <summary>What of an account to change; null stays as it is.</summary>
internal sealed record AccountPatch(string? Localpart = null, int? State = null)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Default.AccountPatch);
}
