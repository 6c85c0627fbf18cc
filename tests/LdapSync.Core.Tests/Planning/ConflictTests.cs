using LdapSync.Directories;

namespace LdapSync.Planning;

public class ConflictTests
{
    private static SyncPlan Plan(IEnumerable<LdapEntry> entries, params MailAccount[] existing) => new SyncPlanner(new SyncOptions()).Plan(entries, existing);

    [Fact]
    public void R11_a_primary_beats_an_alias()
    {
        var plan = Plan([Given.Entry("ann", "bob"), Given.Entry("bob")], Given.Account("ann", "bob"));

        plan.Conflicts.Should().Equal(new Conflict(
            Given.Address("bob"), Given.Address("bob"), "cn=bob,dc=example,dc=com", Given.Address("ann"), "cn=ann,dc=example,dc=com", ConflictReason.PrimaryBeatsAlias));
        plan.Changes.Should().Equal(
            AccountChange.RemoveAlias(Given.Address("ann"), Given.Address("bob")),
            AccountChange.AddAccount(Given.Address("bob"), AccountKind.Mailbox));
    }

    [Fact]
    public void R11_the_current_owner_keeps_an_alias()
    {
        var plan = Plan([Given.Entry("ann", "info"), Given.Entry("zoe", "info")], Given.Account("ann"), Given.Account("zoe", "info"));

        plan.Changes.Should().BeEmpty();
        plan.Conflicts.Should().ContainSingle().Which.Should().Match<Conflict>(c => c.Reason == ConflictReason.CurrentOwner && c.Winner == Given.Address("zoe"));
    }

    [Fact]
    public void R11_else_the_lowest_id_keeps_it_and_an_id_goes_before_none()
    {
        LdapEntry WithId(string name, string id) => new($"cn={name},dc=example,dc=com", ("mail", $"{name}@example.com"), ("proxyAddresses", "smtp:info@example.com"), ("entryUUID", id));
        var low = WithId("zoe", "11111111-0000-0000-0000-000000000000");
        var high = WithId("ann", "22222222-0000-0000-0000-000000000000");
        var none = Given.Entry("abe", "info");

        Plan([high, none, low]).Conflicts.Should().HaveCount(2).And.OnlyContain(c => c.Winner == Given.Address("zoe") && c.Reason == ConflictReason.LowestId);
        Plan([none, high]).Conflicts.Should().ContainSingle().Which.Winner.Should().Be(Given.Address("ann"));
        Plan([Given.Entry("zoe", "info"), Given.Entry("abe", "info")]).Conflicts.Should().ContainSingle().Which.Winner.Should().Be(Given.Address("abe"), "without ids the names decide");
    }

    [Fact]
    public void R11_an_entry_that_loses_its_own_address_gets_no_account_and_frees_its_aliases()
    {
        var plan = Plan([Given.EntryNamed("cn=a", "ann", "x"), Given.EntryNamed("cn=b", "ann", "info"), Given.EntryNamed("cn=c", "cid", "info")]);

        plan.Conflicts.Should().ContainSingle().Which.Should().Match<Conflict>(c => c.LosesAccount && c.LoserDn == "cn=b,dc=example,dc=com");
        plan.Changes.Should().Contain(AccountChange.AddAlias(Given.Address("cid"), Given.Address("info")), "its rival for info is out");
        plan.WantedAccounts.Should().Be(2);
    }

    [Fact]
    public void An_entry_that_is_read_twice_is_no_conflict()
    {
        var plan = Plan([Given.Entry("ann", "a1"), Given.Entry("ann", "a1")]);

        plan.Conflicts.Should().BeEmpty();
        plan.Counts.Total.Should().Be(2);
    }

    [Fact]
    public void R11_every_address_has_one_owner_in_any_order_of_entries()
    {
        string[] names = ["ann", "bob", "cid", "dan"];
        var random = new Random(20261122);
        for (var round = 0; round < 300; round++)
        {
            var entries = Enumerable.Range(0, 6)
                .Select(i => Given.EntryNamed($"cn={i}", [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => names[random.Next(names.Length)])]))
                .ToArray();
            var plan = Plan(entries);
            random.Shuffle(entries);
            var again = Plan(entries);

            plan.Changes.Select(c => c.Address).Should().OnlyHaveUniqueItems();
            again.Fingerprint.Should().Be(plan.Fingerprint);
            again.Conflicts.Should().Equal(plan.Conflicts);
        }
    }
}
