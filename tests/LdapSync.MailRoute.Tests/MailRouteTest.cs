using LdapSync.MailRoute.FakeServer;
using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync.MailRoute;

/// <summary>A target over a fake of its own, a clock that waits for nobody, and what tests say often in few words.</summary>
public abstract class MailRouteTest : IAsyncDisposable
{
    private MailRouteTarget? _target;

    protected MailRouteTest(FakeMailRouteOptions? options = null)
    {
        Fake = FakeMailRoute.Start(options ?? new FakeMailRouteOptions());
        Options = OptionsOf(Fake);
    }

    protected FakeMailRoute Fake { get; }

    /// <summary>May be changed before the target is used.</summary>
    protected MailRouteOptions Options { get; }

    internal ManualClock Clock { get; } = new();

    internal ListLogger Logger { get; } = new();

    protected MailRouteTarget Target => _target ??= NewTarget();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static MailRouteOptions OptionsOf(FakeMailRoute fake) => new()
    {
        BaseAddress = fake.BaseAddress,
        Login = fake.Options.Login,
        ApiKey = fake.Options.ApiKey,
        Domain = fake.Options.Domain,
        RequestTimeout = TimeSpan.FromHours(1), // by the clock of the test
    };

    protected MailRouteTarget NewTarget(HttpMessageHandler? handler = null) => new(Options, Logger, handler) { Clock = Clock };

    public async ValueTask DisposeAsync()
    {
        _target?.Dispose();
        await Fake.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static EmailAddress At(string localpart) => EmailAddress.Parse($"{localpart}@example.com");

    protected static AccountChange Add(string account, AccountKind kind = AccountKind.Mailbox) => AccountChange.AddAccount(At(account), kind);

    protected static AccountChange Delete(string account) => AccountChange.DeleteAccount(At(account));

    protected static AccountChange AddAlias(string account, string alias) => AccountChange.AddAlias(At(account), At(alias));

    protected static AccountChange RemoveAlias(string account, string alias) => AccountChange.RemoveAlias(At(account), At(alias));

    protected static AccountChange SetKind(string account, AccountKind kind) => AccountChange.SetKind(At(account), kind);

    protected static AccountChange Rename(string account, string name) => AccountChange.RenameAccount(At(account), At(name));

    /// <summary>What the service has: an account a line.</summary>
    protected IEnumerable<string> Had => Fake.Accounts.Select(account => $"{account}".Replace("@example.com", "", StringComparison.Ordinal));

    protected async Task<IReadOnlyList<ChangeOutcome>> ApplyAsync(params AccountChange[] batch) => await Target.ApplyAsync(batch, Token);

    /// <summary>The only outcome of a batch of one.</summary>
    protected async Task<ChangeOutcome> ApplyOneAsync(AccountChange change) => (await ApplyAsync(change)).Should().ContainSingle().Subject;

    protected async Task ShouldApplyAsync(params AccountChange[] batch) => (await ApplyAsync(batch)).Should().OnlyContain(outcome => outcome.Status == OutcomeStatus.Applied);

    protected async Task<IReadOnlyList<MailAccount>> ReadAsync() => await Target.ReadAccountsAsync(Token).ToListAsync(Token);

    /// <summary>The accounts in few words: <c>ann Mailbox: a b</c>.</summary>
    protected async Task<IReadOnlyList<string>> ReadInWordsAsync() =>
        [.. (await ReadAsync()).Select(account => $"{account.Primary.LocalPart} {account.Kind}: {string.Join(' ', account.Aliases.Select(alias => alias.LocalPart))}".TrimEnd())];

    /// <summary>What ends a run at a batch of which there is nothing else to tell.</summary>
    protected async Task<TargetException> ApplyingFailsAsync(params AccountChange[] batch)
    {
        var applying = async () => await ApplyAsync(batch);
        return (await applying.Should().ThrowAsync<TargetException>()).Which;
    }

    protected async Task<TargetException> ReadingFailsAsync()
    {
        var reading = async () => await ReadAsync();
        return (await reading.Should().ThrowAsync<TargetException>()).Which;
    }
}
