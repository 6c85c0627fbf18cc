namespace LdapSync.Directories.Snapshots;

/// <summary>Whatever does not fit is answered by a complete read, and the log says why.</summary>
public class DoubtTests : IncrementalTest
{
    private static readonly Guid Stranger = Guid.Parse("00000000-0000-0000-0000-0000000000ff");

    [Fact]
    public async Task An_entry_without_an_id() => await ShouldReadCompletelyAsync(changes => With(changes, new LdapEntry("cn=x,dc=example", ("mail", "x@example.com"))), "an entry has no stable id");

    [Fact]
    public async Task An_id_that_stands_twice() => await ShouldReadCompletelyAsync(changes => With(changes, changes.Changed[0]), "two changed entries have the same id");

    [Fact]
    public async Task A_password_that_nobody_asked_for() =>
        await ShouldReadCompletelyAsync(changes => With(changes, Entry(Stranger, "cn=x,dc=example", ("userPassword", "Hunter2"))), "password or key");

    [Fact]
    public async Task An_entry_that_is_changed_and_gone() => await ShouldReadCompletelyAsync(changes => changes with { Gone = [$"{Ann}"] }, "changed and to be gone");

    [Fact]
    public async Task An_entry_that_is_gone_and_remains() => await ShouldReadCompletelyAsync(changes => changes with { Gone = [$"{Bob}"], Remaining = Set(Bob, Carla) }, "gone and to remain");

    [Fact]
    public async Task No_doubt_is_an_entry_that_remains_outside_of_the_answer()
    {
        await IsReadCompletelyAsync();
        Directory.Distort = changes => changes with { Remaining = Set(Ann, Bob, Carla, Stranger) };

        (await IsReadCompletelyAsync()).Should().BeFalse("the directory has more than the answer, and none of it has changed");
    }

    [Fact]
    public async Task No_doubt_is_a_password_that_is_refused_and_nobody_tries_it_again()
    {
        await IsReadCompletelyAsync();
        var before = Directory.CompleteReads;
        Directory.Distort = _ => throw new SourceException("Wrong password.", new InvalidOperationException("49"));

        await FluentActions.Awaiting(() => IsReadCompletelyAsync()).Should().ThrowAsync<SourceException>().WithMessage("Wrong password.");
        Directory.CompleteReads.Should().Be(before);

        Directory.Distort = _ => throw new SourceException("It took too long.", new TimeoutException());
        (await IsReadCompletelyAsync()).Should().BeTrue("the changes may be what takes so long");
    }

    [Fact]
    public async Task An_id_that_is_none() => await ShouldReadCompletelyAsync(changes => changes with { Gone = ["cn=ann"] }, "an id is no GUID");

    [Fact]
    public async Task A_name_that_another_entry_has() =>
        await ShouldReadCompletelyAsync(changes => With(changes, Entry(Stranger, "CN=Bob, dc=example")), "two entries would have the same name");

    [Fact]
    public async Task A_name_that_two_changed_entries_have() =>
        await ShouldReadCompletelyAsync(changes => With(changes, Entry(Stranger, "CN=Ann, dc=example")), "two changed entries have the same name");

    [Fact]
    public async Task A_name_that_is_none() => await ShouldReadCompletelyAsync(changes => With(changes, Entry(Stranger, "ann")), "a name that cannot be read");

    [Fact]
    public async Task An_entry_that_has_moved_with_others_below_it()
    {
        Directory.Add("cn=below,cn=bob,dc=example", "below@example.com");
        await IsReadCompletelyAsync();
        Directory.Rename(Bob, "cn=robert,dc=example", isNoticed: false);

        (await IsReadCompletelyAsync()).Should().BeTrue();
        Log.Should().ContainMatch("Warning: * doubt: an entry with others below it has moved*");
    }

    [Fact]
    public async Task An_entry_that_is_spelled_otherwise_with_others_below_it()
    {
        Directory.Add("cn=below,cn=bob,dc=example", "below@example.com");
        await IsReadCompletelyAsync();
        Directory.Rename(Bob, "cn=BOB,dc=example", isNoticed: false);

        (await IsReadCompletelyAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task An_entry_that_is_gone_while_others_stand_below_it()
    {
        Directory.Add("cn=below,cn=bob,dc=example", "below@example.com");
        await IsReadCompletelyAsync();
        Directory.SetMail(Bob, null);

        (await IsReadCompletelyAsync()).Should().BeTrue();
        (await IsReadCompletelyAsync()).Should().BeFalse("that is read once");
    }

    [Theory]
    [InlineData(Telling.Nothing, "Information: fake is read completely: it cannot tell*")]
    [InlineData(Telling.Failure, "Warning: fake is read completely, because of a doubt: It refuses")]
    internal async Task A_directory_that_cannot_tell_or_fails(Telling telling, string log)
    {
        await IsReadCompletelyAsync();
        Directory.Telling = telling;

        (await IsReadCompletelyAsync()).Should().BeTrue();
        Log.Should().ContainMatch(log);
    }

    [Fact]
    public async Task Changes_without_the_moment_up_to_which_they_go()
    {
        await IsReadCompletelyAsync();
        Directory.TellsTokens = false;

        (await IsReadCompletelyAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task Two_entries_with_one_id_in_a_complete_read_are_not_recorded()
    {
        var twin = new ChangingDirectory();
        twin.Add("cn=ann,dc=example", "ann@example.com", Ann);
        var source = new IncrementalSource(new Twice(twin), Snapshot, ChangingDirectory.Query, 10, Log);

        (await source.ReadAsync(ChangingDirectory.Query, Cancellation).ToListAsync(Cancellation)).Should().HaveCount(2);

        (await HeaderAsync()).Should().BeNull();
        Log.Should().ContainMatch("*not recorded*two entries have the same id");
    }

    [Theory]
    [InlineData("userPassword")]
    [InlineData("UNICODEPWD;lang-en")]
    public async Task A_query_for_passwords_is_never_recorded(string attribute)
    {
        var query = ChangingDirectory.Query with { Attributes = ["mail", attribute] };
        Source = new IncrementalSource(Directory, Snapshot, query, 10, Log);

        (await IsReadCompletelyAsync(query), await IsReadCompletelyAsync(query)).Should().Be((true, true));
        (await HeaderAsync()).Should().BeNull();
    }

    private async Task ShouldReadCompletelyAsync(Func<DirectoryChanges, DirectoryChanges> distort, string because)
    {
        await IsReadCompletelyAsync();
        Directory.SetMail(Ann, "a@example.com");
        Directory.Distort = distort;

        (await IsReadCompletelyAsync()).Should().BeTrue();
        Log.Should().ContainMatch($"Warning: fake is read completely, because of a doubt: *{because}*");
        Directory.Distort = null;
        (await IsReadCompletelyAsync()).Should().BeFalse("the complete read was recorded");
    }

    private static DirectoryChanges With(DirectoryChanges changes, LdapEntry entry) => changes with { Changed = [.. changes.Changed, entry] };

    private static LdapEntry Entry(Guid id, string dn, params (string, string)[] more) => new(dn, [("mail", "x@example.com"), ("entryUUID", $"{id}"), .. more]);

    private static HashSet<string> Set(params Guid[] ids) => [.. ids.Select(id => $"{id}")];

    private sealed class Twice(ChangingDirectory directory) : ILdapChangeSource
    {
        public string Name => directory.Name;

        public async IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var entry in directory.ReadAsync(query, cancellationToken))
            {
                yield return entry;
                yield return new LdapEntry("cn=other,dc=example", entry.Attributes);
            }
        }

        public Task<DirectoryChanges?> ReadChangesAsync(DirectoryQuery query, ChangeToken since, CancellationToken cancellationToken = default) => directory.ReadChangesAsync(query, since, cancellationToken);
    }
}
