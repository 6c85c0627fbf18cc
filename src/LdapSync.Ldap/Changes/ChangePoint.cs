using LdapSync.Directories;

namespace LdapSync.Ldap.Changes;

/// <summary>What a <see cref="ChangeToken"/> of this package says: a moment of one server, for one question.</summary>
/// <param name="Kind">How the changes are told: <see cref="DirSyncFeed.Kind"/> or <see cref="SyncReplFeed.Kind"/>.</param>
/// <param name="Server">Which server, as a URL.</param>
/// <param name="Digest">Everything that has to be the same when the changes are asked for (<see cref="QueryDigest"/>).</param>
/// <param name="State">How far the server was then; it must not be less far later.</param>
/// <param name="Cookie">The server's own words for the moment.</param>
internal sealed record ChangePoint(string Kind, string Server, string Digest, string State, ReadOnlyMemory<byte> Cookie)
{
    // Changes when tokens of before would be misunderstood.
    private const string Version = "1";

    public ChangeToken ToToken() => new(string.Join(' ', Version, Kind, Server, Digest, State, Convert.ToBase64String(Cookie.Span)));

    /// <summary>Null where the token is of another version, or none of ours.</summary>
    public static ChangePoint? Read(ChangeToken token)
    {
        if (token.Value.Split(' ') is not [Version, var kind, var server, var digest, var state, var text]) return null;
        var cookie = new byte[text.Length];
        return Convert.TryFromBase64String(text, cookie, out var length) && length > 0 ? new ChangePoint(kind, server, digest, state, cookie.AsMemory(0, length)) : null;
    }
}
