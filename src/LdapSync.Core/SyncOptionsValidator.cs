namespace LdapSync;

/// <summary>Names every fault.</summary>
public sealed class SyncOptionsValidator
{
}
