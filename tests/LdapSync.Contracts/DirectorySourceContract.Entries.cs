namespace LdapSync.Contracts;

// Which entries a source delivers: those at and below the bases that the filter matches, each once.
public abstract partial class DirectorySourceContract
{
    private const string Everything = "(objectClass=*)";

    private static readonly string[] InNorth = ["Below", "Deep", "Müller, Zoë", "Plain", "Sales, North"];
    private static readonly string[] InSales = ["#7", "Ann", "O'Neil \"Q\" <x>; a+b=c \\ #", "Sales", "Team"];

    /// <summary>How a base may be spelled: RFC 4514's escapes, and case and blanks that do not count.</summary>
    public static TheoryData<string> SpellingsOfNorth { get; } =
    [
        ContractCompany.North,
        ContractCompany.North.ToUpperInvariant(),
        @"OU=sales\2c north, ou=contract, dc=example, dc=com",
        @"ou=Sales\2C  North,ou=Contract,DC=EXAMPLE,DC=COM",
        @"2.5.4.11=Sales\, North,ou=Contract,dc=example,dc=com",
        @"ou=""Sales, North"";ou=Contract;dc=example;dc=com", // RFC 2253 section 4
        @"ou=Sales\, \4eorth,ou=Contract,dc=example,dc=com",
    ];

    public static TheoryData<string, string[]> Filters { get; } = new()
    {
        { "(cn=ann)", ["Ann"] },
        { "(CN=Ann)", ["Ann"] },
        { "(cn=nobody)", [] },
        { "(objectClass=user)", ["Ann", "Below", "Müller, Zoë", "Plain"] },
        { "(mail=*)", ["Ann", "Below", "Müller, Zoë", "O'Neil \"Q\" <x>; a+b=c \\ #", "Team"] },
        { "(&(objectClass=user)(!(mail=*)))", ["Plain"] },
        { "(&(objectClass=user)(mail=*)(!(cn=ann)))", ["Below", "Müller, Zoë"] },
        { "(|(cn=ann)(cn=plain)(cn=stranger))", ["Ann", "Plain"] },
        { "(!(|(objectClass=user)(objectClass=contact)(objectClass=organizationalUnit)))", ["Team"] },
        { "(mail=ann*)", ["Ann"] },
        { "(mail=*NEIL*)", ["O'Neil \"Q\" <x>; a+b=c \\ #"] },
        { "(mail=*m@example.com)", ["Team"] },
        { "(mail=b*l*w@*.com)", ["Below"] },
        { "(proxyAddresses=smtp:a.*)", ["Ann"] },
        { "(proxyAddresses=smtp:below1501@example.com)", ["Below"] },
        { "(userAccountControl>=546)", ["Müller, Zoë", "Plain"] },
        { "(userAccountControl<=514)", ["Ann", "Below"] },
        { "(userAccountControl:1.2.840.113556.1.4.803:=65538)", ["Müller, Zoë"] }, // all of the bits
        { "(userAccountControl:1.2.840.113556.1.4.804:=65568)", ["Müller, Zoë", "Plain"] }, // any of the bits
        { "(&(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=65536)))", ["Ann", "Below", "Plain"] },
        { @"(displayName=Ann \28Sales\29 \2a)", ["Ann"] },
        { @"(displayName=*\2a)", ["Ann"] },
        { @"(displayName=Back\5cslash)", ["#7"] },
        { "(cn=Müller, Zoë)", ["Müller, Zoë"] },
        { @"(cn=M\c3\bcller, Zo\c3\ab)", ["Müller, Zoë"] },
        { "(displayName=*山田*)", ["Müller, Zoë"] },
        { "(displayName=*𝒵)", ["Müller, Zoë"] },
        { "(member=cn=Ann,ou=Sales,ou=Contract,dc=example,dc=com)", ["Team"] },
        { "(jpegPhoto=*)", ["Ann"] },
        { "(|(cn=ann)(noSuchAttributeAnywhere=x))", ["Ann"] },
    };

    [Fact]
    public async Task Everything_at_and_below_a_base_is_delivered_and_nothing_else() =>
        Assert.Equal(InNorth, await NamesAsync(Query(Everything, ContractCompany.North)));

    [Fact]
    public async Task A_base_whose_name_begins_like_another_is_not_mixed_up_with_it() =>
        Assert.Equal(InSales, await NamesAsync(Query(Everything, ContractCompany.Sales)));

    [Fact]
    public async Task Each_of_several_bases_is_searched() =>
        Assert.Equal(Sorted([.. InNorth, .. InSales, "Empty"]), await NamesAsync(Query(Everything, ContractCompany.North, ContractCompany.Empty, ContractCompany.Sales)));

    [Fact]
    public async Task An_entry_below_several_bases_is_delivered_once() =>
        Assert.Equal(InNorth, await NamesAsync(Query(Everything, "cn=Below,ou=Deep," + ContractCompany.North, ContractCompany.North, "ou=Deep," + ContractCompany.North, ContractCompany.North.ToUpperInvariant())));

    [Theory]
    [MemberData(nameof(SpellingsOfNorth))]
    public async Task A_base_may_be_spelled_in_every_way_that_names_it(string spelling) =>
        Assert.Equal(InNorth, await NamesAsync(Query(Everything, spelling)));

    [Theory]
    [InlineData(@"cn=O'Neil \""Q\"" \<x\>\; a\+b\=c \\ #,", "O'Neil \"Q\" <x>; a+b=c \\ #")]
    [InlineData(@"cn=O'Neil \22Q\22 \3cx\3e\3b a\2bb\3dc \5c \23,", "O'Neil \"Q\" <x>; a+b=c \\ #")]
    [InlineData(@"cn=\#7,", "#7")]
    [InlineData(@"cn=\237,", "#7")]
    [InlineData("cn=Ann,", "Ann")]
    public async Task A_base_with_nothing_below_it_is_that_entry_alone(string rdn, string name) =>
        Assert.Equal([name], await NamesAsync(Query(Everything, rdn + ContractCompany.Sales)));

    [Fact]
    public async Task A_base_where_nothing_matches_is_an_empty_read()
    {
        Assert.Empty(await ReadAsync(Query("(mail=*)", ContractCompany.Empty)));
        Assert.Empty(await ReadAsync(Query("(mail=*)", "cn=Plain," + ContractCompany.North)));
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task A_filter_selects_what_it_matches(string filter, string[] names) =>
        Assert.Equal(Sorted(names), await NamesAsync(Query(filter)));

    [Fact]
    public async Task R1_more_entries_than_a_page_has_arrive_each_once()
    {
        var names = await NamesAsync(Query("(objectClass=contact)", ContractCompany.Many));

        Assert.Equal(ContractCompany.ManyEntries, names.Length);
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("ou=Nowhere,ou=Contract,dc=example,dc=com")]
    [InlineData("cn=nobody,cn=Ann,ou=Sales,ou=Contract,dc=example,dc=com")]
    [InlineData("dc=example,dc=org")]
    public async Task R1_a_base_that_does_not_exist_is_a_fault_of_the_settings_that_names_it(string missing)
    {
        var alone = await Assert.ThrowsAsync<SettingsException>(() => ReadAsync(Query(Everything, missing)));
        var amongOthers = await Assert.ThrowsAsync<SettingsException>(() => ReadAsync(Query("(cn=nobody)", ContractCompany.Empty, missing)));

        Assert.Contains(missing, alone.Message, StringComparison.Ordinal);
        Assert.Contains(missing, amongOthers.Message, StringComparison.Ordinal);
    }
}
