using LdapSync.Directories;
using LdapSync.Reporting;

namespace LdapSync.Planning.Pairs;

/// <summary>A plan is the same when the entries of its pairs are in a file, and so are its explanations.</summary>
public class SpooledPlanTests
{
    private const int Accounts = 30_000;

    private static readonly SyncOptions Options = new() { Exclusions = ["svc-*"], Limits = { Percent = { AliasDeletes = 4 } } };

    // Of ten one has lost an alias, one gets one, one is claimed by a new entry, and one is spelled in another way.
    private static readonly MailAccount[] Existing = [.. Enumerable.Range(0, Accounts).Select(i => Given.Account($"user{i}", $"first.last{i}", $"old{i}"))];
    private static readonly LdapEntry[] Entries = [.. Enumerable.Range(0, Accounts).Select(Entry), .. Enumerable.Range(0, Accounts / 10).Select(i => Given.Entry($"new{i}", $"old{(10 * i) + 5}"))];

    [Fact]
    public void R15_a_plan_is_the_same_from_the_file()
    {
        FileStream? file = null;
        var planner = new SyncPlanner(Options);
        var input = new PlanInput(Options, TargetCapabilities.None, makeSpool: () => new Spool(limit: 0, () => file = Spool.Open()));
        foreach (var account in Existing) input.Add(account);
        foreach (var entry in Entries) input.Add(entry);

        var quick = planner.Plan(input);
        var slow = Paired.ByTheRules(Existing, Entries, Options);

        quick.Sides.Pairs!.Count.Should().BeInRange((Accounts * 9 / 10) - 100, Accounts * 9 / 10, "those that a new entry has an alias of are given back");
        file!.Length.Should().BeGreaterThan(1 << 20);
        ReportJson.Write(quick).Should().Be(ReportJson.Write(slow));
        foreach (var name in (string[])["user0", "old1", "more2", $"old{Accounts - 5}", "new0", $"first.last{Accounts - 1}", "nobody"])
        {
            $"{quick.Explain(Given.Address(name))}".Should().Be($"{slow.Explain(Given.Address(name))}");
        }
        Texts(quick.Sides.Wanted).Should().Equal(Texts(slow.Sides.Wanted));
    }

    [Fact]
    public void A_plan_that_fails_leaves_no_file_open()
    {
        FileStream? file = null;
        var input = new PlanInput(Options, TargetCapabilities.None, makeSpool: () => new Spool(limit: 0, () => file = Spool.Open()));
        foreach (var account in Existing.Append(Given.Account("twin", "twice")).Append(Given.Account("other", "twice"))) input.Add(account);
        foreach (var entry in Entries) input.Add(entry);

        FluentActions.Invoking(() => new SyncPlanner(Options).Plan(input)).Should().Throw<TargetException>().WithMessage("*twice@example.com*");

        file!.CanRead.Should().BeFalse();
    }

    private static LdapEntry Entry(int i)
    {
        string[] names = (i % 10) switch
        {
            1 => [$"user{i}", $"first.last{i}"],
            2 => [$"user{i}", $"first.last{i}", $"old{i}", $"more{i}"],
            3 => [$"User{i}", $"old{i}", $"First.Last{i}"],
            _ => [$"user{i}", $"first.last{i}", $"old{i}"],
        };
        return Given.EntryNamed($"cn={i},ou=a rather long name of a unit,ou=that is not at the target,ou={new string('x', i % 100)}", names);
    }

    private static IEnumerable<string> Texts(IEnumerable<MailAccount> accounts) =>
        accounts.Select(account => $"{account.Dn} {account.Primary} {string.Join(' ', account.Aliases.Select(alias => $"{alias}").Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal);
}
