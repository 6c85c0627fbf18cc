using LdapSync.Ldap.Protocol;

namespace LdapSync.Ldap;

/// <summary>
/// The part of <see cref="SyncOptions"/> that reading a server needs, checked and frozen. No record: its text would show the password.
/// </summary>
internal sealed class LdapSettings
{
    private LdapSettings(SyncOptions options, ICollection<string> faults)
    {
        Servers = ServerList.Parse(options, faults);
        User = Required(options.User, $"{SyncOptions.Section}:User: the name of who reads the directory is needed, as name@domain or as a DN.", faults);
        // A server takes a name with an empty password for an anonymous bind and calls it a success (RFC 4513 section 5.1.2).
        Password = Required(options.Password, $"{SyncOptions.Section}:Password: the password of User is needed; it must not be empty.", faults);
        AllowClearTextPassword = options.AllowClearTextPassword;
        FollowReferrals = options.FollowReferrals;
        CaFile = string.IsNullOrWhiteSpace(options.CaFile) ? null : options.CaFile;
        ConnectTimeout = options.ConnectTimeout;
        AnswerTimeout = options.AnswerTimeout;
        ReadTimeout = options.ReadTimeout;
        CheckCaFile(faults);
        if (options.BaseDns.Count == 0) faults.Add($"{SyncOptions.Section}:BaseDns: at least one base DN is needed, such as DC=example,DC=com.");
    }

    public IReadOnlyList<IServerRow> Servers { get; }
    public string User { get; }
    public string Password { get; }
    public bool AllowClearTextPassword { get; }
    public bool FollowReferrals { get; }
    public string? CaFile { get; }
    public TimeSpan ConnectTimeout { get; }
    public TimeSpan AnswerTimeout { get; }
    public TimeSpan ReadTimeout { get; }

    /// <summary>The settings; what is missing or wrong becomes faults.</summary>
    public static LdapSettings Read(SyncOptions options, ICollection<string> faults) => new(options, faults);

    private void CheckCaFile(ICollection<string> faults)
    {
        try
        {
            _ = new TlsTrust(CaFile);
        }
        catch (SettingsException e)
        {
            faults.Add(e.Message);
        }
    }

    private static string Required(string? value, string fault, ICollection<string> faults)
    {
        if (string.IsNullOrWhiteSpace(value)) faults.Add(fault);
        return value ?? "";
    }
}
