using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace LdapSync.Planning.Pairs;

/// <summary>An address in ASCII whose local part stands in lower case somewhere among octets.</summary>
/// <param name="Domain">The number of the domain's spelling.</param>
/// <param name="LowerDomain">The number of its spelling in lower case: the same for every spelling.</param>
/// <param name="Start">Where the local part begins.</param>
/// <param name="Length">How many octets it has, at most 64.</param>
/// <param name="Capitals">Which of them are capitals: the lowest bit is the first.</param>
internal readonly record struct PlainAddress(short Domain, short LowerDomain, int Start, int Length, ulong Capitals)
{
    /// <summary>RFC 5321 section 4.5.3.1.1, and one bit each in <see cref="Capitals"/>.</summary>
    public const int MostLocalOctets = 64;

    /// <summary>How many octets may be read from where a local part begins, so that it is compared at once.</summary>
    public const int Window = MostLocalOctets;

    private const int MostOctets = 254;

    // atext of RFC 5322 section 3.2.3 and the dot, as in EmailSyntax; in lower case.
    private static readonly SearchValues<byte> Atext = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~."u8);

    /// <summary>The local part among its octets.</summary>
    public ReadOnlySpan<byte> Local(ReadOnlySpan<byte> octets) => octets.Slice(Start, Length);

    /// <summary>Whether two are the same address in whatever spelling.</summary>
    public bool Equals(ReadOnlySpan<byte> octets, in PlainAddress other, ReadOnlySpan<byte> others)
    {
        if (Length != other.Length || LowerDomain != other.LowerDomain) return false;
        if (octets.Length - Start < Window || others.Length - other.Start < Window) return Local(octets).SequenceEqual(other.Local(others));
        var same = Vector512.Equals(Vector512.Create(octets.Slice(Start, Window)), Vector512.Create(others.Slice(other.Start, Window))).ExtractMostSignificantBits();
        return (~same & (ulong.MaxValue >> (Window - Length))) == 0;
    }

    /// <summary>Where it stands among others, in whatever spelling; -1 where it does not.</summary>
    public int IndexIn(ReadOnlySpan<byte> octets, ReadOnlySpan<PlainAddress> among, ReadOnlySpan<byte> others)
    {
        for (var i = 0; i < among.Length; i++)
        {
            if (Equals(octets, among[i], others)) return i;
        }
        return -1;
    }

    /// <summary>Whether two are spelled the same.</summary>
    public bool IsSpelledAs(in PlainAddress other) => Capitals == other.Capitals && Domain == other.Domain;

    /// <summary>Whether it is an address at all.</summary>
    public bool IsValid(ReadOnlySpan<byte> octets, KnownDomains domains)
    {
        var local = Local(octets);
        return Length + 1 + domains[Domain].Spelled.Length <= MostOctets && local[0] != '.' && local[^1] != '.' && !local.ContainsAnyExcept(Atext) && local.IndexOf(".."u8) < 0;
    }

    /// <summary>The address of somebody whose octets are known to be valid.</summary>
    public EmailAddress ToAddress(ReadOnlySpan<byte> octets, KnownDomains domains)
    {
        var domain = domains[Domain];
        Span<byte> text = stackalloc byte[MostOctets];
        Local(octets).CopyTo(text);
        text[Length] = (byte)'@';
        text = text[..(Length + 1 + domain.Spelled.Length)];
        domain.Lower.Spelled.CopyTo(text[(Length + 1)..]);
        var canonical = Encoding.ASCII.GetString(text);
        if (Capitals == 0 && Domain == LowerDomain) return EmailAddress.OfCanonical(canonical, canonical);
        for (var rest = Capitals; rest != 0; rest &= rest - 1) text[BitOperations.TrailingZeroCount(rest)] -= 'a' - 'A';
        domain.Spelled.CopyTo(text[(Length + 1)..]);
        return EmailAddress.OfCanonical(Encoding.ASCII.GetString(text), canonical);
    }
}
