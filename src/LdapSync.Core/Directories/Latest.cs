namespace LdapSync.Directories;

/// <summary>Keeps what was told last, and passes it on. Not <see cref="Progress{T}"/>, which tells later, on another thread.</summary>
/// <param name="listener">Who is told too.</param>
internal sealed class Latest<T>(IProgress<T>? listener = null) : IProgress<T>
    where T : class
{
    /// <summary>Null before the first time.</summary>
    public T? Value { get; private set; }

    public void Report(T value)
    {
        Value = value;
        listener?.Report(value);
    }
}
