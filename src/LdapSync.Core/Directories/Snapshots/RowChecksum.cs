using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LdapSync.Directories.Snapshots;

/// <summary>How many rows there are, and SHA-256 over them in their order, each behind its length, and over what is said of them.</summary>
internal sealed class RowChecksum : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Rows { get; private set; }

    public void Add(ReadOnlySpan<byte> octets)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, octets.Length);
        _hash.AppendData(length);
        _hash.AppendData(octets);
        Rows++;
    }

    public string Finish(string header)
    {
        _hash.AppendData(Encoding.UTF8.GetBytes(header));
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();
}
