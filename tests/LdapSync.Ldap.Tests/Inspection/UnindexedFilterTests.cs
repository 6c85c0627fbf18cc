using LdapSync.Directories;

namespace LdapSync.Ldap.Inspection;

/// <summary>Which filters leave a server nothing to look up, as far as can be told without its configuration.</summary>
public class UnindexedFilterTests
{
    [Theory]
    [InlineData("Exchange")]
    [InlineData("ExchangeWithoutLocal")]
    [InlineData("AnyMail")]
    [InlineData("Domino")]
    [InlineData("(mail=*)")]
    [InlineData("(MAIL=*)")]
    [InlineData("(objectClass=person)")]
    [InlineData("(department=sales)")]
    [InlineData("(department=sal*)")]
    [InlineData("(department=s*l*s)")]
    [InlineData("(uidNumber>=1000)")]
    [InlineData("(cn~=ann)")]
    [InlineData("(&(objectClass=user)(!(mail=*)))")]
    [InlineData("(&(mail=*@example.com)(objectClass=user))")]
    [InlineData("(&(!(a=b))(|(mail=*)(objectClass=user)))")]
    [InlineData("(|)")]
    public void A_part_that_an_index_answers_is_enough(string filter) => Find(filter).Should().BeEmpty();

    [Theory]
    [InlineData("(!(mail=*))", "(!…)")]
    [InlineData("(&)", "(&)")]
    [InlineData("(objectClass=*)", "(objectClass=*)")]
    [InlineData("(objectCategory=*)", "(objectCategory=*)")]
    [InlineData("(description=*)", "(description=*)")]
    [InlineData("(mail=*@example.com)", "(mail=*…)")]
    [InlineData("(mail=*example*)", "(mail=*…)")]
    [InlineData("(userAccountControl:1.2.840.113556.1.4.803:=2)", "(userAccountControl:…:=…)")]
    [InlineData("(:caseExactMatch:=x)", "(:…:=…)")]
    [InlineData("(&(!(a=b))(!(c=d)))", "(!…)")]
    [InlineData("(&(mail=*@example.com)(!(cn=x)))", "(mail=*…), (!…)")]
    [InlineData("(|(mail=*)(description=*))", "(description=*)")]
    [InlineData("(|(objectClass=user)(!(cn=x)))", "(!…)")]
    public void The_parts_to_blame_are_named(string filter, string blamed) => string.Join(", ", Find(filter)).Should().Be(blamed);

    private static IReadOnlyList<string> Find(string filter) => UnindexedFilter.Find(LdapFilters.Resolve(filter), UnindexedFilter.IsUsuallyIndexed);
}
