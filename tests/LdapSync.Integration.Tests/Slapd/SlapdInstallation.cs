namespace LdapSync.Slapd;

/// <summary>Where the packages slapd (Debian, Ubuntu) put their files.</summary>
internal static class SlapdInstallation
{
    public const string Slapd = "/usr/sbin/slapd";
    public const string Slapadd = "/usr/sbin/slapadd";
    public const string Schemas = "/etc/ldap/schema";
    public const string Modules = "/usr/lib/ldap";

    public static bool IsPresent => File.Exists(Slapd) && File.Exists(Slapadd);

    public static void RequireOrSkip() => ServerInstallation.RequireOrSkip(IsPresent ? null : "slapd is not installed (Debian, Ubuntu: apt-get install slapd)");
}
