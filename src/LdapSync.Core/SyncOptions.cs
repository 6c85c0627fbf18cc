using LdapSync.Directories;

namespace LdapSync;

/// <summary>
/// Every setting of a sync, bindable from the configuration section <see cref="Section"/>. Check it with <see cref="SyncOptionsValidator"/>, which names every
/// fault at once. It is read when a source, mapper or runner is made; later changes have no effect on those. Null for a list or group of settings means its default.
/// </summary>
public sealed class SyncOptions
{
    /// <summary>The usual name of the configuration section.</summary>
    public const string Section = "LdapSync";

    /// <summary>
    /// Directory servers, tried in order: a name or address, with <c>:port</c> where it differs from <see cref="Port"/>; or <c>srv:corp.example</c> for the servers
    /// that the SRV records of a domain name at the time of a read (RFC 2782).
    /// </summary>
    public ValueList Servers { get; set => field = value ?? []; } = [];

    /// <summary>TLS from the first byte (LDAPS). When off, the connection is upgraded by StartTLS where the server offers it. Default: off.</summary>
    public bool UseSsl { get; set; }

    /// <summary>The port; null (the default) is 389, or 636 with <see cref="UseSsl"/>.</summary>
    public int? Port { get; set; }

    /// <summary>Who reads the directory: <c>name@domain</c> or a distinguished name. It needs no right but to read.</summary>
    public string? User { get; set; }

    /// <summary>The password of <see cref="User"/>. It appears in no log, exception or report.</summary>
    public string? Password { get; set; }

    /// <summary>Lets the password travel unencrypted when the server offers no TLS. Default: false; better left so.</summary>
    public bool AllowClearTextPassword { get; set; }

    /// <summary>
    /// Reads the parts of the directory too that its servers say others hold, as <see cref="User"/> with <see cref="Password"/>: they go to hosts that the directory
    /// names, under the same rules of protection. Default: false, such a part fails the read.
    /// </summary>
    public bool FollowReferrals { get; set; }

    /// <summary>A PEM file of the authorities that may sign the servers' certificates, instead of the system's. Default: the system's.</summary>
    public string? CaFile { get; set; }

    /// <summary>How the user proves who it is. Default: <see cref="BindMethod.Simple"/>.</summary>
    public BindMethod Bind { get; set; }

    /// <summary>
    /// A PEM file with the certificate that is shown to servers that ask for one, intermediates behind it, and its key unless <see cref="ClientKeyFile"/> has that.
    /// Read anew with each read of the directory. Default: none.
    /// </summary>
    public string? ClientCertificateFile { get; set; }

    /// <summary>A PEM file with the key of <see cref="ClientCertificateFile"/>, without a password.</summary>
    public string? ClientKeyFile { get; set; }

    /// <summary>How long a server may take to accept a connection before the next one is tried. Default: 5 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a server may take for a step: StartTLS, TLS handshake, bind, each page. Default: 30 seconds.</summary>
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long reading the whole directory may take. Default: 1 hour.</summary>
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How often a read that breaks off after it has begun to deliver is started, each time from the beginning: 1 to 10. Default: 2. One that cannot begin on any
    /// server fails at once.
    /// </summary>
    public int MaxReadAttempts { get; set; } = 2;

    /// <summary>
    /// The first of so many reads is complete, the others ask only for what has changed where the directory can tell that for certain (<see cref="IncrementalSource"/>): 1 to
    /// 10,000. Default: 1, every read is complete and nothing is recorded.
    /// </summary>
    public int FullReadEvery { get; set; } = 1;

    /// <summary>Where the entries are: one or more distinguished names, each searched with everything below it; as one text, a name per line.</summary>
    public DnList BaseDns { get; set => field = value ?? []; } = [];

    /// <summary>
    /// Which entries: a filter (RFC 4515), or the name of one of <see cref="LdapFilters"/> such as <c>AnyMail</c>. Empty: <see cref="LdapFilters.Exchange"/>.
    /// </summary>
    public string? SearchFilter { get; set; }

    /// <summary>The attribute with the mail address. Empty: <c>mail</c>.</summary>
    public string? EmailAttribute { get; set; }

    /// <summary>The attributes with further addresses. Empty: <c>proxyAddresses</c>.</summary>
    public ValueList AliasAttributes { get; set => field = value ?? []; } = [];

    /// <summary>The attribute that tells distribution lists. Empty (the default): no entry is one.</summary>
    public string? DistributionListAttribute { get; set; }

    /// <summary>The value of it, with the wildcards of <see cref="Exclusions"/>, without case.</summary>
    public string? DistributionListValue { get; set; }

    /// <summary>
    /// Addresses to leave alone, one pattern a row: <c>*</c> any text, <c>?</c> one character, <c>[seq]</c> one of, <c>[!seq]</c> none of. A match on an entry's
    /// own address excludes it whole, a match on an alias that alias.
    /// </summary>
    public ValueList Exclusions { get; set => field = value ?? []; } = [];

    /// <summary>What an exclusion means at the target. Default: <see cref="ExclusionMode.Ignore"/>.</summary>
    public ExclusionMode ExclusionMode { get; set; }

    /// <summary>The domains that the target serves. Empty (the default): any. An address elsewhere is left out.</summary>
    public ValueList Domains { get; set => field = value ?? []; } = [];

    /// <summary>What becomes of provisional accounts that the directory does not know. Default: <see cref="ProvisionalAccounts.Keep"/>.</summary>
    public ProvisionalAccounts Provisional { get; set; }

    /// <summary>
    /// Alias domains, each with its parent: an address in one counts as the same local part in the parent, on both sides. Exclusions see it in
    /// either spelling, and what they hide is left as it stands. None by default. An alias domain is not listed in <see cref="Domains"/>; its parent is, unless any domain is served.
    /// </summary>
    public DomainAliases DomainAliases { get; set => field = value ?? []; } = [];

    /// <summary>What becomes of an entry whose own address is in a domain that is not served. Default: <see cref="ForeignPrimary.UseAlias"/>.</summary>
    public ForeignPrimary ForeignPrimary { get; set; }

    /// <summary>Whether entries that are disabled in Active Directory get accounts. Default: <see cref="DisabledAccounts.Include"/>.</summary>
    public DisabledAccounts DisabledAccounts { get; set; }

    /// <summary>Which accounts of the target a sync may delete. Default: <see cref="Ownership.Everything"/>.</summary>
    public Ownership Owns { get; set; }

    /// <summary>How long an account has to be absent from the directory before it is deleted. Default: it is deleted at once.</summary>
    public DeleteAfterOptions DeleteAfter { get; set => field = value ?? new(); } = new();

    /// <summary>How much one sync may change. Default: no limit.</summary>
    public LimitOptions Limits { get; set => field = value ?? new(); } = new();

    /// <summary>What is refused although no limit is set. Default: see there.</summary>
    public GuardOptions Guards { get; set => field = value ?? new(); } = new();

    /// <summary>What becomes of a plan that breaks a limit or guard. Default: <see cref="OnViolation.ApplyNothing"/>.</summary>
    public OnViolation OnViolation { get; set; }

    /// <summary>Lets a directory that yields no account empty the target. Default: false, the sync is refused.</summary>
    public bool AllowEmptyDirectory { get; set; }

    /// <summary>Plans once more after everything was applied, and reports whether anything is left. Default: false.</summary>
    public bool Verify { get; set; }

    /// <summary>The schedule. Default: off.</summary>
    public AutoSyncOptions AutoSync { get; set => field = value ?? new(); } = new();

    /// <summary>Who is told of results. Default: nobody.</summary>
    public NotificationOptions Notifications { get; set => field = value ?? new(); } = new();

    /// <summary>The settings as they are now, for whoever must not see them change. The groups that no decision reads are shared.</summary>
    internal SyncOptions Copy()
    {
        var copy = (SyncOptions)MemberwiseClone();
        copy.Servers = [.. Servers];
        copy.BaseDns = [.. BaseDns];
        copy.AliasAttributes = [.. AliasAttributes];
        copy.Exclusions = [.. Exclusions];
        copy.Domains = [.. Domains];
        copy.DomainAliases = new(DomainAliases);
        copy.DeleteAfter = DeleteAfter.Copy();
        copy.Limits = Limits.Copy();
        copy.Guards = Guards.Copy();
        return copy;
    }
}

/// <summary>How the user that reads proves to a server who it is.</summary>
public enum BindMethod
{
    /// <summary>By <see cref="SyncOptions.User"/> and <see cref="SyncOptions.Password"/>.</summary>
    Simple,

    /// <summary>By <see cref="SyncOptions.ClientCertificateFile"/> alone, over TLS (SASL EXTERNAL, RFC 4513 section 5.2.3): the server knows whose it is.</summary>
    External,
}

/// <summary>What an exclusion means at the target.</summary>
public enum ExclusionMode
{
    /// <summary>Excluded addresses are invisible on both sides: neither created nor deleted.</summary>
    Ignore,

    /// <summary>Excluded addresses must not exist: they are not created, and deleted where they exist.</summary>
    Block,
}

/// <summary>What becomes of accounts that the target made by itself and the directory does not know.</summary>
public enum ProvisionalAccounts
{
    /// <summary>They stay, unless an entry claims their address.</summary>
    Keep,

    /// <summary>They are deleted like any other.</summary>
    Delete,
}

/// <summary>What becomes of an entry whose own address is in a domain that the target does not serve.</summary>
public enum ForeignPrimary
{
    /// <summary>The first alias in a served domain, in the order of the addresses, names the account; one that names it at the target already goes first.</summary>
    UseAlias,

    /// <summary>The entry gets no account. An account at the target that has one of its addresses is kept as it is.</summary>
    Skip,
}

/// <summary>
/// Whether entries that are disabled in Active Directory (bit 2 of <c>userAccountControl</c>) get accounts. An entry without the attribute counts as enabled.
/// Excluding them is asking for their accounts to go: nothing that a disabled entry carries is kept, unlike that of entries in conflict or with typing errors.
/// </summary>
public enum DisabledAccounts
{
    /// <summary>As all others.</summary>
    Include,

    /// <summary>They get none, and those they have are deleted. Exchange disables the users of shared mailboxes, rooms and equipment: they go too.</summary>
    Exclude,

    /// <summary>
    /// As <see cref="Exclude"/>, except for shared mailboxes, rooms and equipment, which <c>msExchRecipientTypeDetails</c> tells. The user that reads the
    /// directory needs the right to see that attribute, else they go too.
    /// </summary>
    ExcludeUnlessSharedOrResource,
}

/// <summary>How many changes one sync may make. A plan with as many is allowed, with one more refused; null is no limit, 0 allows none.</summary>
public sealed class LimitOptions
{
    /// <summary>New accounts.</summary>
    public int? AccountAdds { get; set; }

    /// <summary>Deleted accounts.</summary>
    public int? AccountDeletes { get; set; }

    /// <summary>New aliases, those of new accounts included.</summary>
    public int? AliasAdds { get; set; }

    /// <summary>Removed aliases; those that go with a deleted account do not count.</summary>
    public int? AliasDeletes { get; set; }

    /// <summary>All changes together.</summary>
    public int? Total { get; set; }

    /// <summary>The same limits as shares of what exists; where both are set, the stricter holds.</summary>
    public PercentLimitOptions Percent { get; set => field = value ?? new(); } = new();

    /// <summary>How many accounts or aliases must exist before a limit in percent holds: a share of few is no limit but chance. Default: 20.</summary>
    public int PercentFloor { get; set; } = 20;

    internal LimitOptions Copy()
    {
        var copy = (LimitOptions)MemberwiseClone();
        copy.Percent = Percent.Copy();
        return copy;
    }
}

/// <summary>When a sync runs by itself.</summary>
public sealed class AutoSyncOptions
{
    /// <summary>Whether it does. Default: false.</summary>
    public bool Enabled { get; set; }

    /// <summary>How often a day, 1 to 4. Default: 1.</summary>
    public int TimesPerDay { get; set; } = 1;
}

/// <summary>Who is told of the results.</summary>
public sealed class NotificationOptions
{
    /// <summary>Whether anybody is. Default: false.</summary>
    public bool Enabled { get; set; }

    /// <summary>Their mail addresses.</summary>
    public ValueList Recipients { get; set => field = value ?? []; } = [];
}
