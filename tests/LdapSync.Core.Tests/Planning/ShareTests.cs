using System.Globalization;

namespace LdapSync.Planning;

/// <summary>Limits and guards that are shares of what the target has.</summary>
public class ShareTests
{
    /// <summary>A target of so many accounts, each with one alias, of which the directory lacks some accounts and some aliases of others, and has some more.</summary>
    private static SyncPlan Plan(SyncOptions options, int existing, int gone = 0, int aliasesGone = 0, int added = 0, int aliasesAdded = 0) => new SyncPlanner(options).Plan(
        [
            .. Enumerable.Range(gone, existing - gone).Select(i => Given.Entry([$"u{i}", .. i < gone + aliasesGone ? [] : (string[])[$"a{i}"], .. i < gone + aliasesAdded ? (string[])[$"b{i}"] : []])),
            .. Enumerable.Range(0, added).Select(i => Given.Entry($"n{i}")),
        ],
        [.. Enumerable.Range(0, existing).Select(i => Given.Account($"u{i}", $"a{i}"))]);

    private static SyncOptions Limits(LimitOptions limits) => new() { Limits = limits, Guards = new() { MaxDeletePercent = null } };

    private static SyncPlan Plan(ViolationKind kind, LimitOptions limits, int existing, int planned) => kind switch
    {
        ViolationKind.AccountAdds => Plan(Limits(limits), existing, added: planned),
        ViolationKind.AccountDeletes => Plan(Limits(limits), existing, gone: planned),
        ViolationKind.AliasAdds => Plan(Limits(limits), existing, aliasesAdded: planned),
        ViolationKind.AliasDeletes => Plan(Limits(limits), existing, aliasesGone: planned),
        _ => Plan(Limits(limits), existing, gone: planned - 2, aliasesGone: 1, added: 1),
    };

    private static LimitOptions Percent(ViolationKind kind, decimal? percent)
    {
        var limits = new LimitOptions();
        typeof(PercentLimitOptions).GetProperty(kind.ToString())!.SetValue(limits.Percent, percent);
        return limits;
    }

    private static LimitOptions Both(decimal percent, int number)
    {
        var limits = Percent(ViolationKind.AccountDeletes, percent);
        limits.AccountDeletes = number;
        return limits;
    }

    [Theory]
    [InlineData(ViolationKind.AccountAdds, 10, 5)] // of 59 accounts 5.9
    [InlineData(ViolationKind.AccountDeletes, 10, 5)]
    [InlineData(ViolationKind.AliasAdds, 10, 5)]
    [InlineData(ViolationKind.AliasDeletes, 10, 5)]
    [InlineData(ViolationKind.Total, 10, 11)] // of 59 accounts and 59 aliases 11.8
    public void R18_as_many_as_the_share_rounded_down_are_allowed_and_one_more_is_not(ViolationKind kind, int percent, int allowed)
    {
        Plan(kind, Percent(kind, percent), 59, allowed).Violations.Should().BeEmpty();

        var plan = Plan(kind, Percent(kind, percent), 59, allowed + 1);
        plan.IsRefused.Should().BeTrue();
        plan.Violations.Should().Equal(new LimitViolation(kind, allowed, allowed + 1) { Percent = percent, Population = kind == ViolationKind.Total ? 118 : 59 });
    }

    [Theory]
    [InlineData("29", 100, 29)] // 0.29 × 100 is less than 29 in binary fractions
    [InlineData("0.5", 1000, 5)]
    [InlineData("0", 100, 0)]
    public void R18_the_share_is_exact(string percent, int existing, int allowed)
    {
        var limits = Percent(ViolationKind.AccountDeletes, decimal.Parse(percent, CultureInfo.InvariantCulture));

        Plan(Limits(limits), existing, gone: allowed).Violations.Should().BeEmpty();
        Plan(Limits(limits), existing, gone: allowed + 1).Violations.Should().ContainSingle();
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void R18_below_the_floor_only_the_number_holds(int existing, bool shareHolds)
    {
        Plan(Limits(Percent(ViolationKind.AccountDeletes, 5)), existing, gone: 2).Violations.Should().HaveCount(shareHolds ? 1 : 0);
        Plan(Limits(Both(percent: 5, number: 1)), existing, gone: 2).Violations.Should().ContainSingle();
        Plan(Limits(new() { Percent = new() { AccountDeletes = 5 }, PercentFloor = 0 }), existing, gone: 2).Violations.Should().ContainSingle();
    }

    [Fact]
    public void R18_the_floor_of_alias_limits_is_of_aliases() =>
        new SyncPlanner(Limits(Percent(ViolationKind.AliasAdds, 0))).Plan([.. Enumerable.Range(0, 30).Select(i => Given.Entry($"u{i}", $"a{i}"))], [.. Enumerable.Range(0, 30).Select(i => Given.Account($"u{i}"))])
            .Violations.Should().BeEmpty("there are 30 accounts, but no alias yet");

    [Theory]
    [InlineData(10, 6, 6, false)]
    [InlineData(5, 9, 5, true)]
    [InlineData(5, 5, 5, false)]
    public void R18_the_stricter_of_number_and_share_holds(int percent, int number, int allowed, bool byShare)
    {
        Plan(Limits(Both(percent, number)), 100, gone: allowed).Violations.Should().BeEmpty();
        Plan(Limits(Both(percent, number)), 100, gone: allowed + 1).Violations.Should().ContainSingle().Which.Should().Match<LimitViolation>(v => v.Allowed == allowed && v.Percent.HasValue == byShare);
    }

    [Fact]
    public void R18_what_exclusions_hide_is_not_counted()
    {
        var options = Limits(Percent(ViolationKind.AccountDeletes, 50));
        options.Exclusions = ["svc*"];

        new SyncPlanner(options).Plan([Given.Entry("ann")], [Given.Account("ann"), .. Enumerable.Range(0, 18).Select(i => Given.Account($"u{i}")), .. Enumerable.Range(0, 18).Select(i => Given.Account($"svc{i}"))])
            .Violations.Should().BeEmpty("19 accounts are seen, and the floor is 20");
    }

    [Fact]
    public void R18_a_share_says_what_it_is_of_and_which_setting_it_is() =>
        Plan(Limits(Percent(ViolationKind.AccountDeletes, 2.5m)), 100, gone: 3).Violations.Should().ContainSingle().Which.ToString()
            .Should().StartWith("3 accounts to delete, 2 allowed (2.5 % of 100).").And.EndWith("approve the plan or raise LdapSync:Limits:Percent:AccountDeletes.");

    [Theory]
    [InlineData(20, 10)]
    [InlineData(21, 10)]
    [InlineData(100, 50)]
    public void R20_half_of_the_accounts_may_go_and_one_more_needs_approval(int existing, int half)
    {
        Plan(new(), existing, gone: half).Violations.Should().BeEmpty();

        var plan = Plan(new(), existing, gone: half + 1);
        plan.IsRefused.Should().BeTrue();
        plan.Violations.Should().Equal(new LimitViolation(ViolationKind.Shrink, half, half + 1) { Percent = 50, Population = existing });
    }

    [Fact]
    public void R20_the_guard_holds_from_twenty_accounts_on()
    {
        Plan(new(), 19, gone: 18).Violations.Should().BeEmpty();
        Plan(new() { Guards = new() { MinAccounts = 19 } }, 19, gone: 18).Violations.Should().ContainSingle();
    }

    [Fact]
    public void R20_null_switches_the_guard_off_and_0_lets_no_account_go()
    {
        Plan(new() { Guards = new() { MaxDeletePercent = null } }, 100, gone: 99).Violations.Should().BeEmpty();
        Plan(new() { Guards = new() { MaxDeletePercent = 0 } }, 100, gone: 1).Violations.Should().ContainSingle();
    }

    [Fact]
    public void R20_an_empty_directory_that_is_allowed_still_meets_the_guard() =>
        Plan(new() { AllowEmptyDirectory = true }, 20, gone: 20).Violations.Select(v => v.Kind).Should().Equal(ViolationKind.Shrink);

    [Fact]
    public void R20_the_guard_says_what_was_found_and_what_to_change() =>
        Plan(new(), 100, gone: 51).Violations.Should().ContainSingle().Which.ToString()
            .Should().StartWith("51 accounts to delete, 50 allowed (50 % of 100). Check the base DN").And.EndWith("approve the plan or raise LdapSync:Guards:MaxDeletePercent.");
}
