namespace LdapSync.Directories;

/// <summary>The search filters that have a name; a setting may give the name instead of the filter.</summary>
public static class LdapFilters
{
    /// <summary>Every mail-enabled object of Exchange on Active Directory, without its system mailboxes and without contacts: the default.</summary>
    public static string Exchange => "(mail=*)";
}
