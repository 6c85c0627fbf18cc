using System.ComponentModel;
using System.Globalization;

namespace LdapSync;

/// <summary>
/// Alias domains, each with its parent: an address in an alias domain means the same local part in the parent. In configuration a group whose keys are the
/// alias domains, or one text with a pair <c>alias.example=parent.example</c> a row or between commas.
/// </summary>
[TypeConverter(typeof(DomainAliasesConverter))]
public sealed class DomainAliases : Dictionary<string, string>
{
    /// <summary>No alias domains.</summary>
    public DomainAliases()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }

    /// <summary>The same alias domains.</summary>
    public DomainAliases(IDictionary<string, string> aliases)
        : base(aliases, StringComparer.OrdinalIgnoreCase)
    {
    }

    /// <summary>Reads rows of <c>alias.example=parent.example</c>; blank ones are dropped.</summary>
    /// <exception cref="FormatException">A row is no such pair, or an alias domain comes twice.</exception>
    public static DomainAliases Parse(string rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var aliases = new DomainAliases();
        foreach (var row in new ValueList { rows })
        {
            if (row.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } alias, { Length: > 0 } parent])
            {
                throw new FormatException($"'{row}' is no pair of domains: write alias.example=parent.example.");
            }
            if (!aliases.TryAdd(alias, parent)) throw new FormatException($"The alias domain '{alias}' comes twice: remove one of its rows.");
        }
        return aliases;
    }
}

/// <summary>Lets a configuration give alias domains as one text.</summary>
internal sealed class DomainAliasesConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) => DomainAliases.Parse((string)value);
}
