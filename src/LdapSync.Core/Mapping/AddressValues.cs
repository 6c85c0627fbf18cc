using LdapSync.Directories;

namespace LdapSync.Mapping;

/// <summary>The addresses that an entry's attributes hold, in the order they are read, and the values that are none.</summary>
internal sealed class AddressValues(LdapEntry entry)
{
    private readonly List<EmailAddress> _addresses = [];
    private List<SkippedValue>? _skipped;
    private EmailAddress? _marked;

    /// <summary>
    /// The address that names the account: the first one, unless another is marked with <c>SMTP:</c> in capitals. Active Directory keeps no order among the
    /// values of an attribute, so where the e-mail attribute is <c>proxyAddresses</c> the mark is all that tells.
    /// </summary>
    public EmailAddress? First => _marked ?? (_addresses.Count == 0 ? null : _addresses[0]);

    public IReadOnlyList<SkippedValue> Skipped => _skipped ?? (IReadOnlyList<SkippedValue>)[];

    /// <summary>How many values belong to other kinds of address.</summary>
    public int NonMail { get; private set; }

    /// <summary>Adds the values of an attribute. The marks count in the first attribute only: an alias never becomes the primary.</summary>
    public void Read(string description)
    {
        var markCounts = _addresses.Count == 0;
        foreach (var attribute in entry.Find(description))
        {
            foreach (var value in attribute.Values)
            {
                if (LdapAttribute.TryGetText(value.Span, out var text)) ReadText(attribute.Name, text, markCounts);
                else Skip(attribute.Name, $"<{value.Length} octets>", "it is not UTF-8 text");
            }
        }
    }

    /// <summary>Every address but the primary, each once. Of two spellings the lower in ordinal order stays: no plan depends on the order of values.</summary>
    public IReadOnlyList<EmailAddress> AliasesBeside(EmailAddress primary)
    {
        const int Few = 16;
        return _addresses.Count > Few ? DistinctAliases(primary) : FewDistinctAliases(primary) ?? (IReadOnlyList<EmailAddress>)[];
    }

    // No set for the few aliases that accounts have as a rule.
    private List<EmailAddress>? FewDistinctAliases(EmailAddress primary)
    {
        List<EmailAddress>? aliases = null;
        foreach (var address in _addresses)
        {
            if (address == primary) continue;
            aliases ??= new List<EmailAddress>(_addresses.Count);
            var known = aliases.IndexOf(address);
            if (known < 0) aliases.Add(address);
            else aliases[known] = Lower(address, aliases[known]);
        }
        return aliases;
    }

    private List<EmailAddress> DistinctAliases(EmailAddress primary)
    {
        var aliases = new Dictionary<EmailAddress, EmailAddress>(_addresses.Count);
        foreach (var address in _addresses)
        {
            if (address != primary) aliases[address] = aliases.TryGetValue(address, out var known) ? Lower(address, known) : address;
        }
        return [.. aliases.Values];
    }

    private static EmailAddress Lower(EmailAddress one, EmailAddress other) => string.CompareOrdinal(one.ToString(), other.ToString()) < 0 ? one : other;

    private void ReadText(string attribute, string text, bool markCounts)
    {
        var value = ProxyAddress.Read(text);
        if (!value.IsMail)
        {
            NonMail++;
        }
        else if (EmailAddress.TryParse(value.Address.Length == text.Length ? text : value.Address.ToString(), out var address, out var reason))
        {
            _addresses.Add(address);
            if (markCounts && value.IsPrimary) _marked ??= address;
        }
        else
        {
            Skip(attribute, text, reason);
        }
    }

    private void Skip(string attribute, string value, string reason) => (_skipped ??= []).Add(new SkippedValue(entry.Dn, attribute, value, reason));
}
