using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap.Inspection;

/// <summary>Every server is asked, and the report tells what a sync would make of them.</summary>
public class SeveralServersTests
{
    [Fact]
    public async Task Every_server_is_asked_and_the_first_to_be_read_has_a_warning_about_those_before_it()
    {
        var nobody = await Reading.AddressOfNobodyAsync();
        await using var good = new SmallDirectory().Start();
        await using var better = new SmallDirectory().Start();

        var report = await RunAsync(Reading.Options(nobody, good.Address, better.Address));

        report.Servers.Select(server => server.IsReadable).Should().Equal(false, true, true);
        report.ReadFrom!.Server.ToString().Should().Be($"ldap://{good.Address}");
        report.ReadFrom.Warnings.Should().Contain(warning => warning.Kind == ConnectionWarningKind.OthersFail && warning.Message.Contains(nobody));
        report.Servers[2].Warnings.Should().NotContain(warning => warning.Kind == ConnectionWarningKind.OthersFail);
        (report.IsBaseMissing, report.FindsNobody).Should().Be((false, false));
    }

    [Fact]
    public async Task A_clear_answer_is_final_for_a_sync_although_another_server_could_be_read()
    {
        await using var strict = new SmallDirectory { Instead = request => request.Operation == Request.Bind ? (Answer)Reply.Bound(request, LdapResultCode.InvalidCredentials) : null }.Start();
        await using var good = new SmallDirectory().Start();

        var report = await RunAsync(Reading.Options(strict.Address, good.Address));

        report.Servers.Select(server => server.IsReadable).Should().Equal(false, true);
        report.ReadFrom.Should().BeNull();
        report.ToString().Should().StartWith("A sync could not read the directory: ").And.Contain("wrong user name or password");
        report.Servers[1].Warnings.Should().NotContain(warning => warning.Kind == ConnectionWarningKind.OthersFail);
        await FluentActions.Awaiting(() => Reading.ReadAllAsync(Reading.Options(strict.Address, good.Address))).Should().ThrowAsync<SourceException>();
    }

    private static Task<ConnectionReport> RunAsync(SyncOptions options)
    {
        options.SearchFilter = "(mail=*)";
        return new ConnectionTest(options).RunAsync(TestContext.Current.CancellationToken);
    }
}
