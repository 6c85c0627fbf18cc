using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace LdapSync;

/// <summary>What laws are tried on. Everything shrinks: lists get shorter, their elements become the first that there is.</summary>
internal static class Some
{
    public static Arbitrary<int> Number(int max) => Arb.From(Gen.Choose(0, max), number => number > 0 ? [0, number / 2, number - 1] : []);

    /// <summary>One of some values; the first is the simplest.</summary>
    public static Arbitrary<T> Of<T>(params T[] values)
        where T : notnull => Arb.From(Gen.Elements(values), value => EqualityComparer<T>.Default.Equals(value, values[0]) ? [] : [values[0]]);

    public static Arbitrary<T[]> ListOf<T>(Arbitrary<T> element, int max) =>
        Arb.From(Gen.Resize(Arb.Array(element).Generator, max), list => Arb.Array(element).Shrinker(list));

    /// <summary>Text of characters of an alphabet, a surrogate pair being one; the first is the simplest.</summary>
    public static Arbitrary<string> Text(string alphabet, int max) =>
        ListOf(Of([.. Characters(alphabet)]), max).Convert(characters => string.Concat(characters), text => [.. Characters(text)]);

    /// <summary>Octets of all kinds; more often than not they are text, or nearly.</summary>
    public static Arbitrary<byte[]> Octets(int max)
    {
        var octets = ListOf(Of(LikelyOctets), max);
        var text = Text("aB1 *()\\:<=éß\n\0😀", (max / 2) + 1).Generator.Select(Encoding.UTF8.GetBytes);
        return Arb.From(Gen.Frequency((2, octets.Generator), (1, text)), octets.Shrinker);
    }

    // The simplest first, then all, and once more those that text is made of or that mean something somewhere.
    private static readonly byte[] LikelyOctets =
        [(byte)'a', .. Enumerable.Range(0, 256).Select(octet => (byte)octet), .. Enumerable.Range(' ', 95).Select(octet => (byte)octet), .. "  \n\r\0***((()))\\\\\\::<"u8];

    private static IEnumerable<string> Characters(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            _ = Rune.DecodeFromUtf16(text.AsSpan(i), out _, out var length);
            yield return text.Substring(i, length);
            i += length;
        }
    }
}
