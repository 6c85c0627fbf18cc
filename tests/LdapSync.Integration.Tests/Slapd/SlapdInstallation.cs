namespace LdapSync.Slapd;

/// <summary>Where the packages slapd (Debian, Ubuntu) put their files.</summary>
internal static class SlapdInstallation
{
    public const string Slapd = "/usr/sbin/slapd";
    public const string Slapadd = "/usr/sbin/slapadd";
    public const string Schemas = "/etc/ldap/schema";
    public const string Modules = "/usr/lib/ldap";

    public static bool IsPresent => File.Exists(Slapd) && File.Exists(Slapadd);

    public static void RequireOrSkip()
    {
        if (IsPresent) return;
        const string reason = "slapd is not installed (Debian, Ubuntu: apt-get install slapd)";
        if (Environment.GetEnvironmentVariable("LDAPSYNC_REQUIRE_SERVERS") == "1") throw new InvalidOperationException($"LDAPSYNC_REQUIRE_SERVERS is 1, but {reason}.");
        Assert.Skip(reason);
    }
}
