namespace LdapSync.Quickstart;

/// <summary>The help.</summary>
internal static class Usage
{
    public static void Write(TextWriter writer)
    {
        writer.WriteLine("""
            Usage: Quickstart [VERB] [OPTIONS] [SETTINGS]

              (no verb)             sync a made-up company into company.db and show plan and report
            """);
        foreach (var verb in KnownVerb.All) writer.WriteLine($"  {verb.NameAndOperand,-21} {verb.Does}");
        writer.WriteLine("""

              --ldif FILE    read this LDIF file instead of the servers
              --target FILE  the SQLite file with mailboxes and history (default: mailboxes.db)
              --json         JSON on stdout, everything else on stderr
              --save FILE    plan: save it for apply, which takes it for a day
              --approve KIND apply: the violations of the saved plan that do not count, such as Shrink AccountDeletes
              --record       plan: keep it in the history as a test
              --filter TEXT  record: only the entries that match it, such as (mail=*)
              --verbose      logs on stderr
              --help         this text and the names of all settings

            MailRoute is the target, in place of the SQLite file, where LdapSync:MailRoute:Domain, Login and ApiKey are set. The history is then in a file with the name of
            the domain, such as example.com.db. Keep the key out of files and command lines, which others may see: LDAPSYNC_MailRoute__ApiKey=…

            A recording has each entry with every attribute that User may see, but no passwords or keys. That is people's data: on Unix only the owner can read
            the file, and a file of that name is replaced. Narrow it by LdapSync:BaseDns and --filter; settings that ask for more find less in it than in the directory.

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
