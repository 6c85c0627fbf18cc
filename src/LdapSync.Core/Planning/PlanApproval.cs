using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LdapSync.Planning;

/// <summary>
/// Somebody's word that one plan, and no other, may be applied although it breaks limits or guards (R21): <see cref="SyncRunner.ApplyApprovedAsync"/> takes it. It
/// names the plan by its fingerprint, the violations it lifts, who says so and until when. Immutable. Two with the same content are the same approval, which can
/// be used once.
/// </summary>
/// <remarks>
/// The checksum finds slips, such as a stored approval whose date somebody has moved. It is no signature: whoever can write the file can make a valid one. Keep
/// approvals where only those who may approve can write.
/// </remarks>
public sealed class PlanApproval
{
    private PlanApproval(string fingerprint, IEnumerable<ViolationKind> lifts, string by, DateTimeOffset expires, string? changes)
    {
        (Fingerprint, By, Expires, Changes) = (fingerprint, by, expires.ToUniversalTime(), changes);
        Lifts = [.. lifts.Distinct().Order()];
        Checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Serialize(ToDocument()))));
    }

    /// <summary>The plan: <see cref="SyncPlan.Fingerprint"/>.</summary>
    public string Fingerprint { get; }

    /// <summary>The violations that do not count, sorted. One that the plan has and that is not named here still refuses it.</summary>
    public IReadOnlyList<ViolationKind> Lifts { get; }

    /// <summary>Who approves.</summary>
    public string By { get; }

    /// <summary>The moment from which on it is void, in UTC.</summary>
    public DateTimeOffset Expires { get; }

    /// <summary>The plan's changes in words, to tell what a stale plan differs in; null when they were not known.</summary>
    public string? Changes { get; }

    /// <summary>SHA-256 over all of the above, in hexadecimal: the name under which a history knows that it was used.</summary>
    public string Checksum { get; } = "";

    /// <summary>Approves a plan that was looked at.</summary>
    /// <exception cref="ArgumentException">The plan does not break what shall be lifted, or nobody is named.</exception>
    public static PlanApproval Of(SyncPlan plan, IEnumerable<ViolationKind> lifts, string by, DateTimeOffset expires)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var kinds = lifts.ToHashSet();
        if (kinds.Except(plan.Violations.Select(violation => violation.Kind)).Take(1).ToArray() is [var other])
        {
            throw new ArgumentException($"The plan does not break {other}; approve what it breaks: {(plan.Violations.Count == 0 ? "nothing" : string.Join(", ", plan.Violations.Select(violation => violation.Kind)))}.", nameof(lifts));
        }
        return Of(plan.Fingerprint, kinds, by, expires, plan.ChangesInWords);
    }

    /// <summary>Approves a plan of which the fingerprint is known, such as one that was saved.</summary>
    /// <param name="fingerprint">The plan's fingerprint.</param>
    /// <param name="lifts">The violations that do not count.</param>
    /// <param name="by">Who approves.</param>
    /// <param name="expires">The moment from which on the approval is void.</param>
    /// <param name="changes">The plan's changes in words, if known.</param>
    /// <exception cref="ArgumentException">There is no fingerprint, or nobody is named.</exception>
    public static PlanApproval Of(string fingerprint, IEnumerable<ViolationKind> lifts, string by, DateTimeOffset expires, string? changes = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fingerprint);
        ArgumentNullException.ThrowIfNull(lifts);
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        return new PlanApproval(fingerprint, lifts, by, expires, changes);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is no approval, or it was changed since it was made.</exception>
    public static PlanApproval Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        PlanApproval approval;
        ApprovalDocument document;
        try
        {
            document = JsonSerializer.Deserialize(json, ApprovalJsonContext.Default.ApprovalDocument) ?? throw new FormatException("Expected an approval as JSON, found null.");
            approval = Of(document.Fingerprint, document.Lifts, document.By, document.Expires, document.Changes);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new FormatException($"Expected an approval as JSON: {exception.Message} Approve the plan anew.", exception);
        }
        return document.Checksum == approval.Checksum
            ? approval
            : throw new FormatException("The approval was changed after it was made: its checksum does not fit its content. Approve the plan anew.");
    }

    /// <summary>The approval as JSON, to be stored or sent.</summary>
    public string ToJson() => Serialize(ToDocument());

    /// <summary>Who approves what until when.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{By} approves plan {Fingerprint} until {Expires:yyyy-MM-dd HH:mm:ss}Z{(Lifts.Count == 0 ? "" : $" and lifts {string.Join(", ", Lifts)}")}");

    internal bool Lift(LimitViolation violation) => Lifts.Contains(violation.Kind);

    internal ApprovalDocument ToDocument() => new(Fingerprint, Changes, Lifts, By, Expires, Checksum);

    private static string Serialize(ApprovalDocument document) => JsonSerializer.Serialize(document, ApprovalJsonContext.Default.ApprovalDocument);
}

internal sealed record ApprovalDocument(string Fingerprint, string? Changes, IReadOnlyList<ViolationKind> Lifts, string By, DateTimeOffset Expires, string? Checksum);

// Strict: a member that nobody knows ("force") is refused, not overlooked.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ApprovalDocument))]
internal sealed partial class ApprovalJsonContext : JsonSerializerContext;
