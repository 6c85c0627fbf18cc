using static LdapSync.Contracts.TargetWords;

namespace LdapSync.Contracts;

// What is read: every account with its aliases, each once, or an exception.
public abstract partial class SyncTargetContract
{
    [Fact]
    public async Task A_target_without_accounts_lists_none() => await ExpectAsync();

    [Fact]
    public async Task Every_account_is_read_once_with_every_alias_once_in_every_read()
    {
        foreach (var batch in Load(300).Chunk(1000)) await ApplyAsync(batch);

        for (var read = 0; read < 2; read++)
        {
            var accounts = (await ReadAsync(Target)).ToDictionary(account => account.Primary);

            Assert.Equal(300, accounts.Count);
            Assert.All(Enumerable.Range(0, 300), i => Assert.Equal([At($"alias{i:000000}.0"), At($"alias{i:000000}.1"), At($"alias{i:000000}.2")], accounts[At($"user{i:000000}")].Aliases.Order()));
        }
    }

    [Fact]
    public async Task A_read_may_be_given_up_and_the_next_one_is_whole()
    {
        await ApplyAsync(Load(20, aliases: 1));

        await foreach (var _ in Target.ReadAccountsAsync(Cancelled)) break;
        await using (Target.ReadAccountsAsync(Cancelled).GetAsyncEnumerator(Cancelled)) { } // never begun

        Assert.Equal(20, (await ReadAsync(Target)).Count);
        await ApplyAsync(Add("ann")); // and nothing is held that a write needs
    }

    [Fact]
    public async Task A_read_that_is_cancelled_before_it_begins_lists_nobody()
    {
        await ApplyAsync(Add("ann"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Target.ReadAccountsAsync(new CancellationToken(canceled: true)).ToListAsync(Cancelled));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(1500)]
    public async Task A_read_that_is_cancelled_on_its_way_never_looks_complete_before_its_end(int after)
    {
        await ApplyAsync(Load(1000, aliases: 0));
        await ApplyAsync([.. Load(2000, aliases: 0)[1000..]]);
        using var cancel = new CancellationTokenSource();
        var read = 0;

        try
        {
            await foreach (var _ in Target.ReadAccountsAsync(cancel.Token))
            {
                if (++read == after) await cancel.CancelAsync();
            }
            Assert.Equal(2000, read);
        }
        catch (OperationCanceledException)
        {
            Assert.InRange(read, after, 2000);
        }
    }

    [Fact]
    public void The_target_has_a_name_of_one_line()
    {
        Assert.NotEqual("", Target.Name.Trim());
        Assert.DoesNotContain(Target.Name, char.IsControl);
    }
}
