using System.Text.Json.Nodes;

namespace LdapSync.Planning;

public class PlanApprovalTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static PlanApproval Approval => PlanApproval.Of("abc", [ViolationKind.Shrink, ViolationKind.AccountDeletes, ViolationKind.Shrink], "Jürgen <x>", Noon, "3 accounts to delete");

    private static string Edited(Action<JsonObject> edit)
    {
        var json = JsonNode.Parse(Approval.ToJson())!.AsObject();
        edit(json);
        return json.ToJsonString();
    }

    [Fact]
    public void R21_an_approval_comes_back_from_json_as_it_was()
    {
        var back = PlanApproval.Parse(Approval.ToJson());

        back.Should().BeEquivalentTo(Approval);
        back.Lifts.Should().Equal(ViolationKind.AccountDeletes, ViolationKind.Shrink);
        JsonNode.Parse(Approval.ToJson())!.AsObject().Select(member => member.Key).Should().Equal("fingerprint", "changes", "lifts", "by", "expires", "checksum");
    }

    [Fact]
    public void R21_another_content_is_another_approval() =>
        new[]
        {
            Approval,
            PlanApproval.Of("abd", Approval.Lifts, Approval.By, Noon, Approval.Changes),
            PlanApproval.Of("abc", [ViolationKind.Shrink], Approval.By, Noon, Approval.Changes),
            PlanApproval.Of("abc", Approval.Lifts, "ann", Noon, Approval.Changes),
            PlanApproval.Of("abc", Approval.Lifts, Approval.By, Noon.AddSeconds(1), Approval.Changes),
            PlanApproval.Of("abc", Approval.Lifts, Approval.By, Noon),
        }.Select(approval => approval.Checksum).Should().OnlyHaveUniqueItems();

    [Fact]
    public void R21_the_checksum_is_stable_from_release_to_release() =>
        // A change here makes every approval that is stored void.
        Approval.Checksum.Should().Be("7fbbb099eb820d02b687eee9f46855e20607323fda8ed5090be12ed0d83f0800");

    [Fact]
    public void R21_order_and_time_zone_make_no_other_approval() =>
        PlanApproval.Of("abc", [ViolationKind.AccountDeletes, ViolationKind.Shrink], Approval.By, Noon.ToOffset(TimeSpan.FromHours(5)), Approval.Changes).Checksum.Should().Be(Approval.Checksum);

    [Theory]
    [InlineData("fingerprint", "\"abd\"")]
    [InlineData("changes", "\"1 account to delete\"")]
    [InlineData("changes", "null")]
    [InlineData("lifts", "[\"AccountDeletes\", \"Shrink\", \"Total\"]")]
    [InlineData("by", "\"ann\"")]
    [InlineData("expires", "\"2027-11-22T12:00:00+00:00\"")]
    [InlineData("checksum", "\"0\"")]
    [InlineData("checksum", "null")]
    public void R21_an_approval_that_was_edited_by_hand_is_refused(string member, string value) =>
        FluentActions.Invoking(() => PlanApproval.Parse(Edited(json => json[member] = JsonNode.Parse(value)))).Should().Throw<FormatException>().WithMessage("*was changed after it was made*");

    [Theory]
    [InlineData("lifts", "[\"Everything\"]")]
    [InlineData("lifts", "null")]
    [InlineData("fingerprint", "null")]
    [InlineData("by", "\" \"")]
    [InlineData("expires", "\"never\"")]
    [InlineData("force", "true")]
    public void R21_what_is_no_approval_is_refused(string member, string value) =>
        FluentActions.Invoking(() => PlanApproval.Parse(Edited(json => json[member] = JsonNode.Parse(value)))).Should().Throw<FormatException>().WithMessage("*Approve the plan anew.");

    [Theory]
    [InlineData("fingerprint")]
    [InlineData("lifts")]
    [InlineData("by")]
    [InlineData("expires")]
    [InlineData("checksum")]
    public void R21_a_missing_member_is_refused(string member) => FluentActions.Invoking(() => PlanApproval.Parse(Edited(json => json.Remove(member)))).Should().Throw<FormatException>();

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("force")]
    public void R21_what_is_no_json_is_refused(string json) => FluentActions.Invoking(() => PlanApproval.Parse(json)).Should().Throw<FormatException>();

    [Fact]
    public void R21_only_what_a_plan_breaks_can_be_approved()
    {
        var plan = new SyncPlanner(new SyncOptions { Limits = new() { AccountAdds = 0 } }).Plan([Given.Entry("ann")], []);

        PlanApproval.Of(plan, [ViolationKind.AccountAdds], "ann", Noon).Changes.Should().Be("1 account to add");
        FluentActions.Invoking(() => PlanApproval.Of(plan, [ViolationKind.Shrink], "ann", Noon)).Should().Throw<ArgumentException>().WithMessage("The plan does not break Shrink*AccountAdds*");
        FluentActions.Invoking(() => PlanApproval.Of(plan, [ViolationKind.AccountAdds], " ", Noon)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void R21_a_plan_that_breaks_nothing_has_nothing_to_lift() =>
        FluentActions.Invoking(() => PlanApproval.Of(new SyncPlanner(new SyncOptions()).Plan([Given.Entry("ann")], []), [ViolationKind.Shrink, ViolationKind.Total], "ann", Noon))
            .Should().Throw<ArgumentException>().WithMessage("The plan does not break Shrink; approve what it breaks: nothing.*").WithParameterName("lifts");

    [Fact]
    public void R21_who_lifts_something_else_is_told_all_that_the_plan_breaks() =>
        FluentActions.Invoking(() => PlanApproval.Of(new SyncPlanner(new SyncOptions { Limits = new() { AccountAdds = 0, Total = 0 } }).Plan([Given.Entry("ann")], []), [ViolationKind.Shrink], "ann", Noon))
            .Should().Throw<ArgumentException>().WithMessage("*approve what it breaks: AccountAdds, Total.*");

    [Fact]
    public void R21_null_is_named_as_what_was_found() =>
        FluentActions.Invoking(() => PlanApproval.Parse("null")).Should().Throw<FormatException>().WithMessage("Expected an approval as JSON, found null.");

    [Fact]
    public void R21_an_approval_names_a_plan_and_somebody_and_is_read_from_text()
    {
        FluentActions.Invoking(() => PlanApproval.Of((SyncPlan)null!, [], "ann", Noon)).Should().Throw<ArgumentNullException>().WithParameterName("plan");
        FluentActions.Invoking(() => PlanApproval.Of(" ", [], "ann", Noon)).Should().Throw<ArgumentException>().WithParameterName("fingerprint");
        FluentActions.Invoking(() => PlanApproval.Of("abc", null!, "ann", Noon)).Should().Throw<ArgumentNullException>().WithParameterName("lifts");
        FluentActions.Invoking(() => PlanApproval.Of("abc", [], "", Noon)).Should().Throw<ArgumentException>().WithParameterName("by");
        FluentActions.Invoking(() => PlanApproval.Parse(null!)).Should().Throw<ArgumentNullException>().WithParameterName("json");
    }

    [Fact]
    public void An_approval_that_lifts_nothing_says_so_by_silence() =>
        PlanApproval.Of("abc", [], "ann", Noon).ToString().Should().Be("ann approves plan abc until 2026-11-22 12:00:00Z");

    [Fact]
    public void An_approval_says_who_approves_what_until_when() =>
        Approval.ToString().Should().Be("Jürgen <x> approves plan abc until 2026-11-22 12:00:00Z and lifts AccountDeletes, Shrink");
}
