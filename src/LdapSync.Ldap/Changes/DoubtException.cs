namespace LdapSync.Ldap.Changes;

/// <summary>What has changed cannot be told for certain, so everything has to be read. Never leaves this package.</summary>
/// <param name="reason">Why, to follow a colon.</param>
internal sealed class DoubtException(string reason) : Exception(reason);
