namespace LdapSync.Planning;

/// <summary>Every answer has a sentence of its own.</summary>
public class SentenceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly MailAccount Ann = Given.Account("ann", "x"), Bob = Given.Account("bob", "x");

    [Theory]
    [InlineData(AddressVerdict.NotFound, "neither the directory nor the target has it")]
    [InlineData(AddressVerdict.OutsideBases, "its entry is outside every base DN")]
    [InlineData(AddressVerdict.Filtered, "the search filter leaves its entry out")]
    [InlineData(AddressVerdict.EntrySkipped, "its entry asks for no account")]
    [InlineData(AddressVerdict.NotRead, "it stands only in attributes that are not read")]
    [InlineData(AddressVerdict.OtherKind, "it stands in the directory as another kind of address only")]
    [InlineData(AddressVerdict.InvalidValue, "the value it stands in is no mail address")]
    [InlineData(AddressVerdict.Excluded, "an exclusion hides it")]
    [InlineData(AddressVerdict.NotServed, "its domain or that of its account is not served")]
    [InlineData(AddressVerdict.LostConflict, "whoever asks for it lost a conflict")]
    [InlineData(AddressVerdict.ChangedSince, "an entry asks for it now that the plan did not see")]
    [InlineData(AddressVerdict.Kept, "it is kept on bob@example.com although nobody asks for it")]
    [InlineData(AddressVerdict.Unchanged, "it stays an alias of ann@example.com")]
    [InlineData(AddressVerdict.KindChanged, "it stays, and its account changes in kind")]
    [InlineData(AddressVerdict.Added, "it is added, an alias of ann@example.com")]
    [InlineData(AddressVerdict.Removed, "it is removed from bob@example.com")]
    [InlineData(AddressVerdict.Deleted, "it goes with its account bob@example.com, which is deleted")]
    [InlineData(AddressVerdict.Moved, "it passes from bob@example.com to ann@example.com")]
    [InlineData(AddressVerdict.Renamed, "it takes part in a rename: rename bob@example.com to ann@example.com")]
    [InlineData(AddressVerdict.InTransit, "it names an account between two renames")]
    public void An_explanation_says_its_verdict(AddressVerdict verdict, string sentence) =>
        Explained(verdict, null).ToString().Should().Be($"x@example.com: {sentence}.");

    [Fact]
    public void An_explanation_says_that_a_change_is_not_applied_as_things_stand() =>
        Explained(AddressVerdict.Moved, "Too many deletes.").ToString().Should().Be("x@example.com: it passes from bob@example.com to ann@example.com, but not as things stand: changes are withheld.");

    [Theory]
    [InlineData(ConflictReason.PrimaryBeatsAlias, "x@example.com goes to ann@example.com, whose own address it is; bob@example.com goes without")]
    [InlineData(ConflictReason.CurrentOwner, "x@example.com stays with ann@example.com, who has it today; bob@example.com goes without")]
    [InlineData(ConflictReason.LowestId, "x@example.com goes to ann@example.com, who has the lowest id; bob@example.com goes without")]
    [InlineData(ConflictReason.HeldByHiddenAccount, "x@example.com stays with ann@example.com, whom this sync must not touch; bob@example.com goes without")]
    [InlineData(ConflictReason.HeldByKeptAccount, "x@example.com stays with ann@example.com, which is not deleted now; bob@example.com goes without")]
    public void A_conflict_says_who_gets_the_address_and_why(ConflictReason reason, string sentence) =>
        new Conflict(Given.Address("x"), Ann.Primary, null, Bob.Primary, null, reason).ToString().Should().Be(sentence);

    [Fact]
    public void A_conflict_says_who_gets_no_account() =>
        new Conflict(Bob.Primary, Ann.Primary, null, Bob.Primary, null, ConflictReason.LowestId).ToString().Should().EndWith("bob@example.com gets no account");

    [Theory]
    [InlineData(null, "")]
    [InlineData("Ann", "Ann")]
    [InlineData("one\nline\u001b[2J", "one\\u000aline\\u001b[2J")]
    public void What_a_directory_holds_is_shown_and_not_obeyed(string? text, string shown) => InWords.Shown(text).Should().Be(shown);

    [Fact]
    public void A_plan_tells_what_an_account_that_waits_still_misses()
    {
        new WaitingAccount(Given.Address("bob"), Noon, 1, 2, null).ToString().Should().Be("bob@example.com: absent since 2026-11-01 12:00Z, in 1 sync; deleted after 2 more syncs without it");
        new WaitingAccount(Given.Address("bob"), Noon, 3, 0, Noon.AddDays(7)).ToString().Should().Be("bob@example.com: absent since 2026-11-01 12:00Z, in 3 syncs; deleted not before 2026-11-08 12:00Z");
        new WaitingAccount(Given.Address("bob"), Noon, 3, 1, Noon.AddDays(7)).ToString().Should().EndWith("; deleted after 1 more sync without it and not before 2026-11-08 12:00Z");
    }

    private static Explanation Explained(AddressVerdict verdict, string? withheldBecause) => new()
    {
        Address = Given.Address("x"),
        CountsAs = Given.Address("x"),
        Verdict = verdict,
        Wanted = Ann,
        Existing = Bob,
        Origins = [],
        Decisions = [],
        Changes = [new ExplainedChange(0, AccountChange.RenameAccount(Bob.Primary, Ann.Primary), withheldBecause)],
    };
}
