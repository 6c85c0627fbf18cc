using LdapSync.Directories;
using LdapSync.Planning;

namespace LdapSync.Mapping;

public class DisabledAccountsTests
{
    private static LdapEntry Entry(string? accountControl, string? recipientType = null) => new(
        "cn=Ann,dc=example,dc=com",
        [
            ("mail", "ann@example.com"),
            .. accountControl is null ? Array.Empty<(string, string)>() : [("userAccountControl", accountControl)],
            .. recipientType is null ? Array.Empty<(string, string)>() : [("msExchRecipientTypeDetails", recipientType)],
        ]);

    private static bool HasAccount(DisabledAccounts setting, string? accountControl, string? recipientType = null) =>
        new EntryMapper(new SyncOptions { DisabledAccounts = setting }).Map(Entry(accountControl, recipientType)).Account is not null;

    [Theory]
    [InlineData(DisabledAccounts.Include, "514", true)]
    [InlineData(DisabledAccounts.Exclude, "514", false)]
    [InlineData(DisabledAccounts.Exclude, "2", false)]
    [InlineData(DisabledAccounts.Exclude, "66050", false)]
    [InlineData(DisabledAccounts.Exclude, "-2147483134", false)] // 32 bits with a sign
    [InlineData(DisabledAccounts.Exclude, "512", true)]
    [InlineData(DisabledAccounts.Exclude, "0", true)]
    [InlineData(DisabledAccounts.Exclude, null, true)]
    [InlineData(DisabledAccounts.Exclude, "", true)]
    [InlineData(DisabledAccounts.Exclude, "disabled", true)]
    [InlineData(DisabledAccounts.Exclude, "99999999999999999999999", true)]
    public void R8_bit_2_of_userAccountControl_tells_disabled_entries(DisabledAccounts setting, string? accountControl, bool hasAccount) =>
        HasAccount(setting, accountControl).Should().Be(hasAccount);

    [Theory]
    [InlineData("4", true)]            // shared
    [InlineData("16", true)]           // room
    [InlineData("32", true)]           // equipment
    [InlineData("34359738368", true)]  // the same in Exchange Online: more than 32 bits
    [InlineData("8589934592", true)]
    [InlineData("17179869184", true)]
    [InlineData("1", false)]           // user
    [InlineData("2147483648", false)]  // user in Exchange Online
    [InlineData("20", false)]          // values, not flags
    [InlineData(null, false)]
    [InlineData("shared", false)]
    public void R8_shared_mailboxes_and_resources_are_told_by_their_recipient_type(string? type, bool hasAccount)
    {
        HasAccount(DisabledAccounts.ExcludeUnlessSharedOrResource, "514", type).Should().Be(hasAccount);
        HasAccount(DisabledAccounts.ExcludeUnlessSharedOrResource, "512", type).Should().BeTrue();
        HasAccount(DisabledAccounts.Exclude, "514", type).Should().BeFalse();
    }

    [Fact]
    public void R8_an_excluded_entry_is_skipped_with_the_reason_and_its_account_is_not_kept()
    {
        var plan = new SyncPlanner(new SyncOptions { DisabledAccounts = DisabledAccounts.Exclude, AllowEmptyDirectory = true }).Plan([Entry("514")], [Given.Account("ann")]);

        plan.Changes.Should().Equal(AccountChange.DeleteAccount(Given.Address("ann")));
        plan.Kept.Should().BeEmpty();
        plan.SkippedEntries.Should().Equal(new SkippedEntry("cn=Ann,dc=example,dc=com", "it is disabled (userAccountControl 514), and DisabledAccounts is Exclude"));
    }

    [Fact]
    public void R8_its_attributes_are_asked_for_only_when_they_decide()
    {
        string[] asked = ["userAccountControl", "msExchRecipientTypeDetails"];

        Asked(DisabledAccounts.Include).Should().NotContain(asked);
        Asked(DisabledAccounts.Exclude).Should().Contain(asked[0]).And.NotContain(asked[1]);
        Asked(DisabledAccounts.ExcludeUnlessSharedOrResource).Should().Contain(asked);

        static IReadOnlyList<string> Asked(DisabledAccounts setting) => new EntryMapper(new SyncOptions { DisabledAccounts = setting }).Attributes;
    }

    [Fact]
    public void R8_hidden_entries_are_included() =>
        new EntryMapper(new SyncOptions()).Map(new LdapEntry("cn=Ann,dc=example,dc=com", ("mail", "ann@example.com"), ("msExchHideFromAddressLists", "TRUE"))).Account.Should().NotBeNull();
}
