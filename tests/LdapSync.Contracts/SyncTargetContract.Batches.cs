using LdapSync.Planning;
using LdapSync.Targets;
using static LdapSync.Contracts.TargetWords;

namespace LdapSync.Contracts;

// Batches of changes that do not depend on each other: one true outcome each, whatever becomes of the others, and whatever others do meanwhile.
public abstract partial class SyncTargetContract
{
    [Fact]
    public async Task A_batch_of_nothing_has_no_outcomes()
    {
        Assert.Empty(await TryAsync());

        await ExpectAsync();
    }

    [Fact]
    public async Task A_change_that_fails_does_not_spoil_the_others_of_its_batch()
    {
        await ApplyAsync(Add("ann"), Add("bob"), Add("old"));
        await ApplyAsync(AddAlias("bob", "info"));

        var outcomes = await TryAsync(Add("info"), Add("cid"), AddAlias("ann", "bob"), AddAlias("ann", "a1"), AddAlias("nobody", "n1"), MakeList("nobody"), MakeList("old"), Delete("gone"));

        Assert.Equal([false, true, false, true, false, false, true, true], outcomes.Select(outcome => outcome.Status == OutcomeStatus.Applied));
        await ExpectAsync("ann: a1", "bob: info", "cid", "old list");
    }

    [Fact]
    public async Task A_large_batch_has_an_outcome_for_each_change()
    {
        await ApplyAsync(Add("owner"));
        await ApplyAsync([.. Enumerable.Range(0, 100).Select(i => AddAlias("owner", $"first.last{i:000}7"))]);

        // Every tenth address of a thousand is the owner's.
        var accounts = await TryAsync([.. Enumerable.Range(0, 1000).Select(i => Add($"First.Last{i:0000}", i % 3 == 0 ? AccountKind.DistributionList : AccountKind.Mailbox))]);
        // Aliases for those that are there and are no lists, five each for some; and for nobody.
        var aliases = await TryAsync([.. Enumerable.Range(0, 1000).Where(i => i % 3 != 0).SelectMany(i => Enumerable.Range(0, i % 5 == 1 ? 4 : 1).Select(a => AddAlias($"first.Last{i:0000}", $"A{a}.Alias{i}"))).Take(1000)]);

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => i % 10 != 7), accounts.Select(outcome => outcome.Status == OutcomeStatus.Applied));
        Assert.All(aliases, outcome => Assert.Equal(outcome.Change.Account.LocalPart.EndsWith('7') ? OutcomeStatus.Failed : OutcomeStatus.Applied, outcome.Status));
        var read = await ReadAsync(await OpenAgainAsync());
        Assert.Equal(901, read.Count);
        Assert.Equal(Enumerable.Range(0, 1000).Count(i => i % 3 == 0 && i % 10 != 7), read.Count(account => account.Kind == AccountKind.DistributionList));
        Assert.Equal(100 + aliases.Count(outcome => outcome.Status == OutcomeStatus.Applied), read.Sum(account => account.Aliases.Count));
        await ApplyAsync([.. read.Select(account => AccountChange.DeleteAccount(account.Primary))]);
        await ExpectAsync();
    }

    [Fact]
    public async Task A_batch_that_is_cancelled_before_it_begins_changes_nothing()
    {
        await ApplyAsync(Add("ann"));
        AccountChange[] batch = [Add("bob"), AddAlias("ann", "a1"), Delete("ann")];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Target.ApplyAsync(batch, new CancellationToken(canceled: true)));

        await ExpectAsync("ann");
        await ApplyAsync(Add("bob"));
        await ExpectAsync("ann", "bob");
    }

    [Fact]
    public async Task What_others_did_since_the_read_is_seen_by_the_outcomes()
    {
        var other = await OpenAgainAsync();
        await ApplyAsync(Add("ann"), Add("bob"), Add("cid"), Add("dan"));
        await ApplyAsync(AddAlias("ann", "info"));
        await ReadAsync(Target);
        // Meanwhile ann is made anew, and bob is no more; info and fay are cid's.
        foreach (var change in new[] { Delete("ann"), Add("ann"), Delete("bob"), AddAlias("cid", "info"), AddAlias("cid", "fay") }) await TryAsync(other, change);

        await ExpectFailedAsync(AddAlias("bob", "b1"), AddAlias("ann", "info"), AddAlias("dan", "fay"), Add("fay"));
        await ApplyAsync(AddAlias("ann", "a1"), RemoveAlias("dan", "info"), Delete("bob"), MakeList("dan"));

        await ExpectAsync("ann: a1", "cid: fay, info", "dan list");
        await TryAsync(other, Delete("ann"));
        await TryAsync(other, Add("ann"));
        await ApplyAsync(Delete("ann"));
        await ExpectAsync("cid: fay, info", "dan list");
    }

    [Fact]
    public async Task Whoever_was_given_another_name_since_the_read_is_not_taken_for_whoever_had_it()
    {
        if (CannotRename) return;
        var other = await OpenAgainAsync();
        await ApplyAsync(Add("ann"), Add("bob"));
        await ReadAsync(Target);
        await TryAsync(other, Rename("ann", "anna"));

        await ApplyAsync(Delete("ann"));
        await ExpectFailedAsync(AddAlias("ann", "a1"), MakeList("ann"));

        await ExpectAsync("anna", "bob");
        await TryAsync(other, Rename("bob", "bobby"));
        await ApplyAsync(Add("bob"));
        await ExpectAsync("anna", "bob", "bobby");
    }
}
