using LdapSync.Directories;
using LdapSync.Reporting;
using LdapSync.Targets;

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
        Plan([high, none]).Conflicts.Should().ContainSingle().Which.Winner.Should().Be(Given.Address("ann"));
        Plan([Given.Entry("zoe", "info"), Given.Entry("abe", "info")]).Conflicts.Should().ContainSingle().Which.Winner.Should().Be(Given.Address("abe"), "without ids the names decide");
    }

    [Fact]
    public void R11_an_entry_that_loses_its_own_address_gets_no_account_and_frees_its_aliases()
    {
        var plan = Plan([Given.EntryNamed("cn=a", "ann", "x"), Given.EntryNamed("cn=b", "ann", "info"), Given.EntryNamed("cn=c", "cid", "info")]);

        plan.Conflicts.Should().ContainSingle().Which.Should().Match<Conflict>(c => c.LosesAccount && c.LoserDn == "cn=b,dc=example,dc=com" && c.Reason == ConflictReason.LowestId);
        plan.Changes.Should().Contain(AccountChange.AddAlias(Given.Address("cid"), Given.Address("info")), "its rival for info is out");
        plan.WantedAccounts.Should().Be(2);
    }

    [Fact]
    public void R11_where_the_target_keeps_the_id_its_owner_keeps_the_primary()
    {
        const string Low = "11111111-0000-0000-0000-000000000000", High = "22222222-0000-0000-0000-000000000000";
        LdapEntry WithId(string cn, string alias, string id) => new($"cn={cn}", ("mail", "ann@example.com"), ("proxyAddresses", alias + "@example.com"), ("entryUUID", id));
        var existing = new MailAccount(Given.Address("ann"), aliases: [Given.Address("b1")]) { SourceId = High };

        var plan = Plan([WithId("a", "a1", Low), WithId("b", "b1", High)], existing);

        plan.Changes.Should().BeEmpty("the mailbox must not change its owner");
        plan.Conflicts.Should().ContainSingle().Which.Should().Match<Conflict>(c => c.Reason == ConflictReason.CurrentOwner && c.LoserDn == "cn=a");
    }

    [Fact]
    public void R11_an_entry_that_loses_its_own_address_does_not_lose_the_mailbox_it_has()
    {
        var plan = Plan([Given.EntryNamed("cn=a", "info"), Given.EntryNamed("cn=b", "info", "bob")], Given.Account("info"), Given.Account("bob", "b1"));

        plan.Changes.Should().BeEmpty("a mistyped mail is no reason to delete bob, whose address the entry still carries");
        plan.Kept.Should().Equal(new KeptAccount(Given.Address("bob"), "cn=b,dc=example,dc=com"));
    }

    [Fact]
    public void R12_an_entry_that_loses_its_own_address_does_not_lose_the_mailbox_that_has_its_id()
    {
        const string Id = "11111111-0000-0000-0000-000000000000";
        var existing = new MailAccount(Given.Address("ann")) { SourceId = Id };

        var plan = new SyncPlanner(new SyncOptions { Exclusions = ["boss@*"] }, TargetCapabilities.Rename | TargetCapabilities.SourceIds)
            .Plan([new LdapEntry("cn=ann", ("mail", "info@example.com"), ("entryUUID", Id)), Given.Entry("bob")], [existing, Given.Account("boss", "info"), Given.Account("bob")]);

        plan.Changes.Should().BeEmpty("the address it was renamed to is taken, which is no reason to delete ann");
        plan.Kept.Should().Equal(new KeptAccount(Given.Address("ann"), "cn=ann"));
    }

    [Fact]
    public void A_mail_that_cannot_be_read_does_not_delete_the_mailbox_but_one_that_is_gone_does()
    {
        LdapEntry[] unreadable = [new("cn=ann", ("mail", "ann@@example.com"), ("proxyAddresses", "smtp:ann@example.com")), Given.Entry("bob")];
        LdapEntry[] gone = [new("cn=ann", ("proxyAddresses", "smtp:ann@example.com")), Given.Entry("bob")];

        Plan(unreadable, Given.Account("ann"), Given.Account("bob")).Kept.Should().ContainSingle().Which.Account.Should().Be(Given.Address("ann"));
        Plan(gone, Given.Account("ann"), Given.Account("bob")).Changes.Should().Equal(AccountChange.DeleteAccount(Given.Address("ann")));
    }

    [Fact]
    public void A_target_with_an_address_on_two_accounts_is_refused_with_both_named() =>
        FluentActions.Invoking(() => Plan([Given.Entry("ann", "x")], Given.Account("ann", "x"), Given.Account("bob", "x")))
            .Should().Throw<TargetException>().WithMessage("*x@example.com twice*ann@example.com*bob@example.com*");

    [Fact]
    public void A_target_may_list_an_accounts_own_address_among_its_aliases() =>
        Plan([Given.Entry("ann")], Given.Account("ann", "ann", "ANN")).Changes.Should().BeEmpty();

    [Fact]
    public void A_target_may_list_an_alias_twice() =>
        Plan([Given.Entry("ann", "x")], Given.Account("ann", "x", "X")).Changes.Should().BeEmpty();

    [Fact]
    public void An_alias_that_the_target_lists_twice_is_removed_once() =>
        Plan([Given.Entry("ann")], Given.Account("ann", "x", "X")).Changes.Should().ContainSingle();

    [Fact]
    public void A_missing_argument_is_named()
    {
        FluentActions.Invoking(() => new SyncPlanner(new SyncOptions()).Plan((IEnumerable<LdapEntry>)null!, [])).Should().Throw<ArgumentNullException>().WithParameterName("entries");
        FluentActions.Invoking(() => new SyncPlanner(new SyncOptions()).Plan((Mapping.MappedDirectory)null!, [])).Should().Throw<ArgumentNullException>().WithParameterName("directory");
        FluentActions.Invoking(() => new SyncPlanner(new SyncOptions()).Plan(Array.Empty<LdapEntry>(), null!)).Should().Throw<ArgumentNullException>().WithParameterName("existing");
    }

    [Fact]
    public void An_entry_that_is_read_twice_is_no_conflict()
    {
        var plan = Plan([Given.Entry("ann", "a1"), Given.Entry("ann", "a1")]);

        plan.Conflicts.Should().BeEmpty();
        plan.Counts.Total.Should().Be(2);
    }

    [Fact]
    public void R15_an_entry_that_is_read_twice_with_other_aliases_gives_the_same_plan_in_any_order() =>
        Plan([Given.Entry("ann", "b"), Given.Entry("ann", "a")]).Changes.Should().Equal(Plan([Given.Entry("ann", "a"), Given.Entry("ann", "b")]).Changes);

    [Fact]
    public async Task R11_every_address_has_one_owner_in_any_order_of_entries()
    {
        string[] names = ["a", "b", "c", "d", "e", "svc", "d@other.example", "e@other.example", "f@other.example"];
        var random = new Random(20261122);
        for (var round = 0; round < Law.Cases(1000); round++)
        {
            var planner = new SyncPlanner(new SyncOptions
            {
                Domains = random.Next(2) == 0 ? ["example.com"] : [],
                Exclusions = random.Next(2) == 0 ? ["c@*", "d@other.example"] : [],
                ExclusionMode = (ExclusionMode)random.Next(2),
                AllowEmptyDirectory = true,
            });
            var entries = Enumerable.Range(0, 6)
                .Select(i => Given.EntryNamed($"cn={i}", [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => names[random.Next(names.Length)])]))
                .ToArray();
            random.Shuffle(names);
            MailAccount[] existing = [.. names.Chunk(3).Take(random.Next(1, 4)).Select(account => Given.Account(account))];
            var target = new InMemoryTarget(existing);
            var plan = planner.Plan(entries, existing);
            random.Shuffle(entries);
            random.Shuffle(existing);

            ReportJson.Write(planner.Plan(entries, existing)).Should().Be(ReportJson.Write(plan), "the order of entries and accounts means nothing");
            var applier = new PlanApplier(plan, target);
            await applier.ApplyAsync(_ => { }, TestContext.Current.CancellationToken);
            applier.Outcomes.Where(o => o.Status != OutcomeStatus.Applied).Should().BeEmpty("no address is promised to two");
            planner.Plan(entries, target.Accounts).Changes.Should().BeEmpty("R24: what was applied needs no second time");
        }
    }
}
