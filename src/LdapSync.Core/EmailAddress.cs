using System.Diagnostics.CodeAnalysis;

namespace LdapSync;

/// <summary>
/// A mail address as this library compares it: without case, the domain as IDNA A-labels, the spelling it arrived in kept for showing.
/// Two spellings of one mailbox are equal (<c>Info@Bücher.example</c> and <c>info@xn--bcher-kva.example</c>).
/// </summary>
/// <remarks>
/// Accepted: a dot-atom of RFC 5321 section 4.1.2, extended to UTF-8 by RFC 6531 (apostrophes and plus signs included), one <c>@</c>, and a domain of at
/// least two labels; at most 64 octets before the <c>@</c> and 254 in all. Quoted local parts, comments and address literals are not mailboxes of a mail
/// service and are refused. An immutable value, safe to share between threads.
/// </remarks>
public readonly struct EmailAddress : IEquatable<EmailAddress>, IComparable<EmailAddress>, IParsable<EmailAddress>
{
    private readonly string? _text;
    private readonly string? _canonical;

    private EmailAddress(string text, string canonical) => (_text, _canonical) = (text, canonical);

    /// <summary>The form that decides equality and order: lower case, the domain in A-labels. Empty for <c>default</c>.</summary>
    /// <remarks>Letters that share a capital are one letter, as in Unicode's simple case folding: both small sigmas are <c>σ</c>.</remarks>
    public string Canonical => _canonical ?? "";

    /// <summary>The part before the <c>@</c>, canonical.</summary>
    public string LocalPart => Canonical[..Math.Max(0, Canonical.LastIndexOf('@'))];

    /// <summary>The part after the <c>@</c>, canonical (A-labels).</summary>
    public string Domain => Canonical[(Canonical.LastIndexOf('@') + 1)..];

    /// <summary>Reads an address; nothing is trimmed.</summary>
    /// <exception cref="FormatException">The text is not an address; the message says why.</exception>
    public static EmailAddress Parse(string text) =>
        TryParse(text, out var address, out var reason)
            ? address
            : throw new FormatException($"'{text}' is not a mail address: {reason}.");

    /// <summary>Reads an address; nothing is trimmed. On failure <paramref name="reason"/> says in a few words what is wrong.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out EmailAddress address, [NotNullWhen(false)] out string? reason)
    {
        address = default;
        reason = EmailSyntax.Check(text, out var canonical);
        if (reason is not null) return false;
        address = new EmailAddress(text!, canonical);
        return true;
    }

    /// <summary>An address whose canonical form is known, and so known to be one.</summary>
    internal static EmailAddress OfCanonical(string text, string canonical) => new(text, canonical);

    static EmailAddress IParsable<EmailAddress>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<EmailAddress>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out EmailAddress result) =>
        TryParse(s, out result, out _);

    /// <inheritdoc/>
    public bool Equals(EmailAddress other) => string.Equals(Canonical, other.Canonical, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EmailAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    /// <summary>Ordinal order of the canonical forms: the order of every list in a plan.</summary>
    public int CompareTo(EmailAddress other) => string.CompareOrdinal(Canonical, other.Canonical);

    /// <summary>The address as it was spelled where it was read.</summary>
    public override string ToString() => _text ?? "";

    /// <inheritdoc cref="Equals(EmailAddress)"/>
    public static bool operator ==(EmailAddress left, EmailAddress right) => left.Equals(right);

    /// <inheritdoc cref="Equals(EmailAddress)"/>
    public static bool operator !=(EmailAddress left, EmailAddress right) => !left.Equals(right);

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <(EmailAddress left, EmailAddress right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <=(EmailAddress left, EmailAddress right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >(EmailAddress left, EmailAddress right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >=(EmailAddress left, EmailAddress right) => left.CompareTo(right) >= 0;
}
