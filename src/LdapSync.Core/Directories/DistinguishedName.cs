using System.Diagnostics.CodeAnalysis;

namespace LdapSync.Directories;

/// <summary>A distinguished name (RFC 4514) as this library compares it. Immutable.</summary>
public sealed class DistinguishedName : IEquatable<DistinguishedName>
{
    private DistinguishedName() => throw new NotSupportedException();

    /// <summary>Reads a distinguished name.</summary>
    /// <exception cref="FormatException">The text is not a distinguished name; the message says where.</exception>
    public static DistinguishedName Parse(string text) => throw new NotSupportedException();

    /// <summary>Reads a distinguished name; on failure <paramref name="reason"/> says what is wrong and where.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out DistinguishedName? dn, [NotNullWhen(false)] out string? reason) => throw new NotSupportedException();

    /// <summary>Whether this name is the other or stands below it.</summary>
    public bool IsAtOrBelow(DistinguishedName ancestor) => throw new NotSupportedException();

    /// <inheritdoc/>
    public bool Equals(DistinguishedName? other) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DistinguishedName);

    /// <inheritdoc/>
    public override int GetHashCode() => throw new NotSupportedException();

    /// <summary>The name as it was spelled.</summary>
    public override string ToString() => throw new NotSupportedException();
}
