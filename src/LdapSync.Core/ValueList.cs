using System.Collections.ObjectModel;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LdapSync;

/// <summary>
/// A setting with several values. Each text that is added, from code or from configuration, may hold several of them, separated by commas or line ends; blank
/// ones are dropped and every value is trimmed. A configuration may give a list or one such text.
/// </summary>
/// <remarks>A comma between brackets does not separate: <c>[a,b]*@example.com</c> is one pattern.</remarks>
[TypeConverter(typeof(ValueListConverter<ValueList>))]
public class ValueList : Collection<string>
{
    /// <inheritdoc/>
    protected override void InsertItem(int index, string item)
    {
        foreach (var value in Split(item)) base.InsertItem(index++, value);
    }

    /// <inheritdoc/>
    protected override void SetItem(int index, string item)
    {
        ArgumentNullException.ThrowIfNull(item);
        RemoveItem(index);
        InsertItem(index, item);
    }

    /// <summary>Whether a comma separates values.</summary>
    private protected virtual bool CommaSeparates => true;

    private IEnumerable<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && !EndsValue(text, start, i)) continue;
            var value = text[start..i].Trim();
            start = i + 1;
            if (value.Length > 0) yield return value;
        }
    }

    private bool EndsValue(string text, int start, int position) => text[position] switch
    {
        '\r' or '\n' => true,
        ',' => CommaSeparates && !InBrackets(text, start, position),
        _ => false,
    };

    // "[a" without an end is a literal bracket, so only a pair that is closed on the same row hides a comma.
    private static bool InBrackets(string text, int start, int position)
    {
        var open = text.LastIndexOf('[', position, position - start + 1);
        if (open < 0 || text.IndexOf(']', open, position - open) >= 0) return false;
        var close = text.IndexOf(']', position);
        return close >= 0 && text.AsSpan(position, close - position).IndexOfAny('[', '\n') < 0;
    }
}

/// <summary>Distinguished names: as <see cref="ValueList"/>, but only line ends separate, since a name has commas of its own.</summary>
[TypeConverter(typeof(ValueListConverter<DnList>))]
public sealed class DnList : ValueList
{
    private protected override bool CommaSeparates => false;
}

/// <summary>Lets a configuration give a list as one text.</summary>
internal sealed class ValueListConverter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TList> : TypeConverter
    where TList : ValueList, new()
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) => new TList { (string)value };
}
