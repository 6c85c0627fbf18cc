using System.Globalization;
using System.Text;
using LdapSync.Directories;

namespace LdapSync.Ldap.Changes;

/// <summary>
/// Whether DirSync would show every change of an attribute, as the schema of Active Directory tells ([MS-ADTS] section 2.2.10 for the flags, 3.1.1.2.3 for links).
/// </summary>
internal static class DirSyncSchema
{
    private const string Name = "lDAPDisplayName", LinkId = "linkID", Flags = "systemFlags", Syntax = "attributeSyntax";
    private const int NotReplicated = 0x1, Constructed = 0x4;
    private const string BitAnd = "1.2.840.113556.1.4.803", BitOr = "1.2.840.113556.1.4.804";

    /// <summary>The syntaxes whose values name objects: they change, or go, with the object that they name.</summary>
    private static readonly string[] Names = ["2.5.5.1", "2.5.5.7", "2.5.5.14"];

    /// <summary>Never replicated by itself, but it never changes either.</summary>
    private const string ObjectGuid = "objectGUID";

    /// <summary>Names classes, which nobody renames or deletes.</summary>
    private const string Category = "objectCategory";

    /// <summary>Names mailbox databases, which are no part of the domain. The default filter asks whether there is one.</summary>
    private const string MailboxDatabase = "homeMDB";

    /// <summary>Refuses attributes whose changes would not be seen.</summary>
    /// <returns>What the schema says about those that it knows: with another schema the answer may be another one.</returns>
    public static async Task<IReadOnlyList<AttributeDefinition>> CheckAsync(LdapSession session, string schema, DirectoryQuery query, IReadOnlyList<string> attributes, CancellationToken cancellationToken)
    {
        var definitions = await ReadAsync(session, schema, attributes, cancellationToken).ConfigureAwait(false);
        foreach (var definition in definitions.Where(definition => !Is(definition.Name, ObjectGuid)))
        {
            if (WhyUnseen(definition, query) is { } reason) throw new DoubtException($"{LdapErrors.Clean(definition.Name)} {reason}");
        }
        if (FilterItem.Of(query.Filter).FirstOrDefault(item => item.Rule is not (null or BitAnd or BitOr)) is { } item)
            throw new DoubtException($"the matching rule {item.Rule} may look at other objects");
        return [.. definitions.OrderBy(definition => definition.Name, StringComparer.Ordinal)];
    }

    private static string? WhyUnseen(AttributeDefinition definition, DirectoryQuery query)
    {
        if ((definition.Flags & NotReplicated) != 0) return "is not replicated";
        if ((definition.Flags & Constructed) != 0) return "is computed when it is asked for";
        if (definition.LinkId % 2 != 0) return "is the other end of a link";
        if (!Names.Contains(definition.Syntax, StringComparer.Ordinal) || Is(definition.Name, Category)) return null;
        var isOnlyLookedFor = Is(definition.Name, MailboxDatabase)
            && !query.Attributes.Any(name => Is(name.Split(';')[0], definition.Name))
            && FilterItem.Of(query.Filter).Where(item => Is(item.Attribute, definition.Name)).All(item => item.IsPresence);
        return isOnlyLookedFor ? null : "names other objects, and changes with their names";
    }

    private static async Task<List<AttributeDefinition>> ReadAsync(LdapSession session, string schema, IReadOnlyList<string> attributes, CancellationToken cancellationToken)
    {
        // One that everybody has shows whether the schema can be read at all.
        const string witness = "objectClass";
        if (!DistinguishedName.TryParse(schema, out var baseDn, out _)) throw new DoubtException("the name of the schema cannot be read");
        var names = string.Concat(attributes.Append(witness).Select(name => $"({Name}={Escaped(name)})"));
        var search = new LdapSearch(baseDn, LdapFilter.Parse($"(&(objectClass=attributeSchema)(|{names}))"), [Name, LinkId, Flags, Syntax], PagedSearch.PageSize);
        var page = await session.SearchPageAsync(search, ReadOnlyMemory<byte>.Empty, cancellationToken).ConfigureAwait(false);
        if (page is not { Result.Code: LdapResultCode.Success, Cookie.IsEmpty: true }) throw new DoubtException("the schema cannot be looked up");
        var definitions = page.Entries.Select(Read).ToList();
        return definitions.Exists(definition => Is(definition.Name, witness)) ? definitions : throw new DoubtException("User may not read the schema");
    }

    // Names of attributes have nothing to escape, settings may.
    private static string Escaped(string name) => string.Concat(Encoding.UTF8.GetBytes(name).Select(octet => string.Create(CultureInfo.InvariantCulture, $@"\{octet:x2}")));

    private static bool Is(string? name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private static AttributeDefinition Read(LdapEntry entry) => new(Text(entry, Name), Number(entry, LinkId), Number(entry, Flags), Text(entry, Syntax));

    private static string Text(LdapEntry entry, string attribute) => entry.Find(attribute).FirstOrDefault() is { Values: [var value, ..] } ? Encoding.UTF8.GetString(value.Span) : "";

    private static int Number(LdapEntry entry, string attribute) => Text(entry, attribute) switch
    {
        "" => 0,
        var text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw new DoubtException("the schema cannot be read"),
    };
}

/// <summary>An attribute as the schema of Active Directory defines it ([MS-ADTS] section 3.1.1.2.3).</summary>
/// <param name="Name">Its lDAPDisplayName.</param>
/// <param name="LinkId">Even for an attribute that names objects, odd for the one that shows who names this object; 0 for all others.</param>
/// <param name="Flags">Its systemFlags.</param>
/// <param name="Syntax">Its attributeSyntax.</param>
internal sealed record AttributeDefinition(string Name, int LinkId, int Flags, string Syntax);
