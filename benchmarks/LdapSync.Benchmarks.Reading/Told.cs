using LdapSync.Directories;

namespace LdapSync.Benchmarks.Reading;

/// <summary>Keeps the token of a read.</summary>
internal sealed class Told : IProgress<ChangeToken>
{
    public ChangeToken? Value { get; private set; }

    public void Report(ChangeToken value) => Value = value;
}
