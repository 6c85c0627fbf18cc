namespace LdapSync.Quickstart;

/// <summary>The help.</summary>
internal static class Usage
{
    public static void Write(TextWriter writer)
    {
        writer.WriteLine("""
            Usage: Quickstart [VERB] [OPTIONS] [SETTINGS]

              (no verb)      sync a made-up company into company.db and show plan and report
              plan           show what a sync would do; writes nothing
              sync           do it
              test           read the directory and show what is found; needs no target
              apply FILE     do what a saved plan says, if a sync would do the same now
              explain ADDR   tell why a mail address is added, deleted, kept or left out; writes nothing
              history        list the syncs of the target file, newest first

              --ldif FILE    read this LDIF file instead of the servers
              --target FILE  the SQLite file with mailboxes and history (default: mailboxes.db)
              --json         JSON on stdout, everything else on stderr
              --save FILE    plan: save it for apply, which takes it for a day
              --approve KIND apply: the violations of the saved plan that do not count, such as Shrink AccountDeletes
              --record       plan: keep it in the history as a test
              --verbose      logs on stderr
              --help         this text and the names of all settings

            Settings: --LdapSync:Key=value, environment LDAPSYNC_Key=value (: is __), appsettings.json.
            Exit code: 0 done, 2 bad settings, 3 source failed, 4 refused by limits, guards or approval, 5 some changes failed, 130 cancelled.
            """);
    }

    public static void WriteWithSettings(TextWriter writer)
    {
        Write(writer);
        writer.WriteLine();
        writer.WriteLine("All settings:");
        foreach (var setting in KnownSettings.All) writer.WriteLine($"  {setting.Path,-40} {setting.Expected}");
    }
}
