using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LdapSync.Directories;

namespace LdapSync.Ldap.Changes;

/// <summary>What is asked, by whom and of which database, as one hash: two that are equal ask the same.</summary>
internal static class QueryDigest
{
    /// <summary>The SHA-256 of bases, filter, attributes, user and whatever else must not change.</summary>
    public static string Of(DirectoryQuery query, string user, IEnumerable<string> facts)
    {
        IEnumerable<string>[] parts =
        [
            query.BaseDns.Select(dn => dn.ToString()).Order(StringComparer.Ordinal),
            [query.Filter.ToString(), user],
            query.Attributes.Order(StringComparer.Ordinal),
            facts,
        ];
        // With their lengths and counts, so that no two lists become the same text.
        var text = new StringBuilder();
        foreach (var part in parts.Select(part => part.ToList()))
        {
            text.Append(CultureInfo.InvariantCulture, $"{part.Count};");
            foreach (var item in part) text.Append(CultureInfo.InvariantCulture, $"{item.Length}:{item}");
        }
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
