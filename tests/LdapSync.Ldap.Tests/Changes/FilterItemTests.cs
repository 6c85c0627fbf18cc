using LdapSync.Directories;

namespace LdapSync.Ldap.Changes;

public class FilterItemTests
{
    public static TheoryData<string, string> Filters => new()
    {
        { "(mail=*)", "mail?" },
        { "(mail;lang-en=*)", "mail?" },
        { "(mail=a)", "mail" },
        { "(mail;lang-en~=a)", "mail" },
        { "(uid>=1)", "uid" },
        { "(uid<=1)", "uid" },
        { "(mail=a*b)", "mail" },
        { "(&(a=*)(|(b=1)(!(c=x*)))(&))", "a? b c" },
        { "(|)", "" },
        { "(a:1.2:=x)", "a:1.2" },
        { "(a:dn:=x)", "a:dn" },
        { "(a;x-y:dn:rule:=x)", "a:dn:rule" },
        { "(:rule:=x)", "any:rule" },
        { "(:dn:rule:=x)", "any:dn:rule" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public void Every_statement_of_a_filter_is_found(string filter, string expected) =>
        string.Join(' ', FilterItem.Of(LdapFilter.Parse(filter)).Select(Text)).Should().Be(expected);

    [Fact]
    public void However_deep_it_stands()
    {
        const int depth = 498;
        var filter = LdapFilter.Parse($"{string.Concat(Enumerable.Repeat("(!", depth))}(mail=*){new string(')', depth)}");

        FilterItem.Of(filter).Should().Equal(new FilterItem("mail", IsPresence: true));
        FluentActions.Invoking(() => IdAttribute.EntryUuid.Among(new DirectoryQuery([], LdapFilter.Parse($"(!{filter})"), []), [Guid.Empty])).Should().Throw<DoubtException>();
    }

    private static string Text(FilterItem item) => $"{item.Attribute ?? "any"}{(item.IsPresence ? "?" : "")}{(item.LooksAtDn ? ":dn" : "")}{(item.Rule is null ? "" : $":{item.Rule}")}";
}
