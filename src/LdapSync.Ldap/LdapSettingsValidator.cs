using Microsoft.Extensions.Options;

namespace LdapSync.Ldap;

/// <summary>
/// Checks what a server needs beyond <see cref="SyncOptionsValidator"/>: servers, user, password and base DNs are there, the CA file can
/// be read.
/// </summary>
public sealed class LdapSettingsValidator : IValidateOptions<SyncOptions>
{
    /// <summary>Names every fault at once.</summary>
    public ValidateOptionsResult Validate(string? name, SyncOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        LdapSettings.Read(options, faults);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
