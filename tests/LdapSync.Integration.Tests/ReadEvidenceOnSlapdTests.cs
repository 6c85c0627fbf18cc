using LdapSync.Ldap;
using LdapSync.Reporting;
using LdapSync.Slapd;
using LdapSync.Targets;

namespace LdapSync;

/// <summary>What a read of OpenLDAP shows for its completeness, and where an operator sees it.</summary>
public sealed class ReadEvidenceOnSlapdTests
{
    [Fact]
    public async Task The_report_keeps_server_pages_entries_and_the_state_of_the_suffix()
    {
        await using var server = await SlapdServer.StartAsync(new SlapdOptions
        {
            Ldif = ExchangeLdif.Users("Staff", 1500),
            GlobalConfiguration = "moduleload syncprov",
            DatabaseConfiguration = "overlay syncprov",
        });
        var settings = server.Settings();

        var report = await new SyncRunner(new LdapDirectorySource(settings), new InMemoryTarget(), settings).RunAsync(TestContext.Current.CancellationToken);

        var evidence = report.Plan.Evidence!;
        (evidence.Entries, evidence.Pages, evidence.Ranges, evidence.References.Count).Should().Be((1500L, 2, 0, 0));
        evidence.State.Should().MatchRegex("^contextCSN [0-9]{14}");
        using var text = new StringWriter();
        ReportText.Write(report, text);
        text.ToString().Should().Contain($"  {evidence}{Environment.NewLine}");
        ReportJson.Write(report).Should().Contain("\"read\": {").And.Contain($"\"state\": \"{evidence.State}\"");
    }
}
