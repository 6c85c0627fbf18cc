using System.Globalization;
using System.Text;
using System.Text.Json;
using LdapSync.Directories;
using LdapSync.Mapping;
using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync.Reporting;

public class ReportTests
{
    private static SyncPlan Plan => new SyncPlanner(new SyncOptions { Exclusions = ["svc-*", "nobody"] }).Plan(
        [
            Given.Entry("ann", "info", "x"),
            Given.Entry("bob", "info"),
            Given.Entry("svc-a"),
            new("cn=nomail,dc=example,dc=com"),
            new("cn=bad,dc=example,dc=com", ("mail", "bad@example.com"), ("proxyAddresses", "smtp:b ad"), ("proxyAddresses", "sip:b@example.com")),
        ],
        [Given.Account("old", "x")]);

    private static SyncReport Report(params ChangeOutcome[] outcomes) => new()
    {
        Plan = Plan,
        Outcomes = outcomes,
        Source = "company.ldif",
        Target = "mailboxes.db",
        By = "manual",
        Started = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero),
        Duration = TimeSpan.FromMilliseconds(1234.5678),
    };

    private static string Text(Action<TextWriter> write)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        write(writer);
        return writer.ToString().ReplaceLineEndings("\n");
    }

    [Fact]
    public void A_plan_reads_like_this() => Text(w => ReportText.Write(Plan, w)).Should().Be($"""
        6 changes planned: 3 accounts to add, 1 account to delete, 2 aliases to add.
          fingerprint {Plan.Fingerprint}
          5 entries read, 3 accounts wanted, 1 account at the target
        Accounts to add (3)
          add mailbox ann@example.com
          add mailbox bad@example.com
          add mailbox bob@example.com
        Aliases to add (2)
          add alias info@example.com to ann@example.com
          add alias x@example.com to ann@example.com
        Accounts to delete (1)
          delete account old@example.com
        Addresses that pass from one account to another (1)
          x@example.com: from old@example.com to ann@example.com
        Undeliverable the longest (1)
          x@example.com: after 'delete account old@example.com' (change 5 of 6) until 'add alias x@example.com to ann@example.com' (change 6 of 6)
        Conflicts: addresses claimed more than once (1)
          info@example.com goes to ann@example.com, who has the lowest id; bob@example.com goes without
            cn=ann,dc=example,dc=com
            cn=bob,dc=example,dc=com
        Excluded (1)
          svc-a@example.com by svc-*
        Exclusion patterns that match no address (1)
          nobody
        Entries without an account (1)
          cn=nomail,dc=example,dc=com: it has no mail
        Values that are no addresses (1)
          cn=bad,dc=example,dc=com: proxyAddresses 'smtp:b ad': it has no @

        """.ReplaceLineEndings("\n"));

    [Fact]
    public void A_long_list_is_cut_and_says_so() => Text(w => ReportText.Write(Plan, w, lines: 1)).Should().Contain("  add mailbox ann@example.com\n  … and 2 more\n");

    [Fact]
    public void A_report_shows_first_what_failed()
    {
        var outcomes = Plan.Changes.Select(ChangeOutcome.Applied).ToArray();
        outcomes[0] = ChangeOutcome.Failed(Plan.Changes[0], "No room.");
        outcomes[1] = ChangeOutcome.Withheld(Plan.Changes[1], "It waits.");

        var text = Text(w => ReportText.Write(Report(outcomes) with { StoppedBecause = "The disk is full.", LeftToDo = 2 }, w));

        text.Should().StartWith("""
            4 of 6 changes applied, 1 failed, 1 withheld. Stopped: The disk is full.
              from company.ldif to mailboxes.db, started 2026-11-22 12:00:00 +00:00 by manual, 1.23 s
              Verified: 2 changes still left to do.
            Failed (1)
              add mailbox ann@example.com: No room.
            Withheld (1)
              add mailbox bad@example.com: It waits.
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_run_in_which_everything_was_applied_says_so() =>
        Report([.. Plan.Changes.Select(ChangeOutcome.Applied)]).Summary.Should().Be("6 changes applied: 3 accounts added, 1 account deleted, 2 aliases added.");

    [Fact]
    public void Json_names_each_member_and_each_outcome()
    {
        var outcomes = Plan.Changes.Select(ChangeOutcome.Applied).ToArray();
        outcomes[0] = ChangeOutcome.Failed(Plan.Changes[0], "No room.");

        using var json = JsonDocument.Parse(ReportJson.Write(Report(outcomes)));

        var root = json.RootElement;
        root.EnumerateObject().Select(p => p.Name).Should().Equal(
            "summary", "source", "target", "by", "started", "durationSeconds", "test", "refused", "complete", "applied", "failed", "withheld", "plan");
        root.GetProperty("durationSeconds").GetDouble().Should().Be(1.235);
        root.GetProperty("started").GetString().Should().Be("2026-11-22T12:00:00+00:00");
        var plan = root.GetProperty("plan");
        plan.EnumerateObject().Select(p => p.Name).Should().Equal(
            "fingerprint", "summary", "counts", "entries", "wantedAccounts", "existingAccounts", "violations", "withheld", "changes", "handovers", "lostRenames", "kept", "conflicts", "excluded", "patterns",
            "foreignAddresses", "skippedEntries", "skippedValues", "nonMailValues", "foldedAddresses", "waiting", "notOwned", "listAliases", "keptMailboxes");
        plan.GetProperty("changes")[0].GetRawText().Replace(" ", "", StringComparison.Ordinal).ReplaceLineEndings("")
            .Should().Be("""{"kind":"AddAccount","account":"ann@example.com","accountKind":"Mailbox","outcome":"Failed","reason":"Noroom."}""");
        plan.GetProperty("counts").GetProperty("total").GetInt32().Should().Be(6);
        plan.GetProperty("conflicts")[0].GetProperty("reason").GetString().Should().Be("LowestId");
    }

    [Fact]
    public void Json_to_a_stream_is_the_same_text()
    {
        using var stream = new MemoryStream();
        ReportJson.Write(Plan, stream);

        Encoding.UTF8.GetString(stream.ToArray()).Should().Be(ReportJson.Write(Plan));
    }

    [Fact]
    public void Json_keeps_names_legible() =>
        ReportJson.Write(new SyncPlanner(new SyncOptions()).Plan([Given.Entry("jürgen+o'x")], [])).Should().Contain("jürgen+o'x@example.com");

    [Fact]
    public void What_waits_and_what_is_not_the_syncs_own_is_listed()
    {
        var options = new SyncOptions { Owns = Ownership.CreatedOrAdopted, DeleteAfter = { Time = TimeSpan.FromDays(1) }, AllowEmptyDirectory = true };
        var plan = new SyncPlanner(options).Plan([], [Given.Account("bob"), Given.Account("manual")], new SyncMemory([], [Given.Address("bob")]), DateTimeOffset.UnixEpoch);

        Text(w => ReportText.Write(plan, w)).Should()
            .StartWith("Nothing to do now: 1 account waiting to be deleted.\n")
            .And.Contain("Waiting to be deleted (1)\n  bob@example.com: absent since 1970-01-01 00:00Z, in 1 sync; deleted not before 1970-01-02 00:00Z\n")
            .And.Contain("Left alone: accounts that this sync has neither made nor found an entry for (1)\n  manual@example.com\n");
        var json = JsonElement.Parse(ReportJson.Write(plan));
        json.GetProperty("waiting")[0].GetRawText().ReplaceLineEndings("").Replace(" ", "").Should()
            .Be("""{"account":"bob@example.com","since":"1970-01-01T00:00:00+00:00","runs":1,"runsLeft":0,"notBefore":"1970-01-02T00:00:00+00:00"}""");
        json.GetProperty("notOwned")[0].GetString().Should().Be("manual@example.com");
    }

    [Fact]
    public void A_read_of_what_had_changed_is_told_as_such()
    {
        var read = new ReadEvidence("ldap://dc1.example.com:389", 1200, 1, 0, [], "contextCSN 1", TimeSpan.FromSeconds(0.25))
        {
            Increment = new ReadIncrement(3, 1, new DateTimeOffset(2026, 11, 22, 14, 0, 0, TimeSpan.FromHours(2))),
        };
        var plan = new SyncPlanner(new SyncOptions()).Plan(new MappedDirectory { Evidence = read }, []);
        var report = Report() with { Plan = plan };

        const string line = "ldap://dc1.example.com:389: 1,200 entries in 1 page, 0.25 s; only what had changed was asked for: 3 changed, 1 gone; last complete read 2026-11-22 12:00:00Z; contextCSN 1\n";
        Text(w => ReportText.Write(plan, w)).Should().Contain(line);
        Text(w => ReportText.Write(report, w)).Should().Contain(line);
        JsonElement.Parse(ReportJson.Write(report)).GetProperty("read").GetProperty("increment").GetRawText().ReplaceLineEndings("").Replace(" ", "").Should()
            .Be("""{"changed":3,"gone":1,"lastCompleteRead":"2026-11-22T14:00:00+02:00"}""");
    }

    [Fact]
    public void A_value_of_the_directory_cannot_forge_a_line_of_a_report()
    {
        var plan = new SyncPlanner(new SyncOptions()).Plan([new("cn=x", ("mail", "x\n\u001b[2J  Verified, nothing is left to do.")), Given.Entry("ann")], []);

        Text(w => ReportText.Write(plan, w)).Should().Contain("'x\\u000a\\u001b[2J  Verified").And.NotContain("\u001b");
    }

    [Fact]
    public void A_report_does_not_depend_on_the_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," }, DateTimeFormat = { DateSeparator = "!" } };
            Text(w => ReportText.Write(Report(), w)).Should().Contain("started 2026-11-22 12:00:00 +00:00 by manual, 1.23 s");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void What_is_hidden_and_goes_with_a_deleted_account_is_named() =>
        Text(w => ReportText.Write(new SyncPlanner(new SyncOptions { Exclusions = ["post*"] }).Plan([Given.Entry("ann")], [Given.Account("old", "postmaster")]), w))
            .Should().Contain("postmaster@example.com by post* (alias of old@example.com), at the target; it goes with its account");
}
