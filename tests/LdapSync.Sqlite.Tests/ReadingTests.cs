namespace LdapSync.Sqlite;

/// <summary>What is read is what stands in the file, whatever stands there.</summary>
public sealed class ReadingTests : SqliteTest
{
    [Fact]
    public async Task Every_account_is_read_with_its_own_aliases_in_the_order_in_which_accounts_were_added()
    {
        // More than are fetched at once, none to a few dozen aliases each, some long, some not in ASCII.
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 40), 4)) + ".example";
        var expected = Enumerable.Range(0, 2500).Select(i => (Name: $"User{i}@Example.com", Aliases: Enumerable.Range(0, i % 50 == 0 ? 40 : i % 4).Select(a => Alias(i, a)).ToArray())).ToList();
        using var target = new SqliteTarget(FilePath);
        await ApplyAllAsync(target, [.. expected.Select(account => Add(account.Name)), .. expected.AsEnumerable().Reverse().SelectMany(account => account.Aliases.Select(alias => AddAlias(account.Name, alias)))]);

        var read = await target.ReadAccountsAsync(Cancellation).ToListAsync(Cancellation);

        read.Select(account => account.Primary.ToString()).Should().Equal(expected.Select(account => account.Name));
        foreach (var (account, (_, aliases)) in read.Zip(expected)) account.Aliases.Select(alias => alias.ToString()).Should().BeEquivalentTo(aliases);

        string Alias(int account, int number) => (account % 7) switch
        {
            0 => $"Müller.{account}.{number}@Bücher.example",
            1 => $"{new string('a', 50)}{account}.{number}@{domain}",
            _ => $"a{account}.{number}@example.com",
        };
    }

    [Fact]
    public async Task Addresses_of_no_account_are_passed_over_wherever_they_stand()
    {
        await ApplyAsync([.. Enumerable.Range(1, 5).SelectMany(i => new[] { Add($"u{i}"), AddAlias($"u{i}", $"a{i}") })]);
        Sql(FilePath, "PRAGMA foreign_keys = OFF; DELETE FROM account WHERE id IN (1, 3, 5)");

        (await ReadAsync()).Should().Equal("u2@example.com mailbox: a2@example.com ()", "u4@example.com mailbox: a4@example.com ()");
    }

    [Theory]
    [InlineData("UPDATE address SET spelling = canonical || char(10) || canonical")]
    [InlineData("UPDATE address SET spelling = ''")]
    [InlineData("UPDATE address SET spelling = canonical || char(0)")]
    [InlineData("UPDATE address SET canonical = canonical || char(10) || 'x'")]
    [InlineData("UPDATE address SET spelling = 'ann' || char(8490) || '@example.com'")] // a Kelvin sign, which is a k to those who fold case
    public async Task A_row_that_is_no_address_ends_the_read_wherever_its_faults_are(string sql)
    {
        await ApplyAsync(Add("ann"));
        Sql(FilePath, sql);

        var read = () => ReadAsync();

        (await read.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain("changed by hand").And.Contain("Correct that row");
    }

    [Fact]
    public async Task A_reader_that_leaves_early_lets_go_of_the_file()
    {
        await ApplyAsync(Load(5000, aliases: 0));
        using var target = new SqliteTarget(FilePath);

        await foreach (var account in target.ReadAccountsAsync(Cancellation)) break;

        Sql(FilePath, "BEGIN EXCLUSIVE; ROLLBACK");
        Files().Should().Equal("mail.db");
    }

    [Fact]
    public async Task Reading_looks_up_no_address_by_itself()
    {
        await ApplyAsync(Add("ann"));
        using var connection = Connect(FilePath);
        using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {AccountReader.AddressesInOrder}";
        using var rows = command.ExecuteReader();

        rows.Read().Should().BeTrue();
        rows.GetString(3).Should().Contain("USING COVERING INDEX");
        rows.Read().Should().BeFalse("nothing has to be sorted");
    }

    [Fact]
    public async Task A_file_with_the_index_of_an_older_version_is_read_the_same()
    {
        await ApplyAsync(Load(10));
        var before = await ReadAsync();
        Sql(FilePath, "DROP INDEX address_of_account; CREATE INDEX address_of_account ON address (account_id, is_primary DESC); PRAGMA user_version = 3");

        (await ReadAsync()).Should().Equal(before);
        await ApplyAsync(Add("zoe"));

        Sql(FilePath, "SELECT sql LIKE '%is_primary DESC, spelling)' FROM sqlite_schema WHERE name = 'address_of_account'").Should().Be(1L, "the first write brings it up to date");
        Sql(FilePath, "PRAGMA integrity_check").Should().Be("ok");
    }

    [Fact]
    public async Task Whoever_finds_the_file_held_waits_as_long_as_was_said()
    {
        await ApplyAsync(Add("ann"));
        var file = new SqliteFile(FilePath, patience: 7);

        using (var reading = file.OpenToRead()) Sql(reading!, "PRAGMA busy_timeout").Should().Be(7000L);
        using (var writing = file.OpenToWrite()) Sql(writing, "PRAGMA busy_timeout").Should().Be(7000L);
    }
}
