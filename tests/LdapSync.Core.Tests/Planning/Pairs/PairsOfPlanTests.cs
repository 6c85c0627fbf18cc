using LdapSync.Directories;

namespace LdapSync.Planning.Pairs;

/// <summary>The pairs of a plan are the plan's: whoever has it may ask, from any thread, as long as it lives.</summary>
public sealed class PairsOfPlanTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pairs-");
    private readonly List<FileStream> _opened = [];

    public void Dispose()
    {
        foreach (var file in _opened) file.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task R15_several_threads_may_ask_about_one_plan()
    {
        using var input = Input(entries: 3_000);
        var pairs = new SyncPlanner(new SyncOptions()).Plan(input).Sides.Pairs!;
        _opened.Should().NotBeEmpty("entries are read from the file too");
        string[] once = [.. pairs.Wanted.Select(Text)];

        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => (Wanted: pairs.Wanted.Select(Text).ToArray(), Existing: pairs.Existing.Count()))));

        all.Should().AllSatisfy(read =>
        {
            read.Wanted.Should().Equal(once);
            read.Existing.Should().Be(3_000);
        });
    }

    [Fact]
    public void Memory_and_file_stay_with_the_plan_that_was_made()
    {
        var input = Input(entries: 3_000);
        var pairs = new SyncPlanner(new SyncOptions()).Plan(input).Sides.Pairs!;

        input.Dispose();

        pairs.Wanted.Should().HaveCount(3_000);
    }

    [Fact]
    public void The_file_goes_at_once_where_no_plan_was_made()
    {
        var input = Input(entries: 3_000);
        _opened.Should().ContainSingle().Which.CanRead.Should().BeTrue();

        input.Dispose();

        _opened[0].CanRead.Should().BeFalse();
    }

    [Fact]
    public void A_directory_is_read_anew_for_another_plan()
    {
        using var input = Input(entries: 3);
        var planner = new SyncPlanner(new SyncOptions());
        planner.Plan(input);

        planner.Invoking(p => p.Plan(input)).Should().Throw<InvalidOperationException>().WithMessage("*read anew*");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void R15_an_entry_that_was_read_twice_and_became_a_list_meanwhile_is_a_mailbox_in_whatever_order(bool listFirst)
    {
        LdapEntry[] twice = [Twin("user"), Twin("list")];
        if (listFirst) Array.Reverse(twice);

        var plan = Paired.Plan([Given.Account("ann", "a1")], twice, new SyncOptions { DistributionListAttribute = "kind", DistributionListValue = "list" });

        plan.Changes.Should().BeEmpty();

        static LdapEntry Twin(string kind) => new("cn=ann,dc=example,dc=com", ("mail", "ann@example.com"), ("proxyAddresses", "smtp:a1@example.com"), ("kind", kind));
    }

    [Fact]
    public void An_alias_that_the_target_lists_twice_is_left_to_the_rules_where_another_one_has_its_place()
    {
        var existing = new MailAccount(Given.Address("ann"), AccountKind.Mailbox, [Given.Address("a"), Given.Address("a")]);

        Paired.Count([existing], [Given.Entry("ann", "b", "a")]).Should().Be(0);
    }

    [Fact]
    public void R22_a_name_between_two_renames_is_looked_for_once_a_ring()
    {
        var renames = new List<AccountChange>();
        for (var i = 0; i < 30; i++)
        {
            renames.Add(AccountChange.RenameAccount(Given.Address($"a{i}"), Given.Address($"b{i}")));
            renames.Add(AccountChange.RenameAccount(Given.Address($"b{i}"), Given.Address($"a{i}")));
        }
        var asked = 0;

        ChangeOrder.Of(renames, [], [], TargetCapabilities.Rename, _ => asked++ < 0).Changes.Should().HaveCount(90);

        asked.Should().Be(30);
    }

    private PlanInput Input(int entries)
    {
        var input = new PlanInput(new SyncOptions(), TargetCapabilities.None, hasher: new AddressHasher(seed: 2026), makeSpool: () => new Spool(limit: 0, Open));
        for (var i = 0; i < entries; i++) input.Add(Given.Account($"user{i}", $"alias{i}"));
        for (var i = 0; i < entries; i++) input.Add(new LdapEntry($"cn=user{i},ou={new string('x', 500)}", ("mail", $"user{i}@example.com"), ("proxyAddresses", $"smtp:ALIAS{i}@example.com")));
        return input;
    }

    private FileStream Open()
    {
        _opened.Add(new FileStream(Path.Combine(_folder.FullName, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite));
        return _opened[^1];
    }

    private static string Text(MailAccount account) => $"{account.Dn} {account} {string.Join(' ', account.Aliases)}";
}
