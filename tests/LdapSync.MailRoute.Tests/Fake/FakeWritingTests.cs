using LdapSync.MailRoute.FakeServer;

namespace LdapSync.MailRoute.Fake;

/// <summary>What becomes of single writes.</summary>
public sealed class FakeWritingTests : FakeTest
{
    [Fact]
    public async Task A_new_account_is_standard_and_has_no_aliases_whatever_it_asked_for()
    {
        var answer = await Post("email_account/", $$"""{"localpart": "ann", "domain": "{{DomainUri}}", "create_opt": "create_pwd", "password": "p4ss", "state": 2, "aliases": "a"}""");

        answer.Status.Should().Be(201);
        answer.Headers.Location.Should().Be(new Uri(Fake.BaseAddress, answer.Json.GetProperty("resource_uri").GetString()!));
        answer.Json.GetProperty("create_opt").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        answer.Json.GetProperty("state").GetInt32().Should().Be(0);
        answer.Json.GetProperty("aliases").GetString().Should().BeEmpty();
        answer.Json.GetProperty("password").GetString().Should().Be("p4ss", "answers echo passwords, which is why nobody may log them");
        Fake.Accounts.Select(account => $"{account}").Should().Equal("ann@example.com");
    }

    [Theory]
    [InlineData("{}", "localpart", "domain", "create_opt")]
    [InlineData("""{"localpart": "", "domain": "DOMAIN", "create_opt": "generate_pwd"}""", "localpart")]
    [InlineData("""{"localpart": "a@b", "domain": "DOMAIN", "create_opt": "generate_pwd"}""", "localpart")]
    [InlineData("""{"localpart": "a b", "domain": "DOMAIN", "create_opt": "generate_pwd"}""", "localpart")]
    [InlineData("""{"localpart": "ann", "domain": "DOMAIN"}""", "create_opt")]
    [InlineData("""{"localpart": "ann", "domain": "DOMAIN", "create_opt": "none"}""", "create_opt")]
    [InlineData("""{"localpart": "ann", "domain": "DOMAIN", "create_opt": "create_pwd"}""", "password")]
    public async Task An_account_that_is_not_valid_is_refused_field_by_field(string body, params string[] fields)
    {
        var answer = await Post("email_account/", body.Replace("DOMAIN", DomainUri, StringComparison.Ordinal));

        answer.Status.Should().Be(400);
        answer.Json.GetProperty("email_account").EnumerateObject().Select(field => field.Name).Should().Equal(fields);
        answer.Json.GetProperty("email_account").GetProperty(fields[0])[0].GetString().Should().NotBeEmpty();
        Fake.Accounts.Should().BeEmpty();
    }

    [Theory]
    [InlineData("111")]
    [InlineData("\"/api/v1/domain/999999/\"")]
    [InlineData("\"111\"")]
    public async Task A_domain_is_named_by_its_uri_and_by_nothing_else(string domain)
    {
        var answer = await Post("email_account/", $$"""{"localpart": "ann", "domain": {{domain}}, "create_opt": "generate_pwd"}""");

        answer.Status.Should().Be(400);
        answer.Json.GetProperty("error").GetString().Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"localpart\":")]
    public async Task A_body_that_is_no_object_is_refused(string body) => (await Post("email_account/", body)).Status.Should().Be(400);

    [Theory]
    [InlineData("ann")]
    [InlineData("ANN")]
    [InlineData("a")]
    public async Task An_address_of_an_account_or_of_an_alias_is_not_given_again(string taken)
    {
        Fake.AddAccount("ann@example.com", aliases: ["a"]);
        Fake.AddAccount("bob@example.com");

        foreach (var answer in new[] { await PostAccount(taken), await PostAlias(taken, "bob@example.com"), await Patch("bob@example.com", $$"""{"localpart": "{{taken}}"}""") })
        {
            answer.Status.Should().Be(400);
            answer.Json.EnumerateObject().Single().Value.GetProperty("localpart")[0].GetString().Should().Contain("already exists");
        }
        Fake.Accounts.Select(account => $"{account}").Should().Equal("ann@example.com: a@example.com", "bob@example.com");
    }

    [Fact]
    public async Task The_same_localpart_can_be_had_in_another_domain() => (await PostAccount("info")).Status.Should().Be(201);

    [Fact]
    public async Task An_alias_belongs_to_its_account_and_to_the_domain_of_that()
    {
        Fake.AddAccount("ann@example.com");

        var answer = await PostAlias("a", "ann@example.com");

        answer.Status.Should().Be(201);
        answer.Json.GetProperty("domain").GetString().Should().Be(DomainUri);
        Fake.Accounts.Select(account => $"{account}").Should().Equal("ann@example.com: a@example.com");
    }

    [Theory]
    [InlineData("PATCH", 202)]
    [InlineData("PUT", 200)]
    public async Task A_new_localpart_renames_the_account_which_stays_the_same_one(string method, int status)
    {
        Fake.AddAccount("ann@example.com", AccountState.Provisional, "a");
        var id = Fake.Account("ann@example.com")!.Id;

        var answer = await Send(method, $"email_account/{id}/", $$"""{"localpart": "anna", "domain": "{{DomainUri}}"}""");

        answer.Status.Should().Be(status);
        answer.Json.TryGetProperty("pk", out var pk).Should().Be(method == "PUT");
        if (method == "PUT") pk.GetString().Should().Be($"{id}");
        Fake.Accounts.Should().BeEquivalentTo([new FakeAccount(id, "anna@example.com", AccountState.Provisional, ["a@example.com"])]);
        (await PostAccount("ann")).Status.Should().Be(201, "the old address is free");
    }

    [Fact]
    public async Task An_account_can_change_the_case_of_its_localpart_and_cannot_take_its_own_alias()
    {
        Fake.AddAccount("ann@example.com", aliases: ["a"]);

        (await Patch("ann@example.com", """{"localpart": "Ann"}""")).Status.Should().Be(202);
        (await Patch("ann@example.com", """{"localpart": "a"}""")).Status.Should().Be(400);

        Fake.Accounts.Select(account => $"{account}").Should().Equal("Ann@example.com: a@example.com");
    }

    [Fact]
    public async Task A_distribution_list_loses_its_aliases_and_gets_none()
    {
        Fake.AddAccount("ann@example.com", aliases: ["a", "b"]);

        (await Patch("ann@example.com", """{"state": 2}""")).Status.Should().Be(202);

        Fake.Accounts.Select(account => $"{account}").Should().Equal("ann@example.com DistributionList");
        (await PostAlias("a", "ann@example.com")).Status.Should().Be(400);
        (await PostAccount("a")).Status.Should().Be(201, "what was an alias is free");
    }

    [Theory]
    [InlineData("""{"state": 3}""")]
    [InlineData("""{"state": "list"}""")]
    [InlineData("""{"domain": "/api/v1/domain/999999/"}""")]
    public async Task A_change_that_is_not_valid_is_refused(string body)
    {
        Fake.AddAccount("ann@example.com");

        (await Patch("ann@example.com", body)).Status.Should().Be(400);
    }

    [Fact]
    public async Task With_an_account_its_aliases_go()
    {
        Fake.AddAccount("ann@example.com", aliases: ["a", "b"]);
        var id = Fake.Account("ann@example.com")!.Id;

        var answer = await Send("DELETE", $"email_account/{id}/");

        answer.Status.Should().Be(204);
        answer.Body.Should().BeEmpty();
        Fake.Accounts.Should().BeEmpty();
        (await Get("localpart_alias/a@example.com/")).Status.Should().Be(404);
        (await Send("DELETE", $"email_account/{id}/")).Status.Should().Be(404);
    }

    [Fact]
    public async Task An_alias_goes_without_its_account()
    {
        Fake.AddAccount("ann@example.com", aliases: ["a", "b"]);

        (await Send("DELETE", "localpart_alias/a@example.com/")).Status.Should().Be(204);
        (await Send("DELETE", "localpart_alias/a@example.com/")).Status.Should().Be(404);

        Fake.Accounts.Select(account => $"{account}").Should().Equal("ann@example.com: b@example.com");
    }

    [Theory]
    [InlineData("email_account/")]
    [InlineData("email_account/mass_delete/?ids=1")]
    public async Task To_delete_without_a_filter_that_is_known_empties_the_whole_collection(string path)
    {
        Fake.AddAccount("ann@example.com", aliases: ["a"]);

        (await Send("DELETE", path)).Status.Should().Be(204);

        Fake.Accounts.Should().BeEmpty();
        Fake.AccountsOf(FakeMailRoute.Neighbour).Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_watches_sees_the_accounts_after_every_request_that_changed_something()
    {
        var seen = new List<string>();
        Fake.Changed = () => seen.Add(string.Join("; ", Fake.Accounts));

        await PostAccount("ann");
        await PostAccount("ann");
        await Get("email_account/");
        await PostAlias("a", "ann@example.com");
        await Send("DELETE", "email_account/ann@example.com/");

        seen.Should().Equal("ann@example.com", "ann@example.com: a@example.com", "");
    }

    private Task<Answer> PostAlias(string localpart, string account) =>
        Post("localpart_alias/", $$"""{"localpart": "{{localpart}}", "email_account": "/api/v1/email_account/{{Fake.Account(account)!.Id}}/"}""");

    private Task<Answer> Patch(string account, string body) => Send("PATCH", $"email_account/{account}/", body);
}
