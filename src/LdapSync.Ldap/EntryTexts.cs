using System.Text;
using LdapSync.Directories;

namespace LdapSync.Ldap;

/// <summary>Values of what servers say about themselves, as text.</summary>
internal static class EntryTexts
{
    /// <summary>The values of an attribute, those of its options included.</summary>
    public static IEnumerable<string> Texts(this LdapEntry entry, string attribute) =>
        entry.Find(attribute).SelectMany(found => found.Values).Select(value => Encoding.UTF8.GetString(value.Span));
}
