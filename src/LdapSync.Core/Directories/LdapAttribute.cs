using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace LdapSync.Directories;

/// <summary>One attribute of an entry. Immutable.</summary>
/// <param name="name">The attribute description as read: the type, then any options (<c>mail;lang-en</c>).</param>
/// <param name="values">The values as octets, in the order they were read; none where the directory shows the attribute without values.</param>
public sealed class LdapAttribute(string name, IReadOnlyList<ReadOnlyMemory<byte>> values)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte>[] _values = values as ReadOnlyMemory<byte>[] ?? [.. values ?? throw new ArgumentNullException(nameof(values))];

    /// <summary>The attribute description as read: the type, then any options.</summary>
    public string Name { get; } = name;

    /// <summary>The values as octets.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Values => _values;

    /// <summary>The same without a detour.</summary>
    internal ReadOnlySpan<ReadOnlyMemory<byte>> ValueSpan => _values;

    /// <summary>A value as text; false when its octets are not UTF-8 (RFC 4517 wants UTF-8 wherever a value is text).</summary>
    public static bool TryGetText(ReadOnlySpan<byte> value, [NotNullWhen(true)] out string? text)
    {
        // Asking first keeps the usual path free of exceptions and of a second decoder.
        text = System.Text.Unicode.Utf8.IsValid(value) ? Encoding.UTF8.GetString(value) : null;
        return text is not null;
    }

    internal static ReadOnlyMemory<byte> Encode(string text) => StrictUtf8.GetBytes(text);

    /// <summary>Whether this attribute is asked for by a description: same type without case, and all of its options.</summary>
    internal bool Answers(ReadOnlySpan<char> description)
    {
        if (description.Equals(Name, StringComparison.OrdinalIgnoreCase)) return true;
        var own = Name.AsSpan();
        var options = own.IndexOf(';');
        if (options < 0) return false;

        var asked = description.IndexOf(';');
        if (asked < 0) return description.Equals(own[..options], StringComparison.OrdinalIgnoreCase);
        if (!description[..asked].Equals(own[..options], StringComparison.OrdinalIgnoreCase)) return false;
        var has = own[(options + 1)..];
        var wanted = description[(asked + 1)..];
        foreach (var option in wanted.Split(';'))
        {
            if (!HasOption(has, wanted[option])) return false;
        }
        return true;
    }

    private static bool HasOption(ReadOnlySpan<char> options, ReadOnlySpan<char> wanted)
    {
        foreach (var option in options.Split(';'))
        {
            if (options[option].Equals(wanted, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    /// <summary>The name and the number of values.</summary>
    public override string ToString() => $"{Name} ({Values.Count})";
}
