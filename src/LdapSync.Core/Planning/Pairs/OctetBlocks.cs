using System.Buffers;
using System.Diagnostics;

namespace LdapSync.Planning.Pairs;

/// <summary>
/// Octets in blocks that are rented, for records of which none crosses from one block to the next. A record is known by its place: how many units of eight octets
/// stand before it. Blocks that are not given back are left to the garbage collector.
/// </summary>
internal sealed class OctetBlocks
{
    /// <summary>How many octets a record may have.</summary>
    public const int LongestRecord = BlockSize / 8;

    public const int BlockSize = 1 << 20;

    private const int Unit = 8;
    private const int UnitsInBlock = BlockSize / Unit;

    private readonly List<byte[]?> _blocks = [];
    private readonly List<int> _filled = [];

    public int Blocks => _blocks.Count;

    /// <summary>Where a record that is about to be written may go, all of it to be overwritten. Behind each are as many octets as are compared at once.</summary>
    public Span<byte> Free(int length)
    {
        Debug.Assert(length <= LongestRecord, "Records are short beside blocks.");
        if (_blocks.Count == 0 || BlockSize - _filled[^1] < length + PlainAddress.Window)
        {
            _blocks.Add(ArrayPool<byte>.Shared.Rent(BlockSize));
            _filled.Add(0);
        }
        return _blocks[^1].AsSpan(_filled[^1], length);
    }

    /// <summary>Keeps what was written to the free place.</summary>
    /// <returns>The place of the record.</returns>
    public uint Keep(int length)
    {
        var place = (uint)(((_blocks.Count - 1) * UnitsInBlock) + (_filled[^1] / Unit));
        _filled[^1] += (int)Units(length) * Unit;
        return place;
    }

    /// <summary>The record at a place, and what follows it.</summary>
    public Span<byte> At(uint place) => _blocks[(int)(place / UnitsInBlock)].AsSpan((int)(place % UnitsInBlock) * Unit);

    /// <summary>How many octets of a block are taken.</summary>
    public int FilledOf(int block) => _filled[block];

    /// <summary>The octets of a block, as far as it is filled.</summary>
    public Span<byte> Block(int number) => _blocks[number].AsSpan(0, _filled[number]);

    /// <summary>The place of the first record of a block.</summary>
    public static uint PlaceOf(int block) => (uint)block * UnitsInBlock;

    /// <summary>The block that has a place.</summary>
    public static int BlockOf(uint place) => (int)(place / UnitsInBlock);

    /// <summary>How many octets stand before a place, that which ends a block included.</summary>
    public static long PositionOf(uint place) => (long)place * Unit;

    /// <summary>How many units octets take, the last one perhaps not all of it.</summary>
    public static uint Units(int length) => (uint)((length + Unit - 1) / Unit);

    /// <summary>Gives a block back; what stood in it is lost, its places stay taken.</summary>
    public void Drop(int number)
    {
        if (_blocks[number] is not { } block) return;
        ArrayPool<byte>.Shared.Return(block);
        _blocks[number] = null;
    }

    /// <summary>Gives everything back.</summary>
    public void Clear()
    {
        for (var i = 0; i < _blocks.Count; i++) Drop(i);
        _blocks.Clear();
        _filled.Clear();
    }
}
