using LdapSync.Directories;

namespace LdapSync.Planning.Pairs;

/// <summary>A read that breaks off is started anew, and a plan that breaks a limit may be made again from a complete read: nothing of the first one is left.</summary>
public class DirectoryReadAgainTests
{
    private static readonly SyncOptions Options = new() { Exclusions = ["svc-*"], Guards = { MinAccounts = 1 } };
    private static readonly MailAccount[] Existing = [.. Enumerable.Range(0, 100).Select(i => Given.Account($"user{i}", $"alias{i}"))];
    private static readonly LdapEntry[] First = [.. Enumerable.Range(0, 70).Select(i => Given.Entry($"user{i}", i % 3 == 0 ? $"alias{i + 1}" : $"first{i}", "sip"))];
    private static readonly LdapEntry[] Second = [.. Enumerable.Range(20, 80).Reverse().Select(i => Given.Entry($"user{i}", i % 5 == 0 ? $"second{i}" : $"alias{i}")), Given.Entry("svc-1")];

    private static PlanInput Input()
    {
        var input = new PlanInput(Options, TargetCapabilities.None, hasher: new AddressHasher(seed: 2026));
        foreach (var account in Existing) input.Add(account);
        return input;
    }

    private static void Read(PlanInput input, LdapEntry[] entries)
    {
        input.BeginDirectory();
        foreach (var entry in entries) input.Add(entry);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)] // a batch
    [InlineData(70)]
    public void A_read_that_broke_off_leaves_nothing_behind(int entries)
    {
        var input = Input();
        Read(input, First[..entries]);
        Read(input, Second);

        Paired.ShallBeTheSame(new SyncPlanner(Options).Plan(input), Paired.ByTheRules(Existing, Second, Options));
    }

    [Fact]
    public void A_second_plan_is_made_of_the_second_read()
    {
        var planner = new SyncPlanner(Options);
        var input = Input();
        Read(input, First);
        Paired.ShallBeTheSame(planner.Plan(input), Paired.ByTheRules(Existing, First, Options));

        Read(input, Second);
        var plan = planner.Plan(input);

        plan.Sides.Pairs!.Count.Should().Be(80);
        Paired.ShallBeTheSame(plan, Paired.ByTheRules(Existing, Second, Options));
        Read(input, First);
        Paired.ShallBeTheSame(planner.Plan(input), Paired.ByTheRules(Existing, First, Options));
    }

    [Fact]
    public void Entries_and_accounts_are_counted_anew()
    {
        var input = Input();
        Read(input, First);
        Read(input, Second);
        input.EndDirectory();

        (input.Entries, input.Accounts, input.SkippedEntries).Should().Be((81, 81, 0));
    }

    [Fact]
    public void The_target_comes_first()
    {
        var input = Input();
        Read(input, First);

        input.Invoking(begun => begun.Add(Existing[0])).Should().Throw<InvalidOperationException>();
    }
}
