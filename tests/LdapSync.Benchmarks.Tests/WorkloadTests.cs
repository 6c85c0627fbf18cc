using System.Text;
using LdapSync.Benchmarks.Workloads;
using LdapSync.Directories;
using LdapSync.Mapping;

namespace LdapSync.Benchmarks;

public class WorkloadTests
{
    private const int Size = 20_000; // more than one block of names

    private static readonly EntryMapper Mapper = new(new SyncOptions());

    [Theory]
    [InlineData(Profile.Churn)]
    [InlineData(Profile.NoOp)]
    [InlineData(Profile.FirstLoad)]
    [InlineData(Profile.AllRenamed)]
    [InlineData(Profile.ClaimedTwice)]
    public void The_same_seed_makes_the_same_company_each_time(Profile profile)
    {
        var (once, again) = (new Workload(500, profile, Seed: 7), new Workload(500, profile, Seed: 7));

        once.Entries().Select(Text).Should().Equal(again.Entries().Select(Text));
        once.Entries().Select(Text).Should().Equal(once.Entries().Select(Text));
        once.Accounts().Select(Text).Should().Equal(again.Accounts().Select(Text));
    }

    [Fact]
    public void Another_seed_makes_another_company() =>
        new Workload(500, Seed: 7).Entries().Select(Text).Should().NotEqual(new Workload(500, Seed: 8).Entries().Select(Text));

    [Fact]
    public void A_larger_company_begins_with_the_same_entries() =>
        new Workload(500).Entries().Take(100).Select(Text).Should().Equal(new Workload(100).Entries().Select(Text));

    [Fact]
    public void Every_entry_asks_for_four_addresses_that_nobody_else_asks_for()
    {
        var accounts = new Workload(Size).Entries().Select(entry => Mapper.Map(entry).Account!).ToList();

        accounts.Should().HaveCount(Size).And.OnlyContain(account => account.Aliases.Count == 3);
        accounts.SelectMany(Addresses).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Entries_have_names_and_ids_of_their_own()
    {
        var entries = new Workload(Size, Profile.ClaimedTwice).Entries().ToList();

        entries.Select(entry => entry.Dn).Should().OnlyHaveUniqueItems();
        entries.Select(entry => StableId.Of(entry)).Should().OnlyHaveUniqueItems().And.NotContainNulls();
    }

    [Fact]
    public void Accounts_of_the_target_stand_in_another_order_than_entries_of_the_directory()
    {
        var workload = new Workload(Size, Profile.NoOp);
        var places = workload.Entries().Select(entry => Mapper.Map(entry).Account!.Primary).Index().ToDictionary(place => place.Item, place => place.Index);

        var order = workload.Accounts().Select(account => places[account.Primary]).ToList();

        order.Should().OnlyHaveUniqueItems().And.HaveCount(Size);
        order.Zip(order.Skip(1)).Count(pair => Math.Abs(pair.Second - pair.First) < 100).Should().BeLessThan(Size / 10);
    }

    [Fact]
    public void Addresses_are_spelled_as_in_real_directories()
    {
        var values = new Workload(Size).Entries().SelectMany(entry => entry.Find("proxyAddresses")).SelectMany(attribute => attribute.Values).Select(value => Encoding.UTF8.GetString(value.Span)).ToList();
        var mail = values.Where(value => value.StartsWith("smtp:", StringComparison.OrdinalIgnoreCase)).Select(value => value[5..]).ToList();

        Share(mail.Count(address => address.Any(char.IsUpper)), mail).Should().BeApproximately(0.25, 0.02);
        Share(mail.Count(address => !Ascii.IsValid(address)), mail).Should().BeApproximately(0.001, 0.0005);
        Share(values.Count - mail.Count, values).Should().BeApproximately(0.02, 0.002);
        mail.GroupBy(address => EmailAddress.Parse(address).Domain).Should().HaveCountLessThan(10);
    }

    [Theory]
    [InlineData("*@example.com", 0.5)]
    [InlineData("*@lab.example.net", 0)]
    public void One_domain_has_most_of_the_people_and_one_has_nearly_none(string pattern, double least)
    {
        var domain = pattern[2..];
        var people = new Workload(Size).Entries().Select(entry => Mapper.Map(entry).Account!.Primary.Domain).ToList();

        Share(people.Count(found => found == domain), people).Should().BeInRange(least, least + 0.3).And.NotBe(0);
    }

    private static IEnumerable<EmailAddress> Addresses(MailAccount account) => account.Aliases.Prepend(account.Primary);

    private static string Text(LdapEntry entry) =>
        $"{entry.Dn}: {string.Join("; ", entry.Attributes.Select(a => $"{a.Name}={string.Join(", ", a.Values.Select(value => Encoding.UTF8.GetString(value.Span)))}"))}";

    private static string Text(MailAccount account) => string.Join(", ", Addresses(account));

    private static double Share(int some, List<string> all) => some / (double)all.Count;
}
