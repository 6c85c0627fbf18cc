using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LdapSync.Planning;

/// <summary>
/// The name of a plan: SHA-256, in lower-case hexadecimal, over every change in order and every setting that takes part in the decision (R15). Each field
/// goes in behind its length, so no two different plans have the same octets. The secrets, and where the directory is, stay out.
/// </summary>
internal sealed class PlanFingerprint : IDisposable
{
    // A new number whenever the canonical form changes: an approval of an older form is then stale, not wrong.
    private const string Form = "LdapSync plan 1";

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _filled;

    private PlanFingerprint()
    {
    }

    public static string Of(IReadOnlyList<AccountChange> changes, SyncOptions options)
    {
        using var fingerprint = new PlanFingerprint();
        fingerprint.Add(Form);
        fingerprint.Add(options);
        foreach (var change in changes)
        {
            fingerprint.Add((int)change.Kind);
            fingerprint.Add(change.Account.Canonical);
            fingerprint.Add(change.NewAddress?.Canonical);
            fingerprint.Add(change.From?.Canonical);
            fingerprint.Add(change.Alias?.Canonical);
            fingerprint.Add((int?)change.AccountKind);
            fingerprint.Add(change.SourceId);
        }
        return fingerprint.Finish();
    }

    public void Dispose() => _hash.Dispose();

    private void Add(SyncOptions options)
    {
        Add(options.BaseDns);
        Add(options.SearchFilter);
        Add(options.EmailAttribute);
        Add(options.AliasAttributes);
        Add(options.DistributionListAttribute);
        Add(options.DistributionListValue);
        Add(options.Exclusions);
        Add((int)options.ExclusionMode);
        Add(options.Domains);
        Add([.. options.DomainAliases.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => new[] { pair.Key, pair.Value })]);
        Add((int)options.ForeignPrimary);
        Add((int)options.DisabledAccounts);
        Add(options.Limits.AccountAdds);
        Add(options.Limits.AccountDeletes);
        Add(options.Limits.AliasAdds);
        Add(options.Limits.AliasDeletes);
        Add(options.Limits.Total);
        Add(options.Limits.Percent.AccountAdds);
        Add(options.Limits.Percent.AccountDeletes);
        Add(options.Limits.Percent.AliasAdds);
        Add(options.Limits.Percent.AliasDeletes);
        Add(options.Limits.Percent.Total);
        Add(options.Limits.PercentFloor);
        Add(options.Guards.MaxDeletePercent);
        Add(options.Guards.MinAccounts);
        Add((int)options.OnViolation);
        Add(options.AllowEmptyDirectory ? 1 : 0);
        Add((int)options.Provisional);
        Add((int)options.Owns);
        Add(options.DeleteAfter.Runs);
        Add(options.DeleteAfter.Time?.ToString("c", CultureInfo.InvariantCulture));
    }

    private void Add(IReadOnlyCollection<string> values)
    {
        Add(values.Count);
        foreach (var value in values) Add(value);
    }

    // Without trailing zeros: 50 and 50.0 are one number.
    private void Add(decimal? number) => Add(number?.ToString("G29", CultureInfo.InvariantCulture));

    private void Add(int? number) => Add(number?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Nothing and the empty text differ: null has the length -1.</summary>
    private void Add(string? text)
    {
        var longest = sizeof(int) + Encoding.UTF8.GetMaxByteCount(text?.Length ?? 0);
        if (longest > _buffer.Length - _filled) Flush();
        if (longest > _buffer.Length)
        {
            // A setting longer than the buffer, say a filter of many pages.
            var large = Encoding.UTF8.GetBytes(text!);
            _filled = WriteLength(large.Length);
            Flush();
            _hash.AppendData(large);
            return;
        }
        var octets = text is null ? -1 : Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_filled + sizeof(int)));
        _filled += WriteLength(octets) + Math.Max(0, octets);
    }

    private int WriteLength(int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_filled), length);
        return sizeof(int);
    }

    private void Flush()
    {
        _hash.AppendData(_buffer, 0, _filled);
        _filled = 0;
    }

    private string Finish()
    {
        Flush();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }
}
