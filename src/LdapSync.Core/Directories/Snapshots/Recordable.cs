namespace LdapSync.Directories.Snapshots;

/// <summary>What may be recorded: entries that can be known again, and no secrets.</summary>
internal static class Recordable
{
    /// <exception cref="RecordingException">It asks for a secret.</exception>
    public static void Check(DirectoryQuery query)
    {
        if (query.Attributes.Any(SecretAttributes.IsSecret)) throw new RecordingException("the settings ask for an attribute that holds passwords or keys, which are never recorded");
    }

    /// <summary>The stable id of an entry.</summary>
    /// <exception cref="RecordingException">It has none, or it holds a secret.</exception>
    public static Guid IdOf(LdapEntry entry)
    {
        foreach (var attribute in entry.Attributes)
        {
            if (SecretAttributes.IsSecret(attribute)) throw new RecordingException("an entry came with a password or key, which is never recorded");
        }
        return StableId.Find(entry) ?? throw new RecordingException("an entry has no stable id");
    }
}
