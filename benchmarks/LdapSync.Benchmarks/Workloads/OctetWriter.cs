using System.Globalization;

namespace LdapSync.Benchmarks.Workloads;

/// <summary>Writes octets one behind the other into memory that is large enough.</summary>
internal ref struct OctetWriter(Span<byte> memory)
{
    private readonly Span<byte> _memory = memory;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _memory[..Length];

    public void Add(byte octet) => _memory[Length++] = octet;

    public void Add(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(_memory[Length..]);
        Length += octets.Length;
    }

    public void Add(int number, ReadOnlySpan<char> format = default)
    {
        number.TryFormat(_memory[Length..], out var written, format, CultureInfo.InvariantCulture);
        Length += written;
    }

    public void Add(Guid id)
    {
        id.TryFormat(_memory[Length..], out var written);
        Length += written;
    }
}
