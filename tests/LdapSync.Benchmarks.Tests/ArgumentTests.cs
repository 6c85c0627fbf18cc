using LdapSync.Benchmarks.Commands;
using LdapSync.Benchmarks.Ratios;
using LdapSync.Benchmarks.Workloads;

namespace LdapSync.Benchmarks;

public class ArgumentTests
{
    [Theory]
    [InlineData("500", 500)]
    [InlineData("100k", 100_000)]
    [InlineData("10M", 10_000_000)]
    public void Sizes_may_be_thousands_and_millions(string text, int size) => new Arguments(["--size", text]).Number("--size", 1).Should().Be(size);

    [Theory]
    [InlineData("k")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1.5m")]
    [InlineData("9999m")]
    [InlineData("")]
    public void What_is_no_size_is_refused_with_an_example(string text) =>
        new Arguments(["--size", text]).Invoking(a => a.Number("--size", 1)).Should().Throw<FormatException>().WithMessage($"--size is a number such as 500, 100k or 10m, not '{text}'.");

    [Fact]
    public void Profiles_may_be_written_with_hyphens_and_a_wrong_one_is_told_the_right_ones()
    {
        new Arguments(["--profile", "claimed-twice"]).Choice("--profile", Profile.Churn).Should().Be(Profile.ClaimedTwice);
        new Arguments(["--profile", "chaos"]).Invoking(a => a.Choice("--profile", Profile.Churn)).Should().Throw<FormatException>().WithMessage("*Churn, NoOp*'chaos'*");
    }

    [Theory]
    [InlineData("--size")]
    [InlineData("--zise", "5")]
    public void What_nobody_asks_for_is_a_mistake(params string[] arguments) =>
        new Arguments(arguments).Invoking(a => { a.Number("--size", 1); a.ThrowIfAnyIsLeft(); }).Should().Throw<FormatException>();

    [Fact]
    public void The_cost_of_a_plan_passes_from_one_process_to_another()
    {
        var cost = new PlanCost(1_234.5678, 2_000.25, 117.5);

        PlanCost.Parse(cost.ToTerse()).Should().Be(cost);
    }
}
