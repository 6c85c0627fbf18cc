using LdapSync.Directories;

namespace LdapSync.Mapping;

/// <summary>What a complete read of a directory asks for, and what was left out on the way.</summary>
public sealed class MappedDirectory
{
    private readonly List<MailAccount> _accounts = [];
    private readonly List<MailAccount> _unreadable = [];
    private readonly List<SkippedEntry> _skippedEntries = [];
    private readonly List<SkippedValue> _skippedValues = [];

    /// <summary>How many entries were read.</summary>
    public int Entries { get; private set; }

    /// <summary>The accounts, in the order of their entries.</summary>
    public IReadOnlyList<MailAccount> Accounts => _accounts;

    /// <summary>
    /// Entries whose e-mail attribute holds something, but no address, with the first of their aliases in its place. They ask for nothing; what they still carry
    /// is not to be deleted for a typing error.
    /// </summary>
    internal IReadOnlyList<MailAccount> Unreadable => _unreadable;

    /// <summary>Entries without a usable address.</summary>
    public IReadOnlyList<SkippedEntry> SkippedEntries => _skippedEntries;

    /// <summary>Values that are no addresses.</summary>
    public IReadOnlyList<SkippedValue> SkippedValues => _skippedValues;

    /// <summary>How many values have a prefix other than <c>smtp:</c> and so were left out without a word.</summary>
    public int NonMailValues { get; private set; }

    /// <summary>What the read can show for its completeness; null where the source has nothing to show.</summary>
    public ReadEvidence? Evidence { get; internal set; }

    /// <summary>Counts an entry in that was found to be alone with its account.</summary>
    internal void AddPair(int nonMailValues)
    {
        Entries++;
        NonMailValues += nonMailValues;
    }

    /// <summary>The account of an entry that was counted in.</summary>
    internal void Return(MailAccount account) => _accounts.Add(account);

    /// <summary>Counts an entry in.</summary>
    internal void Add(MappedEntry entry)
    {
        Entries++;
        NonMailValues += entry.NonMailValues;
        if (entry.Account is { } account) _accounts.Add(account);
        if (entry.Unreadable is { } unreadable) _unreadable.Add(unreadable);
        if (entry.Skipped is { } skipped) _skippedEntries.Add(skipped);
        _skippedValues.AddRange(entry.SkippedValues);
    }
}

/// <summary>What one entry asks for.</summary>
/// <param name="Account">The account, or null when the entry is skipped.</param>
/// <param name="Skipped">Why there is no account; null when there is one.</param>
/// <param name="SkippedValues">Values that are no addresses.</param>
/// <param name="NonMailValues">How many values have a prefix other than <c>smtp:</c>.</param>
public sealed record MappedEntry(MailAccount? Account, SkippedEntry? Skipped, IReadOnlyList<SkippedValue> SkippedValues, int NonMailValues)
{
    /// <summary>What an entry without a readable address of its own still carries.</summary>
    internal MailAccount? Unreadable { get; init; }
}
