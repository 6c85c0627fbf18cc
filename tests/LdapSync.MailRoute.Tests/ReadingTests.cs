using LdapSync.MailRoute.FakeServer;

namespace LdapSync.MailRoute;

/// <summary>What is read, and that a read is complete or fails.</summary>
public sealed class ReadingTests : MailRouteTest
{
    [Fact]
    public async Task Every_account_of_the_domain_is_read_with_kind_and_aliases_and_none_of_another_domain()
    {
        Fake.AddAccount("team@example.com", AccountState.DistributionList);
        Fake.AddAccount("ann@example.com", AccountState.Standard, "a", "b");
        Fake.AddAccount("new@example.com", AccountState.Provisional);

        (await ReadInWordsAsync()).Should().Equal("ann Mailbox: a b", "new Provisional:", "team DistributionList:");
    }

    [Fact]
    public async Task A_domain_without_accounts_is_read_as_such() => (await ReadAsync()).Should().BeEmpty();

    [Fact]
    public async Task The_domain_and_its_alias_domains_are_what_the_target_serves()
    {
        Fake.AddDomainAlias("example.net");
        Fake.AddDomainAlias("bücher.example");

        var domains = await Target.ReadDomainsAsync(Token);

        domains.Domains.Should().Equal("example.com");
        domains.Aliases.Should().BeEquivalentTo(new Dictionary<string, string> { ["example.net"] = "example.com", ["xn--bcher-kva.example"] = "example.com" });
    }

    [Fact]
    public async Task A_domain_that_the_service_does_not_have_is_an_error_that_names_the_setting()
    {
        Options.Domain = "elsewhere.example";

        (await ReadingFailsAsync()).Message.Should().Contain("elsewhere.example").And.Contain("LdapSync:MailRoute:Domain");
    }

    [Fact]
    public async Task Pages_are_followed_to_the_end_in_order_whatever_their_size()
    {
        for (var i = 0; i < 25; i++) Fake.AddAccount($"user{i:d2}@example.com");
        Options.PageSize = 4;

        (await ReadAsync()).Select(account => account.Primary.LocalPart).Should().Equal(Enumerable.Range(0, 25).Select(i => $"user{i:d2}"));
        Fake.Requests.All.Where(request => request.Path == "email_account/").Should().HaveCount(7).And.OnlyContain(request => request.Query.Contains("order_by=localpart", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_told_before_everything_has_been_read()
    {
        for (var i = 0; i < 10; i++) Fake.AddAccount($"user{i}@example.com");
        Options.PageSize = 2;
        Fake.Faults.Next(Fault.Error(404), path: "email_account/", after: 4);
        var told = 0;

        var reading = async () =>
        {
            await foreach (var account in Target.ReadAccountsAsync(Token)) told++;
        };

        await reading.Should().ThrowAsync<TargetException>();
        told.Should().Be(0);
    }

    [Fact]
    public async Task An_object_that_comes_twice_a_changed_total_and_a_missing_next_page_make_it_read_again()
    {
        foreach (var fault in new[] { Fault.RepeatedObject, Fault.OtherTotal, Fault.NoNext })
        {
            foreach (var account in Fake.Accounts) Fake.Remove(account.Address);
            for (var i = 0; i < 10; i++) Fake.AddAccount($"user{i}@example.com");
            using var target = SmallPages();
            Fake.Faults.Next(fault, path: "email_account/", after: 2);

            (await target.ReadAccountsAsync(Token).ToListAsync(Token)).Should().HaveCount(10);
        }
    }

    [Fact]
    public async Task Accounts_that_come_and_go_between_pages_make_it_read_again()
    {
        for (var i = 0; i < 10; i++) Fake.AddAccount($"user{i}@example.com");
        using var target = SmallPages();
        Fake.Faults.Next(Fault.Meanwhile(() => Fake.Remove("user0@example.com")), path: "email_account/", after: 1);

        (await target.ReadAccountsAsync(Token).ToListAsync(Token)).Select(account => account.Primary.LocalPart).Should().Equal(Enumerable.Range(1, 9).Select(i => $"user{i}"));
    }

    [Fact]
    public async Task A_list_that_never_fits_together_fails_the_read_after_three_attempts()
    {
        Fake.AddAccount("ann@example.com");
        Fake.Faults.Next(Fault.OtherTotal, times: 100, path: "email_account/");

        (await ReadingFailsAsync()).Message.Should().Contain("3 attempts").And.Contain("1 of 2 were listed").And.Contain("try again");
        Fake.Requests.Count("GET", "email_account/").Should().Be(3);
    }

    [Fact]
    public async Task An_account_of_another_domain_fails_the_read_at_once()
    {
        Fake.AddAccount("ann@example.com");
        Fake.Faults.Next(Fault.IgnoredFilters, path: "email_account/");

        (await ReadingFailsAsync()).Message.Should().Contain("only objects of example.com");
        Fake.Requests.Count("GET", "email_account/").Should().Be(1);
    }

    [Fact]
    public async Task A_domain_that_was_not_asked_for_fails_the_read()
    {
        Fake.Faults.Next(Fault.IgnoredFilters, path: "domain/");

        (await ReadingFailsAsync()).Message.Should().Contain("only example.com was asked for");
    }

    [Fact]
    public async Task An_alias_domain_of_another_domain_fails_the_read()
    {
        Fake.Faults.Next(Fault.IgnoredFilters, path: "domain_alias/");

        var reading = async () => await Target.ReadDomainsAsync(Token);

        (await reading.Should().ThrowAsync<TargetException>()).Which.Message.Should().Contain("neighbour-mail.example");
    }

    [Fact]
    public async Task A_local_part_that_no_address_can_have_is_left_alone_and_noted()
    {
        Fake.AddAccount("ann@example.com", AccountState.Standard, "a..b", "fine");
        Fake.AddAccount("..odd@example.com");

        (await ReadInWordsAsync()).Should().Equal("ann Mailbox: fine");
        Logger.Messages.Should().Contain(message => message.Contains("2 addresses of the service are left alone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_shorter_than_asked_for_are_followed_all_the_same()
    {
        await using var fake = FakeMailRoute.Start(new FakeMailRouteOptions { PageSizeCap = 3 });
        for (var i = 0; i < 10; i++) fake.AddAccount($"user{i}@example.com");
        using var target = new MailRouteTarget(OptionsOf(fake));

        (await target.ReadAccountsAsync(Token).ToListAsync(Token)).Should().HaveCount(10);
    }

    [Fact]
    public async Task A_service_of_old_that_says_no_state_has_mailboxes()
    {
        await using var fake = FakeMailRoute.Start(new FakeMailRouteOptions { HidesState = true });
        fake.AddAccount("ann@example.com", AccountState.DistributionList);
        using var target = new MailRouteTarget(OptionsOf(fake));

        (await target.ReadAccountsAsync(Token).ToListAsync(Token)).Should().ContainSingle().Which.Kind.Should().Be(AccountKind.Mailbox);
    }

    [Fact]
    public async Task A_read_is_given_up_at_once_when_it_is_cancelled()
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Fake.Faults.Next(Fault.Meanwhile(() =>
        {
            cancelled.Cancel();
            return Task.Delay(Timeout.Infinite, Token);
        }), path: "email_account/");

        var reading = async () => await Target.ReadAccountsAsync(cancelled.Token).ToListAsync(CancellationToken.None);

        await reading.Should().ThrowAsync<OperationCanceledException>();
    }

    private MailRouteTarget SmallPages()
    {
        Options.PageSize = 2;
        return NewTarget();
    }
}
