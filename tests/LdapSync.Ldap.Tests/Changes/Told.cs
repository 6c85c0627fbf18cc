using LdapSync.Directories;
using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap.Changes;

/// <summary>Reads and asks for changes, and remembers what was told.</summary>
internal sealed class Told : IProgress<ChangeToken>, IProgress<ReadEvidence>
{
    private const string Doubt = "What has changed cannot be told for certain: ";

    private readonly ListLogger<LdapDirectorySource> _log = new();

    public List<ChangeToken> Tokens { get; } = [];

    public List<ReadEvidence> Evidence { get; } = [];

    /// <summary>Why no changes were told, as the log has it.</summary>
    public string Reason => _log.Messages.Single(message => message.StartsWith(Doubt, StringComparison.Ordinal))[Doubt.Length..];

    /// <summary>A full read; its token, or null where none was told.</summary>
    public static async Task<ChangeToken?> ReadAsync(SyncOptions options, DirectoryQuery query)
    {
        var told = new Told();
        var entries = await Reading.ReadAllAsync(options, query with { Token = told });
        entries.Should().NotBeEmpty("a token never costs a read");
        return told.Tokens.SingleOrDefault();
    }

    public Task<DirectoryChanges?> ChangesAsync(SyncOptions options, DirectoryQuery query, ChangeToken since) =>
        new LdapDirectorySource(options, _log).ReadChangesAsync(query with { Token = this, Evidence = this }, since, TestContext.Current.CancellationToken);

    /// <summary>The changes since a token that a full read of the same server has told.</summary>
    public static async Task<DirectoryChanges?> SinceReadAsync(SyncOptions options, DirectoryQuery query, Action? meanwhile = null)
    {
        var token = await ReadAsync(options, query);
        meanwhile?.Invoke();
        return await new Told().ChangesAsync(options, query, token!);
    }

    /// <summary>Why there are none; fails where there are.</summary>
    public static async Task<string> WhyNoneAsync(SyncOptions options, DirectoryQuery query, Action meanwhile)
    {
        var token = await ReadAsync(options, query);
        meanwhile();
        var told = new Told();
        (await told.ChangesAsync(options, query, token!)).Should().BeNull();
        (told.Tokens.Count + told.Evidence.Count).Should().Be(0, "a token of changes that are not told would hide them for ever");
        return told.Reason;
    }

    public void Report(ChangeToken value) => Tokens.Add(value);

    public void Report(ReadEvidence value) => Evidence.Add(value);
}
