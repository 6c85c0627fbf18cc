namespace LdapSync.Directories.Snapshots;

/// <summary>Something about a recording that leaves a doubt, as the end of a sentence. It never leaves <see cref="IncrementalSource"/>: the answer is a complete read.</summary>
internal sealed class RecordingException(string found) : Exception(found)
{
    /// <summary>What to say of any failure. What an exception that nobody documents says may hold people's data, so only its type is told.</summary>
    public static string Describe(Exception exception) => exception is RecordingException or SyncException ? exception.Message.TrimEnd('.') : $"it failed with {exception.GetType().Name}";
}
