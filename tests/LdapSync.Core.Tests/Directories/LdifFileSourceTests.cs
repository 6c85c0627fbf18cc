using System.Text;

namespace LdapSync.Directories;

public sealed class LdifFileSourceTests : IDisposable
{
    private const string Company = """
        version: 1

        dn: dc=example,dc=com
        objectClass: domain

        dn: ou=Staff,dc=example,dc=com
        objectClass: organizationalUnit

        dn: cn=Ann,ou=Staff,dc=example,dc=com
        mail: ann@example.com

        dn: cn=Bob,ou=Guests,dc=example,dc=com
        changetype: add
        mail: bob@example.com

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("ldif").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Without_base_dns_every_entry_that_matches_the_filter_is_delivered()
    {
        (await ReadAsync(Company, "(mail=*)")).Should().Equal("cn=Ann,ou=Staff,dc=example,dc=com", "cn=Bob,ou=Guests,dc=example,dc=com");
        (await ReadAsync(Company, "(objectClass=*)")).Should().HaveCount(2, "the entries without objectClass are not made up");
    }

    [Fact]
    public async Task R1_base_dns_that_do_not_exist_are_settings_faults_and_all_are_named()
    {
        var read = () => ReadAsync(Company, "(mail=*)", "ou=Stuff,dc=example,dc=com", "dc=example,dc=com", "dc=example,dc=org");

        var error = (await read.Should().ThrowAsync<SettingsException>()).Which;
        error.Faults.Should().HaveCount(2);
        error.Faults[0].Should().Contain("ou=Stuff,dc=example,dc=com").And.Contain("users.ldif").And.StartWith("LdapSync:BaseDns:");
        error.Faults[1].Should().Contain("dc=example,dc=org");
    }

    [Theory]
    [InlineData("changetype: delete")]
    [InlineData("changetype: modify\nreplace: mail\nmail: x@example.com\n-")]
    [InlineData("changetype: modrdn\nnewrdn: cn=b\ndeleteoldrdn: 1")]
    public async Task A_list_of_changes_is_no_export(string change)
    {
        var read = () => ReadAsync(Company + $"\ndn: cn=a\n{change}\n", "(mail=*)");

        (await read.Should().ThrowAsync<SourceException>()).WithMessage("users.ldif, line 16: *list of changes, not an export*");
    }

    [Fact]
    public async Task A_dn_that_comes_twice_is_refused_with_both_lines_even_outside_the_bases()
    {
        var read = () => ReadAsync(Company + "\ndn: CN=bob, OU=guests, DC=example, DC=com\nmail: b@example.com\n", "(mail=*)", "ou=Staff,dc=example,dc=com");

        (await read.Should().ThrowAsync<SourceException>()).WithMessage("users.ldif, line 16: *once*line 12*");
    }

    [Theory]
    [InlineData("<GUID=838c656d-4fee-4a07-aa5e-ff6b8f6db54d>;CN=x")]
    [InlineData("Ann Example")]
    public async Task A_dn_that_is_none_is_refused_with_its_line(string dn)
    {
        var read = () => ReadAsync($"# c\ndn:: {Convert.ToBase64String(Encoding.UTF8.GetBytes(dn))}\nmail: a@example.com\n", "(mail=*)");

        (await read.Should().ThrowAsync<SourceException>()).WithMessage($"users.ldif, line 2: expected a distinguished name, found '{dn}'*");
    }

    [Fact]
    public async Task R1_a_range_of_values_of_an_attribute_that_is_asked_for_is_refused()
    {
        var read = () => ReadAsync("dn: cn=a\nmail;range=0-1499: a@example.com\n", "(mail=*)");

        (await read.Should().ThrowAsync<SourceException>()).WithMessage("users.ldif, line 1: expected all values of mail of 'cn=a', found only 'range=0-1499'*");
        (await ReadAsync("dn: cn=a\nmail;range=0-*: a@example.com\nmember;range=0-1499: cn=b\n", "(mail=*)")).Should().Equal(["cn=a"], "nobody asked for members");
    }

    [Fact]
    public async Task R1_a_range_of_values_that_the_filter_looks_at_is_refused_even_when_the_entry_would_not_be_found()
    {
        var read = () => ReadAsync("dn: cn=a\nmail: a@example.com\nmember;range=0-1499: cn=b\n", "(&(mail=*)(!(member=cn=c))(member=cn=d))");

        (await read.Should().ThrowAsync<SourceException>()).WithMessage("users.ldif, line 1: expected all values of member of 'cn=a', found only 'range=0-1499'*");
    }

    [Fact]
    public async Task A_file_that_ends_within_a_line_may_have_been_cut()
    {
        var read = () => ReadAsync(Company.TrimEnd(), "(mail=*)");

        (await read.Should().ThrowAsync<SourceException>()).WithMessage("users.ldif, line 12: *line end*cut*");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("version: 1\n")]
    [InlineData("# numEntries: 0\n")]
    public async Task A_file_without_any_entry_is_refused(string text)
    {
        var read = () => ReadAsync(text, "(mail=*)", "dc=example,dc=com");

        (await read.Should().ThrowAsync<SourceException>()).WithMessage("*users.ldif: expected at least one entry, found none*");
    }

    [Fact]
    public async Task A_missing_file_a_folder_and_no_path_are_refused()
    {
        var missing = Path.Combine(_folder, "none.ldif");
        var readMissing = () => ReadAsync(new LdifFileSource(missing), "(mail=*)");
        var readFolder = () => ReadAsync(new LdifFileSource(_folder), "(mail=*)");

        (await readMissing.Should().ThrowAsync<SourceException>()).WithMessage($"{missing}: *found none*");
        (await ((Func<Task>)(() => ReadAsync(new LdifFileSource(""), "(mail=*)"))).Should().ThrowAsync<SourceException>()).WithMessage("*cannot be opened*");
        (await readFolder.Should().ThrowAsync<SourceException>()).WithMessage($"{_folder}: *found a folder*");
    }

    [Fact]
    public async Task A_file_that_is_no_ldif_is_refused()
    {
        var read = () => ReadAsync("name,mail\nAnn,ann@example.com\n", "(mail=*)");

        (await read.Should().ThrowAsync<SourceException>()).WithMessage("users.ldif, line 1: expected *");
    }

    [Fact]
    public void The_source_is_called_by_the_file_without_its_folder()
    {
        Source(Company).Name.Should().Be("users.ldif");
    }

    internal static DirectoryQuery Query(string filter, params string[] bases) =>
        new([.. bases.Select(DistinguishedName.Parse)], LdapFilter.Parse(filter), ["mail"]);

    internal static async Task<List<string>> ReadAsync(ILdapDirectorySource source, string filter, params string[] bases) =>
        await source.ReadAsync(Query(filter, bases), TestContext.Current.CancellationToken).Select(entry => entry.Dn).ToListAsync(TestContext.Current.CancellationToken);

    private Task<List<string>> ReadAsync(string text, string filter, params string[] bases) => ReadAsync(Source(text), filter, bases);

    private LdifFileSource Source(string text)
    {
        var path = Path.Combine(_folder, "users.ldif");
        File.WriteAllText(path, text);
        return new LdifFileSource(path);
    }
}
