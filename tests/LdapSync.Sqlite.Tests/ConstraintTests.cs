using LdapSync.Targets;
using Microsoft.Data.Sqlite;

namespace LdapSync.Sqlite;

/// <summary>What the file itself guarantees to people who change it with SQL, and what reading says when they went past it.</summary>
public sealed class ConstraintTests : SqliteTest
{
    [Theory]
    [InlineData("INSERT INTO address VALUES ('info@example.com', 'Info@example.com', 1, 0)", "UNIQUE")] // bob's alias
    [InlineData("INSERT INTO address VALUES ('bob@example.com', 'bob@example.com', 1, 0)", "UNIQUE")] // bob's primary
    [InlineData("INSERT INTO address VALUES ('ann2@example.com', 'ann2@example.com', 1, 1)", "UNIQUE")] // a second primary
    [InlineData("UPDATE address SET is_primary = 1 WHERE canonical = 'info@example.com'", "UNIQUE")]
    [InlineData("UPDATE address SET canonical = 'ann@example.com' WHERE canonical = 'info@example.com'", "UNIQUE")]
    [InlineData("INSERT INTO address VALUES ('x@example.com', 'x@example.com', 99, 0)", "FOREIGN KEY")]
    [InlineData("INSERT INTO address VALUES ('x@example.com', 'x@example.com', 1, 2)", "CHECK")]
    [InlineData("INSERT INTO address VALUES ('', '', 1, 0)", "CHECK")]
    [InlineData("INSERT INTO address VALUES ('x@example.com', 'x@example.com', 'one', 0)", "cannot store TEXT")]
    [InlineData("INSERT INTO account (kind) VALUES ('robot')", "CHECK")]
    [InlineData("INSERT INTO sync_record (started, started_by, is_test, summary, report) VALUES ('x', 'x', 2, 'x', 'x')", "CHECK")]
    public async Task The_file_refuses_what_no_change_could_have_made(string sql, string rule)
    {
        await ApplyAsync(Add("ann"), Add("bob"), AddAlias("bob", "info"));

        var act = () => Sql(FilePath, "PRAGMA foreign_keys = ON; " + sql);

        act.Should().Throw<SqliteException>().Which.Message.Should().Contain(rule);
        (await ReadAsync()).Should().HaveCount(2);
    }

    [Fact]
    public async Task Deleting_an_account_by_sql_takes_its_addresses_with_it()
    {
        await ApplyAsync(Add("ann"), AddAlias("ann", "a1"));

        Sql(FilePath, "PRAGMA foreign_keys = ON; DELETE FROM account");

        Sql(FilePath, "SELECT count(*) FROM address").Should().Be(0L);
    }

    [Fact]
    public async Task The_views_show_accounts_and_aliases()
    {
        await ApplyAsync(Add("Zoe", sourceId: "z"), Add("ann", AccountKind.DistributionList), AddAlias("zoe", "A.Zoe"));

        Sql(FilePath, "SELECT group_concat(address || '|' || kind || '|' || coalesce(source_id, '-'), ' ; ') FROM accounts").Should()
            .Be("ann@example.com|distribution list|- ; Zoe@example.com|mailbox|z");
        Sql(FilePath, "SELECT group_concat(alias || '|' || account, ' ; ') FROM aliases").Should().Be("A.Zoe@example.com|Zoe@example.com");
    }

    [Theory]
    [InlineData("DELETE FROM address WHERE canonical = 'ann@example.com'", "the account with id 1 has no primary address")]
    [InlineData("DELETE FROM address", "the account with id 1 has no primary address")]
    [InlineData("UPDATE address SET spelling = 'bob@example.com' WHERE canonical = 'ann@example.com'", "another address")]
    [InlineData("UPDATE address SET spelling = 'nonsense' WHERE canonical = 'a1@example.com'", "no address (it has no @)")]
    public async Task A_file_that_was_broken_by_hand_is_not_read_in_part(string sql, string found)
    {
        await ApplyAsync(Add("ann"), AddAlias("ann", "a1"));
        Sql(FilePath, sql);

        var read = () => ReadAsync();

        (await read.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain(FilePath).And.Contain("changed by hand").And.Contain(found);
    }

    [Fact]
    public async Task An_address_left_behind_by_hand_is_refused_with_what_to_delete()
    {
        await ApplyAsync(Add("ann"), Add("bob"), AddAlias("bob", "info"));
        Sql(FilePath, "PRAGMA foreign_keys = OFF; DELETE FROM account WHERE id = 2");

        var outcomes = await ApplyAsync(AddAlias("ann", "info"), Add("bob"), AddAlias("bob", "b1"), MakeList("bob"));

        outcomes.Should().OnlyContain(o => o.Status == OutcomeStatus.Failed);
        outcomes[0].Reason.Should().StartWith("info@example.com is taken by a row in 'address' whose account is gone");
        outcomes[1].Reason.Should().StartWith("bob@example.com is taken by a row");
        Sql(FilePath, "SELECT count(*) FROM address").Should().Be(3L);
    }
}
