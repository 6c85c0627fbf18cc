using LdapSync.Directories;
using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap;

/// <summary>What a complete read shows for it.</summary>
public class ReadEvidenceTests
{
    private const string Service = "CN=NTDS Settings,CN=DC1,CN=Servers,DC=example,DC=com";
    private static readonly Guid Invocation = new("01020304-0506-0708-090a-0b0c0d0e0f10");

    [Fact]
    public async Task It_counts_pages_entries_and_references_and_names_the_server()
    {
        await using var server = ScriptedServer.StartSearching(request => request.Cookie().Length == 0
            ? Concat(Entry(request, "a"), Reply.Reference(request, "ldap://example.com/CN=Configuration,DC=example,DC=com"), Reply.Done(request, [1]))
            : Concat(Entry(request, "b"), Entry(request, "c"), Reply.Done(request, [])));

        var evidence = await ReadAsync(server);

        (evidence.Server, evidence.Entries, evidence.Pages, evidence.Ranges, evidence.State).Should().Be(($"ldap://{server.Address}", 3L, 2, 0, null));
        evidence.References.Should().Equal("ldap://example.com/CN=Configuration,DC=example,DC=com");
        evidence.ToString().Should().StartWith($"ldap://{server.Address}: 3 entries in 2 pages, 1 reference passed over, ");
    }

    [Fact]
    public async Task Active_Directory_tells_how_far_it_is_and_which_database_counts()
    {
        await using var server = ScriptedServer.StartSearching(request => !request.IsOfOneEntry() ? Concat(Entry(request, "a"), Reply.Done(request, [])) : request.Base() switch
        {
            "" => Concat(Reply.Entry(request, "", ("highestCommittedUSN", ["12345"]), ("dsServiceName", [Service])), Reply.Done(request, null)),
            Service => Concat(Reply.Entry(request, Service, [("invocationId", [Invocation.ToByteArray()])]), Reply.Done(request, null)),
            _ => Reply.Done(request, null, LdapResultCode.NoSuchObject),
        });
        server.TellsOfItself = true;

        (await ReadAsync(server)).State.Should().Be($"highestCommittedUSN 12345 of invocationId {Invocation}");
    }

    [Fact]
    public async Task OpenLDAP_tells_it_with_the_naming_context_of_the_base()
    {
        await using var server = ScriptedServer.StartSearching(request => !request.IsOfOneEntry() ? Concat(Entry(request, "a"), Reply.Done(request, [])) : request.Base() switch
        {
            "" => Concat(Reply.Entry(request, "", ("namingContexts", ["dc=other", "dc=example,dc=com"])), Reply.Done(request, null)),
            "dc=example,dc=com" => Concat(Reply.Entry(request, "dc=example,dc=com", ("contextCSN", ["20261122120000.000000Z#000000#000#000000"])), Reply.Done(request, null)),
            _ => Reply.Done(request, null, LdapResultCode.NoSuchObject),
        });
        server.TellsOfItself = true;

        (await ReadAsync(server)).State.Should().Be("contextCSN 20261122120000.000000Z#000000#000#000000");
    }

    [Theory]
    [InlineData(LdapResultCode.InsufficientAccessRights)]
    [InlineData(LdapResultCode.NoSuchObject)]
    [InlineData(LdapResultCode.UnwillingToPerform)]
    public async Task A_server_that_does_not_tell_is_read_all_the_same(LdapResultCode code)
    {
        await using var server = ScriptedServer.StartSearching(request => request.IsOfOneEntry() ? Reply.Done(request, null, code) : Concat(Entry(request, "a"), Reply.Done(request, [])));
        server.TellsOfItself = true;

        (await ReadAsync(server)).State.Should().BeNull();
    }

    [Fact]
    public async Task A_read_that_breaks_shows_nothing()
    {
        await using var server = ScriptedServer.StartSearching(request => request.Cookie().Length == 0 ? Concat(Entry(request, "a"), Reply.Done(request, [1])) : Answer.Close);

        await FluentActions.Awaiting(() => ReadAsync(server)).Should().ThrowAsync<SourceException>();
    }

    private static async Task<ReadEvidence> ReadAsync(ScriptedServer server)
    {
        var told = new Told();
        await foreach (var _ in new LdapDirectorySource(Reading.Options(server.Address)).ReadAsync(Reading.Query() with { Evidence = told }, TestContext.Current.CancellationToken))
        {
            told.Evidence.Should().BeEmpty("it is told when the read is complete");
        }
        return told.Evidence.Should().ContainSingle().Subject;
    }

    private static byte[] Entry(Request request, string name) => Reply.Entry(request, $"cn={name},dc=example,dc=com", ("mail", [$"{name}@example.com"]));

    private static byte[] Concat(params byte[][] messages) => [.. messages.SelectMany(message => message)];

    private sealed class Told : IProgress<ReadEvidence>
    {
        public List<ReadEvidence> Evidence { get; } = [];

        public void Report(ReadEvidence value) => Evidence.Add(value);
    }
}
