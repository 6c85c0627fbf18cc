namespace LdapSync.Samba;

/// <summary>Where the packages samba-ad-dc and samba-ad-provision (Debian, Ubuntu) put their files.</summary>
internal static class SambaInstallation
{
    public const string Samba = "/usr/sbin/samba";
    public const string Python = "/usr/bin/python3";

    private const string Provision = "/usr/share/samba/setup/provision.ldif";

    public static bool IsPresent => WhyNot() is null;

    public static void RequireOrSkip() => ServerInstallation.RequireOrSkip(WhyNot());

    private static string? WhyNot()
    {
        if (!File.Exists(Samba) || !File.Exists(Python) || !File.Exists(Provision))
            return "Samba is not installed as a domain controller (Debian, Ubuntu: apt-get install samba-ad-dc samba-ad-provision)";
        return Environment.IsPrivilegedProcess ? null : "a domain controller listens on the ports 389 and 636, which needs root";
    }
}
