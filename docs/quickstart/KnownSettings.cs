using System.ComponentModel;
using LdapSync.MailRoute;

namespace LdapSync.Quickstart;

/// <summary>A setting that takes a value or a list.</summary>
/// <param name="Path">Its full name, such as <c>LdapSync:Limits:Total</c>.</param>
/// <param name="Type">What its value becomes.</param>
internal sealed record KnownSetting(string Path, Type Type)
{
    /// <summary>What a value has to be, in words.</summary>
    public string Expected => (Nullable.GetUnderlyingType(Type) ?? Type) switch
    {
        var type when type == typeof(bool) => "true or false",
        var type when type == typeof(int) => "a whole number",
        var type when type == typeof(decimal) => "a number",
        var type when type == typeof(TimeSpan) => "a time such as 00:00:30",
        var type when type.IsEnum => string.Join(" or ", Enum.GetNames(type)),
        var type when type == typeof(Uri) => "an address such as https://host/path/",
        var type when type == typeof(DnList) => "a list of distinguished names",
        _ when IsMap => "pairs such as alias.example=parent.example",
        _ => IsList ? "a list, or one text with commas" : "a text",
    };

    public bool CanBeNull => Nullable.GetUnderlyingType(Type) is not null;

    public bool IsList => typeof(ValueList).IsAssignableFrom(Type);

    /// <summary>Whether it is a list of names with values; a row's key is then the name.</summary>
    public bool IsMap => typeof(IDictionary<string, string>).IsAssignableFrom(Type);

    /// <summary>Whether the configuration can turn this text into the setting's type.</summary>
    public bool Accepts(string text)
    {
        try
        {
            TypeDescriptor.GetConverter(Type).ConvertFromInvariantString(text);
            return true;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException)
        {
            return false;
        }
    }
}

/// <summary>All settings, taken from the properties of <see cref="SyncOptions"/> and <see cref="MailRouteOptions"/>: a name that is not among them is a slip of the pen.</summary>
internal static class KnownSettings
{
    public static IReadOnlyList<KnownSetting> All { get; } = [.. Below(typeof(SyncOptions), SyncOptions.Section), .. Below(typeof(MailRouteOptions), MailRouteOptions.Section)];

    /// <summary>The setting that a key belongs to: the key itself, or what it is a part of, such as a row of a list.</summary>
    public static KnownSetting? Find(string key) =>
        All.FirstOrDefault(setting => key.StartsWith(setting.Path, StringComparison.OrdinalIgnoreCase) && (key.Length == setting.Path.Length || key[setting.Path.Length] == ':'));

    private static IEnumerable<KnownSetting> Below(Type group, string path)
    {
        foreach (var property in group.GetProperties())
        {
            var setting = new KnownSetting($"{path}:{property.Name}", property.PropertyType);
            var isGroup = property.PropertyType.IsClass && property.PropertyType.Assembly == typeof(SyncOptions).Assembly && !setting.IsList && !setting.IsMap;
            foreach (var known in isGroup ? Below(property.PropertyType, setting.Path) : [setting]) yield return known;
        }
    }
}
