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
        (Bind, User, Password) = (options.Bind, options.User ?? "", options.Password ?? "");
        AllowClearTextPassword = options.AllowClearTextPassword;
        FollowReferrals = options.FollowReferrals;
        (CaFile, ClientCertificateFile, ClientKeyFile) = (File(options.CaFile), File(options.ClientCertificateFile), File(options.ClientKeyFile));
        ConnectTimeout = options.ConnectTimeout;
        AnswerTimeout = options.AnswerTimeout;
        ReadTimeout = options.ReadTimeout;
        foreach (var fault in Bind == BindMethod.External ? ExternalFaults() : SimpleFaults()) faults.Add(fault);
        Check(() => new TlsTrust(CaFile), faults);
        Check(ReadCertificate, faults);
        if (options.BaseDns.Count == 0) faults.Add($"{SyncOptions.Section}:BaseDns: at least one base DN is needed, such as DC=example,DC=com.");
    }

    public IReadOnlyList<IServerRow> Servers { get; }
    public BindMethod Bind { get; }
    public string User { get; }
    public string Password { get; }
    public bool AllowClearTextPassword { get; }
    public bool FollowReferrals { get; }
    public string? CaFile { get; }
    public string? ClientCertificateFile { get; }
    public string? ClientKeyFile { get; }
    public TimeSpan ConnectTimeout { get; }
    public TimeSpan AnswerTimeout { get; }
    public TimeSpan ReadTimeout { get; }

    /// <summary>The settings, all of which are in order.</summary>
    /// <exception cref="SettingsException">Something is missing or wrong, here or elsewhere in the options; every fault is named.</exception>
    public static LdapSettings Of(SyncOptions options)
    {
        List<string> faults = [.. new SyncOptionsValidator().Validate(null, options).Failures ?? []];
        var settings = Read(options, faults);
        return faults.Count == 0 ? settings : throw new SettingsException(faults);
    }

    /// <summary>The settings; what is missing or wrong becomes faults.</summary>
    public static LdapSettings Read(SyncOptions options, ICollection<string> faults) => new(options, faults);

    /// <summary>Reads the files that TLS needs, as they are now, for one connection.</summary>
    /// <exception cref="SettingsException">They cannot be read.</exception>
    public TlsTrust ReadTrust()
    {
        var own = ReadCertificate();
        try
        {
            return new TlsTrust(CaFile, own);
        }
        catch
        {
            own?.Dispose();
            throw;
        }
    }

    /// <summary>As whom the directory is read: what one may see, another may not.</summary>
    /// <exception cref="SettingsException">The certificate cannot be read.</exception>
    public string Identity()
    {
        if (Bind == BindMethod.Simple) return User;
        using var own = ReadCertificate();
        return $"certificate {own?.Context.TargetCertificate.Thumbprint}";
    }

    private ClientCertificate? ReadCertificate() => ClientCertificate.Read(ClientCertificateFile, ClientKeyFile);

    private IEnumerable<string> SimpleFaults()
    {
        if (string.IsNullOrWhiteSpace(User)) yield return $"{SyncOptions.Section}:User: the name of who reads the directory is needed, as name@domain or as a DN.";
        // A server takes a name with an empty password for an anonymous bind and calls it a success (RFC 4513 section 5.1.2).
        if (string.IsNullOrWhiteSpace(Password)) yield return $"{SyncOptions.Section}:Password: the password of User is needed; it must not be empty.";
    }

    private IEnumerable<string> ExternalFaults()
    {
        if (ClientCertificateFile is null) yield return $"{SyncOptions.Section}:ClientCertificateFile: with Bind set to External, the certificate of who reads the directory is needed.";
        if (User.Length + Password.Length > 0) yield return $"{SyncOptions.Section}:Bind is External: the certificate tells who reads the directory; leave out User and Password.";
    }

    private static void Check(Func<IDisposable?> read, ICollection<string> faults)
    {
        try
        {
            read()?.Dispose();
        }
        catch (SettingsException e)
        {
            faults.Add(e.Message);
        }
    }

    private static string? File(string? setting) => string.IsNullOrWhiteSpace(setting) ? null : setting;
}
