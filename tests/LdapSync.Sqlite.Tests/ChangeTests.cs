using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync.Sqlite;

/// <summary>What changes do to the file and what rules of the file do to changes; what every target promises is tested by the contract.</summary>
public sealed class ChangeTests : SqliteTest
{
    [Fact]
    public async Task An_account_to_add_that_is_there_gets_the_kind_and_source_id_as_asked_and_keeps_its_id_and_aliases()
    {
        await ApplyAsync(Add("Ann", sourceId: "old"), AddAlias("ann", "a1"));
        var id = Sql(FilePath, "SELECT id FROM accounts");

        (await ApplyAsync(Add("ANN", AccountKind.DistributionList, "new"))).Should().ContainSingle().Which.Status.Should().Be(OutcomeStatus.Applied);
        (await ReadAsync()).Should().Equal("Ann@example.com list: a1@example.com (new)");
        await ApplyAsync(Add("ann"));
        (await ReadAsync()).Should().Equal(["Ann@example.com mailbox: a1@example.com (new)"], "a change without a source id takes none away");
        Sql(FilePath, "SELECT id FROM accounts").Should().Be(id);
    }

    [Fact]
    public async Task An_account_whose_address_is_an_alias_elsewhere_is_refused_with_the_owners_name()
    {
        await ApplyAsync(Add("Bob"), AddAlias("bob", "Info"));

        var outcomes = await ApplyAsync(Add("info"), Add("ann"));

        outcomes[0].Status.Should().Be(OutcomeStatus.Failed);
        outcomes[0].Reason.Should().Be("info@example.com is taken: it is an alias of Bob@example.com.");
        outcomes[1].Status.Should().Be(OutcomeStatus.Applied);
        (await ReadAsync()).Should().Equal("Bob@example.com mailbox: Info@example.com ()", "ann@example.com mailbox:  ()");
    }

    [Fact]
    public async Task An_alias_that_somebody_else_has_is_never_taken_over()
    {
        await ApplyAsync(Add("ann"), Add("bob"), AddAlias("bob", "info"));

        var outcomes = await ApplyAsync(AddAlias("ann", "INFO"), AddAlias("ann", "bob"), AddAlias("ann", "a1"));

        outcomes.Select(o => o.Reason).Should().Equal(
            "INFO@example.com is taken: it is an alias of bob@example.com.",
            "bob@example.com is taken: it is the primary address of the account bob@example.com.",
            null);
        (await ReadAsync()).Should().Equal("ann@example.com mailbox: a1@example.com ()", "bob@example.com mailbox: info@example.com ()");
    }

    [Fact]
    public async Task Alias_and_kind_of_an_account_that_is_not_there_fail_by_name()
    {
        await ApplyAsync(Add("bob"), AddAlias("bob", "info"));

        var outcomes = await ApplyAsync(AddAlias("ann", "a1"), MakeList("ann"), AddAlias("info", "i1"), MakeList("info"));

        outcomes.Should().OnlyContain(o => o.Status == OutcomeStatus.Failed);
        outcomes.Select(o => o.Reason).Should().Equal(
            "There is no account ann@example.com.",
            "There is no account ann@example.com.",
            "There is no account info@example.com: that address is an alias of bob@example.com.",
            "There is no account info@example.com: that address is an alias of bob@example.com.");
        (await ReadAsync()).Should().Equal("bob@example.com mailbox: info@example.com ()");
    }

    [Fact]
    public async Task A_primary_address_is_no_alias_to_remove()
    {
        await ApplyAsync(Add("ann"));

        (await ApplyAsync(RemoveAlias("ann", "ann"))).Should().ContainSingle().Which.Reason.Should().StartWith("ann@example.com is the primary address");

        (await ReadAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task The_id_of_a_deleted_account_is_never_used_again()
    {
        await ApplyAsync(Add("ann"));
        var id = (long)Sql(FilePath, "SELECT id FROM accounts")!;

        await ApplyAsync(Delete("ann"), Add("ann"));

        ((long)Sql(FilePath, "SELECT id FROM accounts")!).Should().BeGreaterThan(id);
    }

    [Fact]
    public async Task A_change_that_a_rule_of_the_file_refuses_leaves_no_half_and_does_not_spoil_the_others()
    {
        await ApplyAsync(Add("ann"));
        Sql(FilePath, "CREATE TRIGGER reserved BEFORE INSERT ON address WHEN NEW.canonical LIKE 'root%' BEGIN SELECT RAISE(ABORT, 'root is reserved'); END");

        var outcomes = await ApplyAsync(Add("root"), Add("bob"), AddAlias("ann", "root2"), AddAlias("ann", "a1"), AccountChange.AddAccount(default, AccountKind.Mailbox));

        outcomes.Select(o => o.Status == OutcomeStatus.Applied).Should().Equal(false, true, false, true, false);
        outcomes[0].Reason.Should().Contain("add mailbox root@example.com").And.Contain("root is reserved");
        outcomes[2].Reason.Should().Contain("root2@example.com");
        (await ReadAsync()).Should().Equal("ann@example.com mailbox: a1@example.com ()", "bob@example.com mailbox:  ()");
        Sql(FilePath, "SELECT count(*) FROM account").Should().Be(2L);
    }

    [Fact]
    public async Task An_account_that_a_rule_of_the_file_quietly_leaves_out_is_not_reported_as_added()
    {
        await ApplyAsync(Add("ann"));
        Sql(FilePath, "CREATE TRIGGER ignored BEFORE INSERT ON account BEGIN SELECT RAISE(IGNORE); END");

        var outcomes = await ApplyAsync(Add("bob"));

        outcomes.Should().ContainSingle().Which.Status.Should().Be(OutcomeStatus.Failed);
        outcomes[0].Reason.Should().Contain("kept the account bob@example.com from being written");
        (await ReadAsync()).Should().Equal("ann@example.com mailbox:  ()");
    }

    [Fact]
    public async Task What_rules_of_the_file_did_about_the_first_half_of_a_refused_change_is_undone_too()
    {
        await ApplyAsync(Add("ann"));
        Sql(FilePath, """
            CREATE TABLE log (account INTEGER);
            CREATE TRIGGER logged AFTER INSERT ON account BEGIN INSERT INTO log VALUES (NEW.id); END;
            CREATE TRIGGER reserved BEFORE INSERT ON address WHEN NEW.canonical LIKE 'root%' BEGIN SELECT RAISE(ABORT, 'root is reserved'); END;
            CREATE TRIGGER kept BEFORE DELETE ON account BEGIN SELECT RAISE(ABORT, 'accounts are kept'); END;
            """);

        var outcomes = await ApplyAsync(Add("bob"), Add("root"), AddAlias("bob", "b1"), Add("root2"), Add("zoe"));

        outcomes.Select(o => o.Status == OutcomeStatus.Applied).Should().Equal(true, false, true, false, true);
        (await ReadAsync()).Should().Equal("ann@example.com mailbox:  ()", "bob@example.com mailbox: b1@example.com ()", "zoe@example.com mailbox:  ()");
        Sql(FilePath, "SELECT count(*) FROM log").Should().Be(2L);
    }

    [Fact]
    public async Task An_alias_is_added_to_the_account_that_has_the_name_at_that_moment()
    {
        await ApplyAsync(Add("ann"), AddAlias("ann", "a1"));

        var outcomes = await ApplyAsync(
            AddAlias("ann", "a2"),
            AccountChange.RenameAccount(At("ann"), At("bob")),
            AddAlias("ann", "a3"),
            Add("ann"),
            AddAlias("ann", "a4"),
            Delete("ann"),
            AddAlias("ann", "a5"),
            AddAlias("bob", "b1"));

        outcomes.Select(o => o.Status == OutcomeStatus.Applied).Should().Equal(true, true, false, true, true, true, false, true);
        (await ReadAsync()).Should().Equal("bob@example.com mailbox: a1@example.com, a2@example.com, b1@example.com ()");
    }

    [Theory]
    [InlineData("root")]
    [InlineData("eve")]
    public async Task A_rule_that_ends_the_transaction_ends_the_batch_with_nothing_applied(string last)
    {
        await ApplyAsync(Add("ann"));
        Sql(FilePath, "CREATE TRIGGER reserved BEFORE INSERT ON address WHEN NEW.canonical LIKE 'root%' BEGIN SELECT RAISE(ROLLBACK, 'root is reserved'); END");
        using var target = new SqliteTarget(FilePath);
        var apply = () => target.ApplyAsync([Add("bob"), Add("root"), AddAlias("ann", "root2"), Add(last)], Cancellation);

        (await apply.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain("root is reserved");

        (await ReadAsync(target)).Should().Equal("ann@example.com mailbox:  ()");
        await ApplyAllAsync(target, Add("bob"));
    }
}
