using System.Security.Cryptography;
using System.Text.Json;
using LdapSync.Planning;

namespace LdapSync.Quickstart;

/// <summary>What has to be known of a plan to approve it later: the file that <c>plan --save</c> writes and <c>apply</c> reads.</summary>
/// <param name="Fingerprint">The plan.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Summary">The result in one line.</param>
/// <param name="Changes">What it does, in words.</param>
/// <param name="Violations">What has to be approved.</param>
/// <param name="Checksum">Finds slips of whoever edits the file, such as another day of its making; it keeps out nobody who means it.</param>
internal sealed record SavedPlan(string Fingerprint, DateTimeOffset Created, string Summary, string Changes, IReadOnlyList<SavedViolation> Violations, string Checksum)
{
    private static readonly JsonSerializerOptions Style = new(Output.JsonStyle) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    private static readonly TimeSpan Validity = TimeSpan.FromDays(1);

    public static SavedPlan Of(SyncPlan plan, DateTimeOffset created)
    {
        var saved = new SavedPlan(plan.Fingerprint, created, plan.ToString(), plan.ChangesInWords, [.. plan.Violations.Select(violation => new SavedViolation(violation.Kind, violation.ToString()))], "");
        return saved with { Checksum = saved.Sum() };
    }

    public void Write(string file)
    {
        try
        {
            File.WriteAllText(file, JsonSerializer.Serialize(this, Style) + "\n");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{file}' cannot be written: {exception.Message} Name another file.");
        }
    }

    public static SavedPlan Read(string file)
    {
        try
        {
            var saved = JsonSerializer.Deserialize<SavedPlan>(File.ReadAllText(file), Style) ?? throw new JsonException("null");
            return saved.Checksum == saved.Sum() ? saved : throw new UsageException($"'{file}' was changed after it was saved: its checksum does not fit its content. Make it anew by plan --save FILE.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{file}' cannot be read: {exception.Message}");
        }
        catch (JsonException)
        {
            throw new UsageException($"'{file}' is no saved plan; make one by plan --save FILE.");
        }
    }

    /// <summary>
    /// The approval of whoever starts the program. It expires a day after the plan was made, so the same person cannot approve the same file twice: that is the same
    /// approval, which the history knows.
    /// </summary>
    public PlanApproval Approve(IReadOnlyCollection<ViolationKind> lifts)
    {
        if (lifts.Except(Violations.Select(violation => violation.Kind)).Take(1).ToArray() is [var other]) throw new UsageException($"The saved plan does not break {other}; approve only what it breaks.");
        return PlanApproval.Of(Fingerprint, lifts, Environment.UserName, Created + Validity, Changes);
    }

    private string Sum() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this with { Checksum = "" }, Style)));
}

/// <summary>A violation of a saved plan.</summary>
internal sealed record SavedViolation(ViolationKind Kind, string Message);
