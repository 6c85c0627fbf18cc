using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync.Directories;

public sealed class RecordingSourceTests : IDisposable
{
    private static readonly LdapEntry Ann = new("cn=Ann,dc=example,dc=com", ("objectClass", "person"), ("mail", "änn@example.com"), ("description", " a\nb"));

    private static readonly LdapEntry Bob = new("cn=Bob,dc=example,dc=com", ("objectClass", "person"), ("mail", "bob@example.com"));

    private readonly string _folder = Directory.CreateTempSubdirectory("recording").FullName;

    private string Recording => Path.Combine(_folder, "read.ldif");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_read_is_passed_on_and_reads_back_the_same()
    {
        var passedOn = await ReadAsync(new RecordingSource(new InMemoryDirectorySource([Ann, Bob]), Recording));
        var readBack = await ReadAsync(new LdifFileSource(Recording));

        passedOn.Should().Equal(Ann, Bob);
        readBack.Should().BeEquivalentTo(passedOn, options => options.ComparingByMembers<LdapEntry>().Using<ReadOnlyMemory<byte>>(
            octets => octets.Subject.ToArray().Should().Equal(octets.Expectation.ToArray())).WhenTypeIs<ReadOnlyMemory<byte>>());
        Directory.GetFiles(_folder).Should().Equal(Recording);
    }

    [Fact]
    public async Task Other_settings_can_be_planned_against_a_recording()
    {
        var options = new SyncOptions { SearchFilter = "(objectClass=person)" };
        var before = await PlanAsync(new RecordingSource(new Asked([Ann, Bob]), Recording), options);
        options.Exclusions.Add("bob@*");

        var after = await PlanAsync(new LdifFileSource(Recording), options);

        before.Changes.Should().HaveCount(2);
        PlanComparison.Between(before, after).Removed.Should().ContainSingle().Which.Account.Should().Be(Given.Address("bob"));
    }

    [Fact]
    public async Task What_the_filter_looks_at_is_recorded_too_and_each_attribute_asked_for_once()
    {
        var source = new Asked([Ann]);

        await ReadAsync(new RecordingSource(source, Recording) { Attributes = ["Description", "MAIL"] }, "(&(objectClass=person)(!(cn=x*))(mail>=a)(|(:caseIgnoreMatch:=y)(uid:caseExactMatch:=z)))");

        source.Attributes.Should().Equal("mail", "objectClass", "cn", "*", "uid", "Description");
    }

    [Fact]
    public async Task R1_a_read_that_breaks_leaves_the_last_recording_and_nothing_else()
    {
        await ReadAsync(new RecordingSource(new InMemoryDirectorySource([Ann]), Recording));
        var before = await File.ReadAllTextAsync(Recording, TestContext.Current.CancellationToken);
        var broken = new RecordingSource(new InMemoryDirectorySource([Ann, Bob, Ann]), Recording); // a name that comes twice

        await FluentActions.Awaiting(() => ReadAsync(broken)).Should().ThrowAsync<SourceException>();

        Directory.GetFiles(_folder).Should().Equal(Recording);
        (await File.ReadAllTextAsync(Recording, TestContext.Current.CancellationToken)).Should().Be(before);
    }

    [Fact]
    public async Task R1_a_reader_that_stops_early_leaves_no_recording()
    {
        await foreach (var _ in new RecordingSource(new InMemoryDirectorySource([Ann, Bob]), Recording).ReadAsync(Query("(mail=*)"), TestContext.Current.CancellationToken)) break;

        Directory.GetFiles(_folder).Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_killed_program_left_behind_is_no_hindrance()
    {
        await File.WriteAllTextAsync(Recording + ".partial", "dn: cn=Old,dc=example,dc=com\n", TestContext.Current.CancellationToken);

        await ReadAsync(new RecordingSource(new InMemoryDirectorySource([Bob]), Recording));

        (await ReadAsync(new LdifFileSource(Recording))).Should().ContainSingle().Which.Dn.Should().Be(Bob.Dn);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_named() =>
        (await FluentActions.Awaiting(() => ReadAsync(new RecordingSource(new InMemoryDirectorySource([Ann]), Path.Combine(_folder, "none", "read.ldif"))))
            .Should().ThrowAsync<SourceException>()).WithMessage("*read.ldif*recording*cannot be written*");

    [Fact]
    public async Task A_long_read_is_recorded_whole()
    {
        var many = Enumerable.Range(0, 5000).Select(i => new LdapEntry($"cn=p{i},dc=example,dc=com", ("mail", $"p{i}@example.com"))).ToList();

        await ReadAsync(new RecordingSource(new InMemoryDirectorySource(many), Recording));

        (await ReadAsync(new LdifFileSource(Recording))).Select(entry => entry.Dn).Should().Equal(many.Select(entry => entry.Dn));
    }

    [Fact]
    public async Task A_read_that_finds_nobody_leaves_the_last_recording_because_a_file_without_entries_is_no_directory()
    {
        await ReadAsync(new RecordingSource(new InMemoryDirectorySource([Ann]), Recording));

        (await ReadAsync(new RecordingSource(new InMemoryDirectorySource([Ann]), Recording), "(mail=nobody)")).Should().BeEmpty();

        Directory.GetFiles(_folder).Should().Equal(Recording);
        (await ReadAsync(new LdifFileSource(Recording))).Should().ContainSingle();
    }

    [Theory]
    [InlineData("userPassword")]
    [InlineData("USERPASSWORD;lang-en")]
    [InlineData("unicodePwd")]
    [InlineData("ms-Mcs-AdmPwd")]
    public async Task Passwords_are_passed_on_and_not_recorded(string attribute)
    {
        LdapEntry carla = new("cn=Carla,dc=example,dc=com", (attribute, "Hunter2"), ("mail", "carla@example.com"), ("pwdLastSet", "133"));

        var passedOn = await ReadAsync(new RecordingSource(new InMemoryDirectorySource([carla]), Recording));

        passedOn.Should().Equal(carla);
        (await File.ReadAllTextAsync(Recording, TestContext.Current.CancellationToken)).Should().NotContain(attribute).And.NotContain("Hunter2");
        (await ReadAsync(new LdifFileSource(Recording))).Should().ContainSingle().Which.Attributes.Select(kept => kept.Name).Should().Equal("mail", "pwdLastSet");
    }

    [Fact]
    public async Task Only_its_owner_can_read_a_recording()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        await ReadAsync(new RecordingSource(new InMemoryDirectorySource([Ann]), Recording));

        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(Recording).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static DirectoryQuery Query(string filter) => new([], LdapFilter.Parse(filter), ["mail"]);

    private static async Task<List<LdapEntry>> ReadAsync(ILdapDirectorySource source, string filter = "(mail=*)")
    {
        var entries = new List<LdapEntry>();
        await foreach (var entry in source.ReadAsync(Query(filter), TestContext.Current.CancellationToken)) entries.Add(entry);
        return entries;
    }

    private static Task<SyncPlan> PlanAsync(ILdapDirectorySource source, SyncOptions options) =>
        new SyncRunner(source, new InMemoryTarget(), options).PlanAsync(TestContext.Current.CancellationToken);

    /// <summary>Delivers what is asked for and no other attribute, as a server does.</summary>
    private sealed class Asked(IReadOnlyList<LdapEntry> entries) : ILdapDirectorySource
    {
        public IReadOnlyList<string> Attributes { get; private set; } = [];

        public string Name => "server";

        public async IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Attributes = query.Attributes;
            await Task.CompletedTask;
            foreach (var entry in entries) yield return new LdapEntry(entry.Dn, [.. query.Attributes.SelectMany(entry.Find)]);
        }
    }
}
