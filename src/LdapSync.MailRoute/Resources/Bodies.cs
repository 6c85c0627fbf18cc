using System.Text.Json;

namespace LdapSync.MailRoute.Resources;

/// <summary>An account to create. Nobody is mailed, and nobody learns the password, which the service makes up: people log in elsewhere.</summary>
internal sealed record NewAccount(string Localpart, string Domain, string CreateOpt = "generate_pwd", bool SendWelcome = false)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Default.NewAccount);

    public override string ToString() => nameof(NewAccount); // a body is shown nowhere
}

/// <summary>Many accounts to create.</summary>
internal sealed record NewAccounts(IReadOnlyList<string> Localparts, string Domain)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Default.NewAccounts);

    public override string ToString() => nameof(NewAccounts); // a body is shown nowhere
}

/// <summary>An alias to create.</summary>
internal sealed record NewAlias(string Localpart, string EmailAccount)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Default.NewAlias);

    public override string ToString() => nameof(NewAlias); // a body is shown nowhere
}

/// <summary>Many aliases of one account to create.</summary>
internal sealed record NewAliases(IReadOnlyList<string> Aliases)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Default.NewAliases);

    public override string ToString() => nameof(NewAliases); // a body is shown nowhere
}

/// <summary>What of an account to change; null stays as it is.</summary>
internal sealed record AccountPatch(string? Localpart = null, int? State = null)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Default.AccountPatch);

    public override string ToString() => nameof(AccountPatch); // a body is shown nowhere
}
