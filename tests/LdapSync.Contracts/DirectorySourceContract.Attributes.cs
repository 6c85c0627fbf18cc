using LdapSync.Directories;

namespace LdapSync.Contracts;

// What a source delivers of an entry: its name, and every value of the attributes that are asked for, as the directory holds them.
public abstract partial class DirectorySourceContract
{
    [Fact]
    public async Task Values_arrive_as_the_directory_holds_them()
    {
        var ann = await EntryAsync("Ann", "mail", "displayName", "description", "proxyAddresses");

        Assert.Equal(["Ann@example.com"], Texts(ann, "mail"));
        Assert.Equal(["Ann (Sales) *"], Texts(ann, "displayName"));
        Assert.Equal(["two\nlines"], Texts(ann, "description"));
        Assert.Equal(["SMTP:Ann@example.com", "X500:/o=Example/cn=ann", "smtp:a.contract@example.com"], Texts(ann, "proxyAddresses"));
        Assert.Equal(["Zoë 山田 𝒵"], Texts(await EntryAsync("Müller, Zoë", "displayName"), "displayName"));
    }

    [Fact]
    public async Task Values_that_are_no_text_arrive_octet_by_octet()
    {
        var photo = (await EntryAsync("Ann", "jpegPhoto")).Find("jpegPhoto").SelectMany(attribute => attribute.Values);

        Assert.Equal(ContractCompany.Photo, Assert.Single(photo).ToArray());
    }

    [Fact]
    public async Task R1_very_many_values_arrive_all_under_the_plain_name()
    {
        var below = await EntryAsync("Below", "mail", "proxyAddresses");

        var attribute = Assert.Single(below.Find("proxyAddresses"));
        Assert.Equal("proxyAddresses", attribute.Name, ignoreCase: true);
        Assert.Equal(ContractCompany.ManyValues, Texts(below, "proxyAddresses").Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(ContractCompany.ManyValues, attribute.Values.Count);
    }

    [Fact]
    public async Task Attributes_may_be_asked_for_in_any_case()
    {
        var ann = await EntryAsync("Ann", "MAIL", "ProxyAddresses", "DISPLAYNAME");

        Assert.Equal(["Ann@example.com"], Texts(ann, "mail"));
        Assert.Equal(3, Texts(ann, "proxyaddresses").Length);
        Assert.Equal(["Ann (Sales) *"], Texts(ann, "displayName"));
    }

    [Fact]
    public async Task What_an_entry_does_not_have_is_left_out_and_no_fault()
    {
        var plain = await EntryAsync("Plain", "mail", "proxyAddresses", "noSuchAttributeAnywhere");

        Assert.Empty(plain.Find("mail").SelectMany(attribute => attribute.Values));
        Assert.Empty(plain.Find("noSuchAttributeAnywhere"));
    }

    [Fact]
    public async Task What_the_filter_looks_at_need_not_be_asked_for() =>
        Assert.Equal(["Ann@example.com"], Texts(Assert.Single(await ReadAsync(Query("(&(displayName=ann*)(userAccountControl=514))") with { Attributes = ["mail"] })), "mail"));

    [Theory]
    [InlineData("*")]
    [InlineData("*", "mail", "noSuchAttributeAnywhere")]
    [InlineData()]
    public async Task A_star_or_no_attribute_at_all_asks_for_all_user_attributes(params string[] attributes)
    {
        var ann = await EntryAsync("Ann", attributes);

        foreach (var (name, value) in ContractCompany.People.Single(entry => string.Equals(entry.Name, "Ann", StringComparison.Ordinal)).Values)
            Assert.Contains(ann.Find(name).SelectMany(attribute => attribute.Values), found => found.Span.SequenceEqual(value.Span));
        Assert.Contains("user", Texts(ann, "objectClass"));
    }

    [Fact]
    public async Task No_attribute_comes_twice()
    {
        foreach (var entry in await ReadAsync(Query("(objectClass=*)") with { Attributes = ["mail", "MAIL", "*", "proxyAddresses"] }))
            Assert.Equal(entry.Attributes.Count, entry.Attributes.Select(attribute => attribute.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public async Task A_stable_id_that_is_asked_for_is_there_and_the_same_in_every_read()
    {
        var query = Query("(objectClass=*)") with { Attributes = ["objectGUID", "entryUUID"] };

        var first = (await ReadAsync(query)).ToDictionary(ContractCompany.NameOf, Id, StringComparer.Ordinal);
        var second = (await ReadAsync(query)).ToDictionary(ContractCompany.NameOf, Id, StringComparer.Ordinal);

        Assert.Equal(first, second);
        Assert.Equal(first.Count, first.Values.Distinct(StringComparer.Ordinal).Count());

        static string Id(LdapEntry entry) =>
            Convert.ToHexString(Assert.Single(entry.Find("objectGUID").Concat(entry.Find("entryUUID")).SelectMany(attribute => attribute.Values)).Span);
    }

    [Fact]
    public async Task Names_are_distinguished_names_as_the_directory_spells_them()
    {
        var entries = await ReadAsync(Query("(objectClass=*)", ContractCompany.Root.ToUpperInvariant()));

        Assert.All(entries, entry => Assert.True(DistinguishedName.TryParse(entry.Dn, out _, out var reason), reason));
        Assert.All(entries, entry => Assert.EndsWith(",DC=example,DC=com", entry.Dn, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(entries, entry => entry.Dn.Contains("CONTRACT", StringComparison.Ordinal));
    }
}
