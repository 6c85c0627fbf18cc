namespace LdapSync.Directories.Filters;

/// <summary>Compares text: each value is prepared on the stack, then compared with what the assertion prepared once.</summary>
internal abstract class TextMatcher(TextForm form) : ValueMatcher
{
    private const int MaxOnStack = 256;

    public override Truth Matches(ReadOnlySpan<byte> value)
    {
        if (form == TextForm.Octets) return ToTruth(Holds(value));
        Span<byte> buffer = value.Length <= MaxOnStack
            ? stackalloc byte[StringPreparation.MaxLength(MaxOnStack)]
            : new byte[StringPreparation.MaxLength(value.Length)];
        // A value that is not text equals no text.
        return ToTruth(StringPreparation.TryPrepare(value, form, TextEdges.Both, buffer, out var length) && Holds(buffer[..length]));
    }

    protected abstract bool Holds(ReadOnlySpan<byte> prepared);
}

/// <summary>caseIgnoreMatch, caseExactMatch or octetStringMatch</summary>
internal class EqualityMatcher(AssertionValue assertion, TextForm form) : TextMatcher(form)
{
    private readonly byte[] _prepared = StringPreparation.Prepare(assertion.Octets, form, TextEdges.Both);

    /// <summary>As text when the assertion is text.</summary>
    public EqualityMatcher(AssertionValue assertion) : this(assertion, StringPreparation.FormOf(assertion.Octets))
    {
    }

    protected override bool Holds(ReadOnlySpan<byte> prepared) => prepared.SequenceEqual(_prepared);
}

/// <summary>caseIgnoreSubstringsMatch</summary>
internal sealed class SubstringsMatcher(AssertionValue? initial, IReadOnlyList<AssertionValue> any, AssertionValue? final, TextForm form) : TextMatcher(form)
{
    private readonly byte[] _initial = initial is null ? [] : StringPreparation.Prepare(initial.Octets, form, TextEdges.Start);
    private readonly byte[][] _any = [.. any.Select(part => StringPreparation.Prepare(part.Octets, form, TextEdges.None))];
    private readonly byte[] _final = final is null ? [] : StringPreparation.Prepare(final.Octets, form, TextEdges.End);

    /// <summary>As text when all parts are text.</summary>
    public SubstringsMatcher(AssertionValue? initial, IReadOnlyList<AssertionValue> any, AssertionValue? final)
        : this(initial, any, final, StringPreparation.FormOf([.. initial?.Octets ?? [], .. any.SelectMany(part => part.Octets), .. final?.Octets ?? []]))
    {
    }

    protected override bool Holds(ReadOnlySpan<byte> prepared)
    {
        if (!prepared.StartsWith(_initial)) return false;
        prepared = prepared[_initial.Length..];
        if (!prepared.EndsWith(_final)) return false;
        prepared = prepared[..^_final.Length];
        foreach (var part in _any)
        {
            var at = prepared.IndexOf(part);
            if (at < 0) return false;
            prepared = prepared[(at + part.Length)..];
        }
        return true;
    }
}

/// <summary>integerOrderingMatch or generalizedTimeOrderingMatch where both sides are such, else caseIgnoreOrderingMatch by code point.</summary>
internal sealed class OrderingMatcher(AssertionValue assertion, TextForm form, Func<int, bool> accepts) : TextMatcher(form)
{
    private readonly byte[] _prepared = StringPreparation.Prepare(assertion.Octets, form, TextEdges.Both);
    private readonly Int128? _integer = TryParseInteger(assertion.Octets, out Int128 integer) ? integer : null;
    private readonly long? _time = GeneralizedTime.TryParse(assertion.Octets, out var ticks) ? ticks : null;

    /// <param name="assertion">What values are compared with.</param>
    /// <param name="accepts">Whether an order of the value to the assertion (below, at, above 0) is a match.</param>
    public OrderingMatcher(AssertionValue assertion, Func<int, bool> accepts) : this(assertion, StringPreparation.FormOf(assertion.Octets), accepts)
    {
    }

    public override Truth Matches(ReadOnlySpan<byte> value)
    {
        if (_integer is { } integer && TryParseInteger(value, out Int128 other)) return ToTruth(accepts(other.CompareTo(integer)));
        if (_time is { } time && GeneralizedTime.TryParse(value, out var instant)) return ToTruth(accepts(instant.CompareTo(time)));
        return base.Matches(value);
    }

    protected override bool Holds(ReadOnlySpan<byte> prepared) => accepts(prepared.SequenceCompareTo(_prepared));
}

/// <summary>
/// Active Directory stores the DN of a class in objectCategory and accepts the class's name in a filter ([MS-ADTS] section 3.1.1.3.1.3.5); other servers hold
/// the plain name. Both are found.
/// </summary>
internal sealed class ObjectCategoryMatcher(AssertionValue className, byte[] category) : EqualityMatcher(className)
{
    // Prepared text starts with a blank.
    private readonly byte[] _dnStart = [.. " cn="u8, .. category, .. ","u8];

    /// <summary>Null when the attribute is another one or the value is a DN already.</summary>
    public static ObjectCategoryMatcher? Create(string attribute, AssertionValue value)
    {
        if (!attribute.Equals("objectCategory", StringComparison.OrdinalIgnoreCase) || value.Octets.AsSpan().Contains((byte)'=')) return null;
        var name = System.Text.Encoding.UTF8.GetString(value.Octets).Trim().ToLowerInvariant();
        return new ObjectCategoryMatcher(value, System.Text.Encoding.UTF8.GetBytes(CategoryOf(name)));
    }

    protected override bool Holds(ReadOnlySpan<byte> prepared) => base.Holds(prepared) || prepared.StartsWith(_dnStart);

    /// <summary>The defaultObjectCategory of the classes whose name is not its common name, from the schema of Active Directory and Exchange.</summary>
    private static string CategoryOf(string className) => className switch
    {
        "user" or "contact" or "inetorgperson" or "organizationalperson" => "person",
        "publicfolder" => "ms-exch-public-folder",
        "msexchdynamicdistributionlist" => "ms-exch-dynamic-distribution-list",
        "organizationalunit" => "organizational-unit",
        _ => className,
    };
}
