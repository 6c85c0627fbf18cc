namespace LdapSync;

/// <summary>What becomes of a test whose server cannot run on this machine.</summary>
internal static class ServerInstallation
{
    /// <summary>Skips the test for that reason, or fails it where LDAPSYNC_REQUIRE_SERVERS is 1; goes on where there is no reason.</summary>
    public static void RequireOrSkip(string? reason)
    {
        if (reason is null) return;
        if (Environment.GetEnvironmentVariable("LDAPSYNC_REQUIRE_SERVERS") == "1") throw new InvalidOperationException($"LDAPSYNC_REQUIRE_SERVERS is 1, but {reason}.");
        Assert.Skip(reason);
    }
}
