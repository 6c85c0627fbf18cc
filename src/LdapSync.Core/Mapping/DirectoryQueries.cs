using LdapSync.Directories;

namespace LdapSync.Mapping;

/// <summary>What is asked of a directory: by a sync, and by whoever looks for better settings.</summary>
public static class DirectoryQueries
{
    // Operational in OpenLDAP (slapo-memberof), so * does not bring it, and filters like to ask for it.
    private const string Groups = "memberOf";

    /// <summary>What a sync with these settings reads.</summary>
    /// <param name="options">The settings.</param>
    /// <exception cref="FormatException">A base DN or the filter cannot be read.</exception>
    public static DirectoryQuery Sync(SyncOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new DirectoryQuery([.. options.BaseDns.Select(DistinguishedName.Parse)], LdapFilters.Resolve(options.SearchFilter), new EntryMapper(options).Attributes);
    }

    /// <summary>
    /// Everything below the base DNs of the settings, wide enough to plan other settings from a recording of it: each entry, with all of its user attributes and
    /// those operational ones that the settings, the stable id and the disabled state need. Of the settings, the filter therefore only adds attributes.
    /// </summary>
    /// <remarks>
    /// Other operational attributes are not in it (RFC 4511 section 4.5.1.8), nor is what Active Directory computes when asked by name. In a large directory
    /// that is a lot, pictures and certificates included; a narrower filter helps.
    /// </remarks>
    /// <param name="options">The settings.</param>
    /// <param name="filter">Which entries: a filter or the name of one of <see cref="LdapFilters"/>. Default: all.</param>
    /// <exception cref="FormatException">A base DN or a filter cannot be read.</exception>
    public static DirectoryQuery Everything(SyncOptions options, string filter = "(objectClass=*)")
    {
        var sync = Sync(options);
        return sync with
        {
            Filter = LdapFilters.Resolve(filter),
            Attributes = Distinct(["*", .. sync.Attributes, .. DisabledState.AllAttributes, .. sync.Filter.Attributes, Groups]),
        };
    }

    /// <summary>
    /// The shared mailboxes of Exchange below the base DNs, with what the search filter of the settings looks at: what
    /// <see cref="Planning.SettingsLint.CheckFilter"/> has to see. A directory without Exchange has none.
    /// </summary>
    /// <param name="options">The settings.</param>
    /// <exception cref="FormatException">A base DN or the filter cannot be read.</exception>
    public static DirectoryQuery SharedMailboxes(SyncOptions options)
    {
        var sync = Sync(options);
        return sync with { Filter = DisabledState.SharedMailboxes, Attributes = Distinct([.. DisabledState.AllAttributes, .. sync.Filter.Attributes]) };
    }

    private static string[] Distinct(IEnumerable<string> attributes) => [.. attributes.Distinct(StringComparer.OrdinalIgnoreCase)];
}
