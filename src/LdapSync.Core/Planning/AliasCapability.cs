namespace LdapSync.Planning;

/// <summary>What a target's capabilities say of aliases.</summary>
internal static class AliasCapability
{
    /// <summary>Whether accounts of a kind can get aliases.</summary>
    public static bool AllowAliases(this TargetCapabilities capabilities, AccountKind? kind) =>
        kind != AccountKind.DistributionList || !capabilities.HasFlag(TargetCapabilities.ListsWithoutAliases);
}
