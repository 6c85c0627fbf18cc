namespace LdapSync.Mapping;

/// <summary>
/// A value of <c>proxyAddresses</c> or a similar attribute: an address behind a prefix that names its type (MS-OXLDAP; the Exchange recipient schema).
/// </summary>
internal readonly ref struct ProxyAddress
{
    private ProxyAddress(ReadOnlySpan<char> prefix, ReadOnlySpan<char> address)
    {
        Prefix = prefix;
        Address = address;
    }

    /// <summary>What stands before the first colon; empty without one.</summary>
    public ReadOnlySpan<char> Prefix { get; }

    /// <summary>What stands behind it, trimmed.</summary>
    public ReadOnlySpan<char> Address { get; }

    /// <summary>Whether it is a mail address at all: no prefix, or <c>smtp</c> in any case. Else it is X.400, SIP and the like.</summary>
    public bool IsMail => Prefix.IsEmpty || Prefix.Equals("smtp", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address that its owner sends from has the prefix in capitals.</summary>
    public bool IsPrimary => Prefix is "SMTP";

    public static ProxyAddress Read(ReadOnlySpan<char> value)
    {
        value = value.Trim();
        var colon = value.IndexOf(':');
        // A leading colon is an empty prefix: not mail, so it must not look like no prefix.
        return colon switch
        {
            < 0 => new ProxyAddress([], value),
            0 => new ProxyAddress(":", value[1..]),
            _ => new ProxyAddress(value[..colon].TrimEnd(), value[(colon + 1)..].Trim()),
        };
    }
}
