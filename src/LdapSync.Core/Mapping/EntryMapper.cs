using LdapSync.Directories;

namespace LdapSync.Mapping;

/// <summary>Turns entries into the accounts they ask for (R3–R6, R8). Immutable after construction, safe to share between threads.</summary>
public sealed class EntryMapper
{
    private readonly string _emailAttribute;
    private readonly string[] _aliasAttributes;
    private readonly string? _listAttribute;
    private readonly WildcardPattern? _listValue;
    private readonly DisabledState _disabled;

    /// <summary>A mapper for the attributes that the settings name.</summary>
    public EntryMapper(SyncOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _disabled = new DisabledState(options.DisabledAccounts);
        _emailAttribute = string.IsNullOrWhiteSpace(options.EmailAttribute) ? "mail" : options.EmailAttribute.Trim();
        var aliasAttributes = options.AliasAttributes.Count == 0 ? ["proxyAddresses"] : (IEnumerable<string>)options.AliasAttributes;
        // Every value of the e-mail attribute is read anyhow, and none is read twice.
        _aliasAttributes = [.. aliasAttributes.Where(name => !name.Equals(_emailAttribute, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (string.IsNullOrWhiteSpace(options.DistributionListAttribute) || string.IsNullOrWhiteSpace(options.DistributionListValue)) return;
        _listAttribute = options.DistributionListAttribute.Trim();
        _listValue = new WildcardPattern(options.DistributionListValue.Trim());
    }

    /// <summary>The attributes that have to be read, each once.</summary>
    public IReadOnlyList<string> Attributes =>
        [.. AddressAttributes
            .Concat(_listAttribute is null ? [] : [_listAttribute])
            .Concat(_disabled.Attributes)
            .Concat(StableId.Attributes)
            .Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Those of them that hold addresses, the account's own first.</summary>
    internal IEnumerable<string> AddressAttributes => _aliasAttributes.Prepend(_emailAttribute);

    /// <summary>Whether an entry may have an account, whatever its addresses.</summary>
    internal bool IsIncluded(LdapEntry entry) => _disabled.WhyLeftOut(entry) is null;

    /// <summary>The account that an entry asks for, or why it asks for none.</summary>
    public MappedEntry Map(LdapEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (_disabled.WhyLeftOut(entry) is { } left) return new MappedEntry(null, new SkippedEntry(entry.Dn, left), [], 0);
        var values = new AddressValues(entry);
        values.Read(_emailAttribute);
        var reason = values.First is null ? WhyNoAddress(values) : null;
        var primary = values.First;
        foreach (var attribute in _aliasAttributes) values.Read(attribute);
        if (reason is null) return new MappedEntry(AccountOf(primary!.Value), null, values.Skipped, values.NonMail);

        // An e-mail attribute that is gone is a statement; one that cannot be read is an accident.
        var isAccident = values.Skipped.Any(skipped => skipped.Attribute.Equals(_emailAttribute, StringComparison.OrdinalIgnoreCase));
        return new MappedEntry(null, new SkippedEntry(entry.Dn, reason), values.Skipped, values.NonMail)
        {
            Unreadable = isAccident && values.First is { } carried ? AccountOf(carried) : null,
        };

        MailAccount AccountOf(EmailAddress address) => new(address, KindOf(entry), values.AliasesBeside(address)) { Dn = entry.Dn, SourceId = StableId.Of(entry) };
    }

    /// <summary>Maps entries as they arrive.</summary>
    /// <param name="entries">A complete read; its exceptions pass through, and then nothing is returned.</param>
    /// <param name="progress">Told the number of entries, now and then.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<MappedDirectory> MapAsync(IAsyncEnumerable<LdapEntry> entries, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        var directory = new MappedDirectory();
        await foreach (var entry in entries.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            directory.Add(Map(entry));
            if (directory.Entries % SyncProgress.Interval == 0) progress?.Invoke(directory.Entries);
        }
        progress?.Invoke(directory.Entries);
        return directory;
    }

    private string WhyNoAddress(AddressValues values) => values.Skipped switch
    {
        [] when values.NonMail > 0 => $"its {_emailAttribute} holds another kind of address",
        [] => $"it has no {_emailAttribute}",
        [var only] => $"its {only.Attribute} '{only.Value}' is no mail address: {only.Reason}",
        var several => $"none of the {several.Count} values of its {_emailAttribute} is a mail address",
    };

    /// <summary>What an account of an entry is (R6).</summary>
    internal AccountKind KindOf(LdapEntry entry)
    {
        if (_listValue is null) return AccountKind.Mailbox;
        foreach (var attribute in entry.Find(_listAttribute!))
        {
            foreach (var value in attribute.Values)
            {
                if (LdapAttribute.TryGetText(value.Span, out var text) && _listValue.IsMatch(text)) return AccountKind.DistributionList;
            }
        }
        return AccountKind.Mailbox;
    }
}
