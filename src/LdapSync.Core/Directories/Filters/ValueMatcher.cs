using System.Globalization;
using System.Numerics;

namespace LdapSync.Directories.Filters;

/// <summary>Compares the values of entries with something that was prepared once. It sees every value of every entry, so it allocates nothing for usual ones.</summary>
internal abstract class ValueMatcher
{
    public abstract Truth Matches(ReadOnlySpan<byte> value);

    /// <summary>True for one value is enough; otherwise one undefined value makes the whole undefined.</summary>
    public Truth MatchesAny(LdapAttribute attribute)
    {
        var result = Truth.False;
        for (var i = 0; i < attribute.Values.Count && result != Truth.True; i++) result = Truths.Or(result, Matches(attribute.Values[i].Span));
        return result;
    }

    private protected static Truth ToTruth(bool matches) => matches ? Truth.True : Truth.False;

    private protected static bool TryParseInteger<T>(ReadOnlySpan<byte> value, out T integer)
        where T : struct, IBinaryInteger<T> =>
        T.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out integer);
}

/// <summary>Active Directory's rules for bit fields ([MS-ADTS] section 3.1.1.3.4.4): all bits of a mask, or any of them, in 64 bits.</summary>
internal sealed class BitMatcher(long mask, bool all) : ValueMatcher
{
    /// <summary>Null when the assertion is no integer: the filter is undefined then.</summary>
    public static BitMatcher? Create(AssertionValue assertion, bool all) => TryParseInteger(assertion.Octets, out long mask) ? new BitMatcher(mask, all) : null;

    public override Truth Matches(ReadOnlySpan<byte> value) =>
        TryParseInteger(value, out long bits) ? ToTruth(all ? (bits & mask) == mask : (bits & mask) != 0) : Truth.Undefined;
}
