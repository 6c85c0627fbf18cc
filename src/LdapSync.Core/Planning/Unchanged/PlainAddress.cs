using System.Buffers;
using System.Text;

namespace LdapSync.Planning.Unchanged;

/// <summary>
/// Recognises, from octets and without making a text of them, the addresses that nearly all are: ASCII, in a <see cref="PlainDomains">plain domain</see>, matched by no
/// exclusion pattern. What it does not recognise is not wrong; it takes the long way, by <see cref="EmailAddress"/>. For one thread.
/// </summary>
internal sealed class PlainAddress(PlainDomains domains, ExclusionRules exclusions)
{
    public const int MaxOctets = 254;

    private const int MaxLocalOctets = 64;

    // atext of RFC 5322 section 3.2.3 and the dot, as in EmailSyntax; in lower case.
    private static readonly SearchValues<byte> Local = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~."u8);

    private readonly byte[] _lower = new byte[MaxOctets];

    /// <summary>Whether a text is a plain address, and its hash, the same for every spelling.</summary>
    public bool TryHash(ReadOnlySpan<byte> text, out ulong hash)
    {
        hash = 0;
        if (text.Length > MaxOctets || Ascii.ToLower(text, _lower, out var length) != OperationStatus.Done) return false;
        var lower = _lower.AsSpan(0, length);
        var at = lower.LastIndexOf((byte)'@');
        if (at is < 1 or > MaxLocalOctets || !IsLocalPart(lower[..at])) return false;
        var domain = lower[(at + 1)..];
        var domainHash = AddressHash.Of(domain);
        if (!domains.IsPlain(domain, domainHash) || exclusions.Hides(lower)) return false;
        hash = AddressHash.OfAddress(domainHash, lower[..at]);
        return true;
    }

    private static bool IsLocalPart(ReadOnlySpan<byte> local) =>
        local[0] != '.' && local[^1] != '.' && !local.ContainsAnyExcept(Local) && local.IndexOf(".."u8) < 0;
}
