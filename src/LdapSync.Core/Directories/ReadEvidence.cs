using System.Globalization;

namespace LdapSync.Directories;

/// <summary>What a complete read can show for it: kept in the report, so that a strange result can be looked into later.</summary>
/// <param name="Server">Who delivered, such as <c>ldap://dc1.example.com:389</c>.</param>
/// <param name="Entries">How many entries answered the query.</param>
/// <param name="Pages">In how many pages they came.</param>
/// <param name="Ranges">How many pieces of attributes with very many values were fetched besides.</param>
/// <param name="References">The parts of the directory that were passed over because they hold no mailboxes.</param>
/// <param name="State">
/// What the server had seen when the read began, as far as it tells: <c>highestCommittedUSN</c> and <c>invocationId</c> of Active Directory, <c>contextCSN</c> of
/// OpenLDAP; null where it tells nothing.
/// </param>
/// <param name="Duration">From the first request for entries to the last of them; the time of whoever takes the entries is in it.</param>
public sealed record ReadEvidence(string Server, long Entries, int Pages, int Ranges, IReadOnlyList<string> References, string? State, TimeSpan Duration)
{
    /// <summary>The parts of the directory that were read from other servers, as the servers named them; empty unless referrals are followed.</summary>
    public IReadOnlyList<string> Followed { get; init; } = [];

    /// <summary>What was merged into the recording of an earlier read; null (the default) when the directory itself was read completely.</summary>
    public ReadIncrement? Increment { get; init; }

    /// <summary>All of it in a line.</summary>
    public override string ToString()
    {
        var ranges = Ranges == 0 ? "" : $", {Count(Ranges, "range")} of values";
        var references = References.Count == 0 ? "" : $", {Count(References.Count, "reference")} passed over";
        if (Followed.Count > 0) references += $", {Count(Followed.Count, "referral")} followed";
        var time = Duration.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
        return $"{Server}: {(Entries == 1 ? "1 entry" : string.Create(CultureInfo.InvariantCulture, $"{Entries:N0} entries"))} in {Count(Pages, "page")}{ranges}{references}, {time} s{(Increment is null ? "" : $"; {Increment}")}{(State is null ? "" : $"; {State}")}";
    }

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");
}

/// <summary>What a read has taken from the directory when it did not take all of it, but what had changed (<see cref="IncrementalSource"/>).</summary>
/// <param name="Changed">How many entries are new or look different since the read before.</param>
/// <param name="Gone">How many entries of the read before are not in the answer any more.</param>
/// <param name="LastCompleteRead">When the directory was last read completely: when that read began.</param>
public sealed record ReadIncrement(int Changed, int Gone, DateTimeOffset LastCompleteRead)
{
    /// <summary>All of it in a line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"only what had changed was asked for: {Changed:N0} changed, {Gone:N0} gone; last complete read {LastCompleteRead.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");
}
