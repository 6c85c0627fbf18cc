using LdapSync.Targets;
using static LdapSync.Contracts.TargetWords;

namespace LdapSync.Contracts;

// Accounts that get another address, where the target can do that, and aliases that go from one account to another.
public abstract partial class SyncTargetContract
{
    private bool CannotRename => !Can(TargetCapabilities.Rename); // and what it says then, "What_the_target_cannot_do…" looks at

    [Fact]
    public async Task A_renamed_account_keeps_all_it_has_and_its_old_address_is_free()
    {
        if (CannotRename) return;
        await ApplyAsync(Add("ann"), AddList("team"));
        await ApplyAsync(AddAlias("ann", "a1"), AddAlias("ann", "a2"));

        await ApplyAsync(Rename("ann", "anna"), Rename("team", "crew"));

        await ExpectAsync("anna: a1, a2", "crew list");
        await ApplyAsync(Add("ann"));
        await ExpectAsync("ann", "anna: a1, a2", "crew list");
        await ApplyAsync(AddAlias("anna", "team"));
        await ExpectAsync("ann", "anna: a1, a2, team", "crew list");
    }

    [Fact]
    public async Task An_account_renamed_to_an_alias_of_its_own_has_it_as_an_alias_no_more()
    {
        if (CannotRename) return;
        await ApplyAsync(Add("ann"));
        await ApplyAsync(AddAlias("ann", "anna"), AddAlias("ann", "a1"));

        await ApplyAsync(Rename("ann", "anna"));

        await ExpectAsync("anna: a1");
        await ApplyAsync(AddAlias("anna", "ann")); // the usual end of a marriage of addresses
        await ExpectAsync("anna: a1, ann");
        await ApplyAsync(RemoveAlias("anna", "ann"), RemoveAlias("anna", "a1"));
        await ExpectAsync("anna");
    }

    [Fact]
    public async Task An_account_is_not_renamed_to_what_somebody_else_has()
    {
        if (CannotRename) return;
        await ApplyAsync(Add("ann"), Add("bob"));
        await ApplyAsync(AddAlias("ann", "a1"), AddAlias("bob", "info"));

        await ExpectFailedAsync(Rename("ann", "bob"));
        await ExpectFailedAsync(Rename("ann", "info"));

        await ExpectAsync("ann: a1", "bob: info");
    }

    [Fact]
    public async Task An_account_that_is_renamed_already_counts_as_renamed()
    {
        if (CannotRename) return;
        await ApplyAsync(Add("ann"));
        await ApplyAsync(AddAlias("ann", "anna"));
        await ApplyAsync(Rename("ann", "anna"));

        await ApplyAsync(Rename("ann", "anna"));
        var byAnother = await TryAsync(await OpenAgainAsync(), Rename("ann", "anna"));

        Assert.Equal(OutcomeStatus.Applied, byAnother[0].Status);
        await ExpectAsync("anna");
    }

    [Fact]
    public async Task An_account_that_is_not_there_cannot_be_renamed()
    {
        if (CannotRename) return;
        await ApplyAsync(Add("bob"));
        await ApplyAsync(AddAlias("bob", "info"));

        await ExpectFailedAsync(Rename("ann", "anna"), Rename("nobody", "info"));
        await ExpectFailedAsync(Rename("info", "information")); // an alias is no account

        await ExpectAsync("bob: info");
    }

    [Fact]
    public async Task An_account_may_be_renamed_to_another_spelling_of_its_address()
    {
        if (CannotRename) return;
        await ApplyAsync(Add("ann"));
        await ApplyAsync(AddAlias("ann", "a1"));

        await ApplyAsync(Rename("ann", "ANN"));

        await ExpectAsync("ANN: a1");
    }

    [Fact]
    public async Task Addresses_go_round_in_a_ring_by_a_name_between()
    {
        if (CannotRename) return;
        await ApplyAsync(Add("ann"), Add("bob"));
        await ApplyAsync(AddAlias("ann", "a1"), AddAlias("bob", "b1"));

        await ApplyAsync(Rename("ann", "in-transit"));
        await ApplyAsync(Rename("bob", "ann"));
        await ApplyAsync(Rename("in-transit", "bob"));

        await ExpectAsync("ann: b1", "bob: a1");
    }

    [Fact]
    public async Task Only_the_account_with_the_id_is_renamed()
    {
        if (CannotRename || !Can(TargetCapabilities.SourceIds)) return;
        await ApplyAsync(Add("ann", sourceId: "id-1"), Add("bob", sourceId: "id-2"));

        await ExpectFailedAsync(Rename("ann", "anna", "id-3"));
        await ApplyAsync(Rename("ann", "anna", "id-1"));
        await ApplyAsync(Add("ann", sourceId: "id-4"));
        await ApplyAsync(Rename("ann", "anna", "id-1")); // again, while another one has the old name

        await ExpectAsync("ann #id-4", "anna #id-1", "bob #id-2");
        await ExpectFailedAsync(Rename("ann", "bob", "id-4"), Rename("nobody", "anna", "id-5"));
        await ExpectAsync("ann #id-4", "anna #id-1", "bob #id-2");
    }

    [Fact]
    public async Task An_alias_goes_from_one_account_to_another()
    {
        await ApplyAsync(Add("ann"), Add("bob"));
        await ApplyAsync(AddAlias("ann", "info"), AddAlias("ann", "a1"));

        if (Can(TargetCapabilities.AtomicMove))
        {
            await ApplyAsync(MoveAlias("ann", "bob", "info"));
            await ApplyAsync(MoveAlias("ann", "bob", "info")); // again
        }
        else
        {
            await ApplyAsync(RemoveAlias("ann", "info"));
            await ApplyAsync(AddAlias("bob", "info"));
        }

        await ExpectAsync("ann: a1", "bob: info");
        await ExpectFailedAsync(AddAlias("ann", "info"));
    }

    [Fact]
    public async Task An_alias_is_moved_from_the_account_that_is_named_or_from_nobody()
    {
        if (!Can(TargetCapabilities.AtomicMove)) return;
        await ApplyAsync(Add("ann"), Add("bob"), Add("cid"));
        await ApplyAsync(AddAlias("cid", "info"));

        await ExpectFailedAsync(MoveAlias("ann", "bob", "info"), MoveAlias("cid", "nobody", "info"), MoveAlias("ann", "bob", "ann"), MoveAlias("ann", "bob", "cid"));
        await ApplyAsync(MoveAlias("ann", "bob", "free"));

        await ExpectAsync("ann", "bob: free", "cid: info");
    }
}
