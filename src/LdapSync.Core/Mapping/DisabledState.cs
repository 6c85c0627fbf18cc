using System.Globalization;
using LdapSync.Directories;

namespace LdapSync.Mapping;

/// <summary>Tells disabled entries, and among them shared mailboxes and resources (R8). A value that cannot be read says nothing: the entry is included.</summary>
/// <param name="setting">Whether disabled entries get accounts.</param>
internal sealed class DisabledState(DisabledAccounts setting)
{
    private const string AccountControl = "userAccountControl";
    private const string RecipientType = "msExchRecipientTypeDetails";
    private const long Disabled = 0x2; // ADS_UF_ACCOUNTDISABLE, [MS-ADTS] section 2.2.16

    // Microsoft, "Recipient type values": shared, room and equipment mailbox, and the same three where the mailbox is in Exchange Online.
    private static readonly long[] Shared = [4, 34_359_738_368];
    private static readonly long[] SharedAndResources = [.. Shared, 16, 32, 8_589_934_592, 17_179_869_184];

    /// <summary>The attributes that tell disabled entries and shared mailboxes, whatever the setting.</summary>
    public static IReadOnlyList<string> AllAttributes { get; } = [AccountControl, RecipientType];

    /// <summary>The shared mailboxes, disabled or not.</summary>
    public static LdapFilter SharedMailboxes { get; } = LdapFilter.Parse(string.Create(CultureInfo.InvariantCulture, $"(|({RecipientType}={Shared[0]})({RecipientType}={Shared[1]}))"));

    /// <summary>The attributes that have to be read for it.</summary>
    public IReadOnlyList<string> Attributes => setting switch
    {
        DisabledAccounts.Include => [],
        DisabledAccounts.Exclude => [AccountControl],
        _ => AllAttributes,
    };

    /// <summary>Why an entry is left out, or null when it is not.</summary>
    public string? WhyLeftOut(LdapEntry entry)
    {
        if (setting == DisabledAccounts.Include || Number(entry, AccountControl) is not { } control || (control & Disabled) == 0) return null;
        if (setting == DisabledAccounts.ExcludeUnlessSharedOrResource && Number(entry, RecipientType) is { } type && SharedAndResources.Contains(type)) return null;
        return string.Create(CultureInfo.InvariantCulture, $"it is disabled ({AccountControl} {control}), and DisabledAccounts is {setting}");
    }

    /// <summary>Whether an entry is a shared mailbox whose user is disabled, as Exchange makes them.</summary>
    public static bool IsDisabledShared(LdapEntry entry) =>
        Number(entry, AccountControl) is { } control && (control & Disabled) != 0 && Number(entry, RecipientType) is { } type && Shared.Contains(type);

    /// <summary>The value of an attribute as a whole number: user account control has 32 bits with a sign, the recipient type 64.</summary>
    private static long? Number(LdapEntry entry, string attribute) =>
        entry.Find(attribute).FirstOrDefault() is { Values: [var value, ..] } && long.TryParse(value.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
