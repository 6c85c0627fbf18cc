using LdapSync.Planning;
using LdapSync.Targets;
using static LdapSync.Contracts.TargetWords;

namespace LdapSync.Contracts;

// What each kind of change does, alone and again, and what it leaves alone.
public abstract partial class SyncTargetContract
{
    [Fact]
    public async Task Accounts_are_added_as_mailboxes_or_lists()
    {
        await ApplyAsync(Add("ann"), AddList("team"));

        await ExpectAsync("ann", "team list");
    }

    [Fact]
    public async Task Aliases_are_added_to_the_account_that_is_named()
    {
        await ApplyAsync(Add("ann"), Add("bob"));

        await ApplyAsync(AddAlias("ann", "a1"), AddAlias("bob", "b1"), AddAlias("ann", "a2"));

        await ExpectAsync("ann: a1, a2", "bob: b1");
    }

    [Fact]
    public async Task An_alias_is_removed_and_free_for_others()
    {
        await ApplyAsync(Add("ann"), Add("bob"));
        await ApplyAsync(AddAlias("ann", "a1"), AddAlias("ann", "info"));

        await ApplyAsync(RemoveAlias("ann", "info"));

        await ExpectAsync("ann: a1", "bob");
        await ApplyAsync(AddAlias("bob", "info"));
        await ExpectAsync("ann: a1", "bob: info");
    }

    [Fact]
    public async Task An_account_is_deleted_with_its_aliases_and_each_address_is_free_for_others()
    {
        await ApplyAsync(Add("ann"), Add("bob"));
        await ApplyAsync(AddAlias("ann", "a1"), AddAlias("ann", "a2"));

        await ApplyAsync(Delete("ann"));

        await ExpectAsync("bob");
        await ApplyAsync(Add("a1"), AddAlias("bob", "ann"), AddAlias("bob", "a2"));
        await ExpectAsync("a1", "bob: a2, ann");
    }

    [Fact]
    public async Task Kinds_are_changed_both_ways()
    {
        await ApplyAsync(Add("ann"), AddList("team"));

        await ApplyAsync(MakeList("ann"), MakeMailbox("team"));

        await ExpectAsync("ann list", "team");
    }

    [Fact]
    public async Task Aliases_come_to_a_list_that_has_become_a_mailbox_and_go_from_a_mailbox_that_has_become_a_list()
    {
        await ApplyAsync(AddList("team"), Add("ann"));
        await ApplyAsync(AddAlias("ann", "a1"), AddAlias("ann", "a2"));

        await ApplyAsync(MakeMailbox("team"), MakeList("ann"));
        await ApplyAsync(AddAlias("team", "all"), AddAlias("team", "everybody"), RemoveAlias("ann", "a1"), RemoveAlias("ann", "a2"));

        await ExpectAsync("ann list", "team: all, everybody");
    }

    [Fact]
    public async Task Lists_have_aliases_or_cannot_get_any()
    {
        await ApplyAsync(AddList("team"), AddList("staff"));

        if (Can(TargetCapabilities.ListsWithoutAliases)) await ExpectFailedAsync(AddAlias("team", "all"), AddAlias("staff", "s1"), AddAlias("staff", "s2"));
        else await ApplyAsync(AddAlias("team", "all"), AddAlias("staff", "s1"), AddAlias("staff", "s2"));

        await ExpectAsync(Can(TargetCapabilities.ListsWithoutAliases) ? ["staff list", "team list"] : ["staff list: s1, s2", "team list: all"]);
    }

    [Fact]
    public async Task A_provisional_account_is_told_as_one_and_can_become_a_mailbox()
    {
        if (!await AddProvisionalAsync(Store, At("ann"))) return; // no service adds accounts by itself
        await ExpectAsync("ann Provisional");

        await ApplyAsync(MakeMailbox("ann"));

        await ExpectAsync("ann");
    }

    [Fact]
    public async Task Ids_are_kept_with_accounts_or_left_out()
    {
        await ApplyAsync(Add("ann", sourceId: "id-1"), Add("bob"));
        if (!Can(TargetCapabilities.SourceIds))
        {
            await ExpectAsync("ann", "bob");
            return;
        }

        await ApplyAsync(Note("ann", "id-2"), Note("bob", "id-3"));

        await ExpectAsync("ann #id-2", "bob #id-3");
    }

    [Fact]
    public async Task An_account_to_add_that_is_there_gets_the_kind_that_is_asked_for_and_keeps_the_rest()
    {
        await ApplyAsync(Add("ann", sourceId: "id-1"), AddList("team"));
        await ApplyAsync(AddAlias("ann", "a1"));

        await ApplyAsync(Add("ann"), Add("team"));

        await ExpectAsync(Can(TargetCapabilities.SourceIds) ? "ann #id-1: a1" : "ann: a1", "team");
    }

    private static readonly Dictionary<string, (AccountChange Change, string[] Accounts)> Changes = new(StringComparer.Ordinal)
    {
        ["an account to add"] = (Add("zoe"), ["ann: a1", "bob", "team list", "zoe"]),
        ["a list to add"] = (AddList("staff"), ["ann: a1", "bob", "staff list", "team list"]),
        ["an account to delete"] = (Delete("ann"), ["bob", "team list"]),
        ["an account to delete that was never there"] = (Delete("nobody"), ["ann: a1", "bob", "team list"]),
        ["an alias to add"] = (AddAlias("bob", "b1"), ["ann: a1", "bob: b1", "team list"]),
        ["an alias to remove"] = (RemoveAlias("ann", "a1"), ["ann", "bob", "team list"]),
        ["an alias to remove that was never there"] = (RemoveAlias("ann", "nothing"), ["ann: a1", "bob", "team list"]),
        ["an alias to remove from nobody"] = (RemoveAlias("nobody", "nothing"), ["ann: a1", "bob", "team list"]),
        ["a mailbox to make a list"] = (MakeList("bob"), ["ann: a1", "bob list", "team list"]),
        ["a list to make a mailbox"] = (MakeMailbox("team"), ["ann: a1", "bob", "team"]),
    };

    public static TheoryData<string> Repeated { get; } = [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Repeated))]
    public async Task Applying_again_is_safe_and_counts_as_applied(string what)
    {
        var (change, accounts) = Changes[what];
        await ApplyAsync(Add("ann"), Add("bob"), AddList("team"));
        await ApplyAsync(AddAlias("ann", "a1"));

        await ApplyAsync(change);
        await ExpectAsync(accounts);
        await ApplyAsync(change);
        await ExpectAsync(accounts);
        var byAnother = await TryAsync(await OpenAgainAsync(), change);
        Assert.Equal(OutcomeStatus.Applied, byAnother[0].Status);
        await ExpectAsync(accounts);
    }

    [Fact]
    public async Task What_needs_an_account_fails_without_one()
    {
        await ApplyAsync(Add("bob"));
        await ApplyAsync(AddAlias("bob", "info"));

        // An alias is no account.
        await ExpectFailedAsync(AddAlias("ann", "a1"), MakeList("ann"), AddAlias("info", "i1"), MakeList("info"));

        await ExpectAsync("bob: info");
    }

    [Fact]
    public async Task Deleting_an_address_that_is_merely_an_alias_deletes_nobody()
    {
        await ApplyAsync(Add("bob"));
        await ApplyAsync(AddAlias("bob", "info"));

        await ApplyAsync(Delete("info"));

        await ExpectAsync("bob: info");
    }

    [Fact]
    public async Task What_the_target_cannot_do_is_refused_or_done_but_never_said_to_be_done_in_vain()
    {
        await ApplyAsync(Add("ann"), Add("bob"));
        await ApplyAsync(AddAlias("ann", "a1"));
        var model = new AccountModel(TargetCapabilities.None);
        foreach (var change in new[] { Add("ann"), Add("bob"), AddAlias("ann", "a1") }) model.Apply(change);
        AccountChange[] beyond = [.. new[] { Rename("bob", "zoe"), MoveAlias("ann", "bob", "a1"), Note("ann", "id-1") }.Where(change => !Can(Needed(change.Kind)))];
        foreach (var change in beyond)
        {
            if ((await TryAsync(change))[0].Status == OutcomeStatus.Applied) model.Apply(change);

            await ExpectAsync([.. model.Accounts.Select(Line)]);
        }

        static TargetCapabilities Needed(ChangeKind kind) => kind switch
        {
            ChangeKind.RenameAccount => TargetCapabilities.Rename,
            ChangeKind.MoveAlias => TargetCapabilities.AtomicMove,
            _ => TargetCapabilities.SourceIds,
        };
    }
}
