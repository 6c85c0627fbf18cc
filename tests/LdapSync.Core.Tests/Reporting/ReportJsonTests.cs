using System.Text.Json;
using LdapSync.Planning;

namespace LdapSync.Reporting;

public class ReportJsonTests
{
    private static SyncPlan Plan(params string[] exclusions) => new SyncPlanner(new SyncOptions { Exclusions = [.. exclusions] }).Plan(
        [Given.Entry("ann", "jürgen+o'x"), Given.Entry("bob")], [Given.Account("old"), Given.Account("gone", "g1")]);

    [Fact]
    public void A_comparison_names_each_member()
    {
        using var json = JsonDocument.Parse(ReportJson.Write(PlanComparison.Between(Plan("jür*"), Plan("old@*"))));

        json.RootElement.EnumerateObject().Select(member => member.Name).Should().Equal("summary", "empty", "added", "removed", "newlyHidden");
        Raw(json.RootElement).Should().Be("""
            {"summary":"The edit adds 1 change and removes 1 change.","empty":false,
            "added":[{"kind":"AddAlias","account":"ann@example.com","alias":"jürgen+o'x@example.com"}],
            "removed":[{"kind":"DeleteAccount","account":"old@example.com"}],
            "newlyHidden":[{"address":"old@example.com","pattern":"old@*","account":"old@example.com"}]}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public void A_comparison_of_the_same_plans_has_every_list_and_none_of_them_anything()
    {
        using var json = JsonDocument.Parse(ReportJson.Write(PlanComparison.Between(Plan(), Plan())));

        Raw(json.RootElement).Should().Be("""{"summary":"The edit changes nothing.","empty":true,"added":[],"removed":[],"newlyHidden":[]}""");
    }

    [Fact]
    public void A_finding_names_its_rule_its_evidence_and_the_sentence()
    {
        LintFinding[] findings = [new(LintRule.UnderscoreForStar, "svc_\"@*", ["svc-a@example.com"]), new(LintRule.PatternMatchesNothing, "nobody", [])];

        using var json = JsonDocument.Parse(ReportJson.Write(findings));

        json.RootElement.EnumerateArray().Select(Raw).Should().Equal(
            """{"rule":"UnderscoreForStar","subject":"svc_\"@*","evidence":["svc-a@example.com"],"message":"The exclusion svc_\"@* matches no address, since _ is no wildcard; with * instead it would match 1 address such as svc-a@example.com."}""",
            """{"rule":"PatternMatchesNothing","subject":"nobody","evidence":[],"message":"The exclusion nobody matches no address; correct or remove it."}""");
    }

    [Fact]
    public void No_findings_are_an_empty_list() => ReportJson.Write([]).Should().Be("[]");

    [Fact]
    public void A_line_end_in_what_a_directory_holds_is_escaped() =>
        ReportJson.Write([new LintFinding(LintRule.FilterDropsSharedMailboxes, "(mail=x)", ["cn=a\n\u001b[2J"])]).Should().Contain("cn=a\\n\\u001B[2J").And.NotContain("\u001b");

    private static string Raw(JsonElement element) => JsonSerializer.Serialize(element, Legible);

    private static readonly JsonSerializerOptions Legible = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
