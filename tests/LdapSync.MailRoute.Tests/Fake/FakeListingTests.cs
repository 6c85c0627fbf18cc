using System.Globalization;
using LdapSync.MailRoute.FakeServer;

namespace LdapSync.MailRoute.Fake;

/// <summary>The fake lists as the service is known to: what a client must not rely on is not there to be relied on.</summary>
public sealed class FakeListingTests : FakeTest
{
    [Fact]
    public async Task A_domain_is_found_by_its_name_and_nothing_is_found_without_an_error()
    {
        (await Get("domain/?name__exact=example.com")).Each("name").Should().Equal("example.com");

        var none = await Get("domain/?name__exact=elsewhere.example");

        none.Status.Should().Be(200);
        none.Each("name").Should().BeEmpty();
    }

    [Fact]
    public async Task An_account_tells_its_aliases_as_one_text_and_its_domain_as_a_path()
    {
        Fake.AddAccount("Ann@example.com", AccountState.Provisional, "a", "b");

        var account = (await Get("email_account/ann@example.com/")).Json;

        account.GetProperty("localpart").GetString().Should().Be("Ann");
        account.GetProperty("aliases").GetString().Should().Be("a,b");
        account.GetProperty("state").GetInt32().Should().Be(1);
        account.GetProperty("domain").GetString().Should().Be(DomainUri);
        account.GetProperty("resource_uri").GetString().Should().Be($"/api/v1/email_account/{account.GetProperty("id")}/");
        account.GetProperty("created_at").GetString().Should().MatchRegex(@"^[A-Z][a-z]{2}, [1-9]\d? [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000$");
    }

    [Fact]
    public async Task Pages_have_twenty_objects_unless_asked_otherwise_and_tell_where_the_next_one_is()
    {
        AddAccounts(45);

        var first = await Get($"email_account/?order_by=localpart&domain={DomainId}");

        first.Meta.GetProperty("limit").GetInt32().Should().Be(20);
        first.Meta.GetProperty("total_count").GetInt32().Should().Be(45);
        first.Meta.GetProperty("next").GetString().Should().Be($"/api/v1/email_account/?order_by=localpart&domain={DomainId}&limit=20&offset=20");
        first.Meta.GetProperty("previous").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task Following_next_finds_every_account_once_in_the_order_asked_for()
    {
        AddAccounts(45);
        var found = new List<string>();

        for (var next = $"/api/v1/email_account/?order_by=-localpart&domain={DomainId}&limit=7"; next is not null;)
        {
            var page = await Get(next);
            found.AddRange(page.Each("localpart"));
            next = page.Meta.GetProperty("next").GetString();
        }

        found.Should().BeInDescendingOrder(StringComparer.Ordinal).And.OnlyHaveUniqueItems().And.HaveCount(45);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1000")]
    [InlineData("5000")]
    public async Task No_limit_and_a_limit_beyond_the_ceiling_give_a_thousand(string limit)
    {
        AddAccounts(1001);

        var page = await Get($"email_account/?order_by=localpart&domain={DomainId}&limit={limit}");

        page.Each("localpart").Should().HaveCount(1000);
        page.Meta.GetProperty("limit").GetInt32().Should().Be(1000);
    }

    [Theory]
    [InlineData("limit=-1")]
    [InlineData("limit=all")]
    [InlineData("offset=-1")]
    [InlineData("state=0")]
    [InlineData("id=1")]
    [InlineData("domain__name=example.com")]
    [InlineData("domain=/api/v1/domain/1/")]
    [InlineData("order_by=state")]
    [InlineData("order_by=nothing")]
    public async Task What_is_known_and_cannot_be_asked_is_refused(string query)
    {
        var answer = await Get($"email_account/?{query}");

        answer.Status.Should().Be(400);
        answer.Json.GetProperty("error").GetString().Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("domains")]
    [InlineData("Domain")]
    [InlineData("local_part")]
    public async Task What_is_not_known_is_ignored_and_gives_other_domains_away(string typo)
    {
        Fake.AddAccount("ann@example.com");

        (await Get($"email_account/?{typo}={DomainId}")).Each("domain_name").Should().Contain(["example.com", FakeMailRoute.Neighbour]);
    }

    [Fact]
    public async Task The_order_is_another_one_each_time_where_none_is_asked_for()
    {
        AddAccounts(100);
        var query = $"email_account/?domain={DomainId}&limit=100";

        var first = (await Get(query)).Each("localpart");
        var second = (await Get(query)).Each("localpart");

        second.Should().BeEquivalentTo(first).And.NotEqual(first);
    }

    [Fact]
    public async Task Ids_leave_gaps_and_say_nothing_of_the_order()
    {
        AddAccounts(50);

        int[] ids = [.. (await Get($"email_account/?domain={DomainId}&order_by=created_at&limit=50")).Each("id").Select(id => int.Parse(id, CultureInfo.InvariantCulture))];

        (ids.Max() - ids.Min()).Should().BeGreaterThan(100);
    }

    [Fact]
    public async Task Accounts_are_found_by_localparts_ids_and_parts_of_a_localpart()
    {
        AddAccounts(30);
        var some = await Get($"email_account/?domain={DomainId}&localpart__in=user00003,USER00007,nobody&order_by=localpart");

        some.Each("localpart").Should().Equal("user00003", "user00007");
        (await Get($"email_account/?domain={DomainId}&id__in={string.Join(',', some.Each("id"))}&order_by=localpart")).Each("localpart").Should().Equal("user00003", "user00007");
        (await Get($"email_account/?domain={DomainId}&localpart__startswith=user0001")).Meta.GetProperty("total_count").GetInt32().Should().Be(10);
        (await Get($"email_account/?domain={DomainId}&localpart__gte=user00028")).Meta.GetProperty("total_count").GetInt32().Should().Be(2);
    }

    [Fact]
    public async Task Aliases_are_listed_by_account_and_by_nothing_else()
    {
        Fake.AddAccount("ann@example.com", aliases: ["a", "b"]);
        var id = Fake.Account("ann@example.com")!.Id;

        (await Get($"localpart_alias/?email_account={id}&order_by=localpart")).Each("localpart").Should().Equal("a", "b");
        (await Get("localpart_alias/?localpart=a")).Status.Should().Be(400);
        (await Get($"localpart_alias/?domain={DomainId}")).Status.Should().Be(400);
    }

    [Fact]
    public async Task Alias_domains_are_listed_by_their_parent()
    {
        Fake.AddDomainAlias("example.net");
        Fake.AddDomainAlias("example.org");

        var aliases = await Get($"domain_alias/?domain={DomainId}&order_by=name");

        aliases.Each("name").Should().Equal("example.net", "example.org");
        aliases.Each("domain").Should().AllBe(DomainUri);
    }

    [Fact]
    public async Task An_object_is_found_by_id_and_by_name_or_address()
    {
        Fake.AddAccount("o'hara+x@example.com", aliases: ["a"]);
        var account = (await Get("email_account/o%27hara%2Bx@example.com/")).Json;

        account.GetProperty("localpart").GetString().Should().Be("o'hara+x");
        (await Get($"email_account/{account.GetProperty("id")}/")).Json.GetProperty("uuid").GetString().Should().Be(account.GetProperty("uuid").GetString());
        (await Get($"domain/{DomainId}/")).Json.GetProperty("name").GetString().Should().Be("example.com");
        (await Get("localpart_alias/a@example.com/")).Json.GetProperty("type").GetString().Should().Be("alias");
    }

    [Fact]
    public async Task An_address_with_a_slash_is_not_found_by_its_path_and_is_by_a_query()
    {
        Fake.AddAccount("a/b@example.com");

        (await Get("email_account/a%2Fb@example.com/")).Status.Should().Be(404);
        (await Get($"email_account/?domain={DomainId}&localpart__exact=a%2Fb")).Each("localpart").Should().Equal("a/b");
    }

    [Theory]
    [InlineData("email_account/999999/")]
    [InlineData("email_account/a@example.com/")]
    [InlineData("localpart_alias/ann@example.com/")]
    [InlineData("domain/elsewhere.example/")]
    [InlineData("no_resource/")]
    public async Task What_is_not_there_answers_404_without_a_body(string path)
    {
        Fake.AddAccount("ann@example.com", aliases: ["a"]);

        var answer = await Get(path);

        answer.Status.Should().Be(404);
        answer.Body.Should().BeEmpty();
        answer.ContentType.Should().StartWith("text/html");
    }

    private void AddAccounts(int count)
    {
        for (var i = 0; i < count; i++) Fake.AddAccount($"user{(i * 7919) % count:d5}@example.com");
    }
}
