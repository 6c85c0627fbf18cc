using System.Text;

namespace LdapSync.Planning.Unchanged;

/// <summary>
/// Which domains make an address plain: in letters, digits and hyphens, without A-labels, served by the target and alias of no other. A company has few, so each is
/// looked at once and known again by its octets. For one thread.
/// </summary>
internal sealed class PlainDomains(ServedDomains served)
{
    private readonly Dictionary<ulong, (byte[] Domain, bool IsPlain)> _known = [];

    /// <param name="domain">In lower case.</param>
    /// <param name="hash">Its <see cref="AddressHash"/>.</param>
    public bool IsPlain(ReadOnlySpan<byte> domain, ulong hash)
    {
        if (_known.TryGetValue(hash, out var known)) return known.IsPlain && domain.SequenceEqual(known.Domain);
        var isPlain = Look(domain);
        _known.Add(hash, (domain.ToArray(), isPlain));
        return isPlain;
    }

    private bool Look(ReadOnlySpan<byte> domain)
    {
        if (!Ascii.IsValid(domain)) return false;
        var text = Encoding.ASCII.GetString(domain);
        return !text.Contains("xn--", StringComparison.Ordinal)
            && EmailAddress.TryParse("x@" + text, out var address, out _)
            && served.Fold(address) == address
            && served.Serves(address);
    }
}
