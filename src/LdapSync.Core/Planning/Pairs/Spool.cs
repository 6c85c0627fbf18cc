using System.Buffers.Binary;

namespace LdapSync.Planning.Pairs;

/// <summary>
/// Records that are written once and hardly ever read: in memory, and beyond a limit in a temporary file that only this user can read. The file has no name where the
/// system allows that, so nothing is left of it even when the process is killed; else it goes with its handle.
/// </summary>
/// <param name="limit">How many octets may stay in memory.</param>
/// <param name="open">Opens the file; default: in the folder for temporary files.</param>
internal sealed class Spool(long limit = Spool.UsualLimit, Func<FileStream>? open = null)
{
    /// <summary>What about two hundred thousand entries take.</summary>
    public const long UsualLimit = 16L << 20;

    private const int Prefix = sizeof(int);
    private const int UsualRecord = 512;

    private readonly OctetBlocks _blocks = new();
    private FileStream? _file;
    private int _written;
    private byte[] _read = new byte[UsualRecord];
    private byte[] _block = [];
    private int _blockRead = -1;

    /// <summary>Adds a record.</summary>
    /// <returns>Its place.</returns>
    /// <exception cref="SourceException">The file cannot be made or written.</exception>
    public uint Add(ReadOnlySpan<byte> record)
    {
        record.CopyTo(Free(record.Length));
        return Keep(record.Length);
    }

    /// <summary>Where a record may be written.</summary>
    /// <param name="longest">How many octets it may have.</param>
    public Span<byte> Free(int longest) => _blocks.Free(Prefix + longest)[Prefix..];

    /// <summary>Keeps the record that was written to the free place.</summary>
    /// <returns>Its place.</returns>
    /// <exception cref="SourceException">The file cannot be made or written.</exception>
    public uint Keep(int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_blocks.Free(Prefix + length), length);
        var place = _blocks.Keep(Prefix + length);
        if ((long)(_blocks.Blocks - _written) * OctetBlocks.BlockSize > limit) WriteOut();
        return place;
    }

    /// <summary>The record at a place; valid until the next is read or added.</summary>
    /// <exception cref="SourceException">The file cannot be read.</exception>
    public ReadOnlySpan<byte> Read(uint place)
    {
        var block = OctetBlocks.BlockOf(place);
        if (block >= _written || block == _blockRead)
        {
            ReadOnlySpan<byte> record = block >= _written ? _blocks.At(place) : _block.AsSpan((int)(OctetBlocks.PositionOf(place) % OctetBlocks.BlockSize));
            return record.Slice(Prefix, BinaryPrimitives.ReadInt32LittleEndian(record));
        }
        var found = ReadFile(place, Prefix, UsualRecord, ref _read);
        var length = Prefix + BinaryPrimitives.ReadInt32LittleEndian(found);
        if (length > found.Length) found = ReadFile(place, length, length, ref _read);
        return found[Prefix..length];
    }

    /// <summary>The places of all records, in the order in which they were added; to be read at once, one after the other.</summary>
    /// <exception cref="SourceException">The file cannot be read.</exception>
    public IEnumerable<uint> Places()
    {
        for (var block = 0; block < _blocks.Blocks; block++)
        {
            var (place, end) = (OctetBlocks.PlaceOf(block), OctetBlocks.PlaceOf(block) + OctetBlocks.Units(_blocks.FilledOf(block)));
            if (block < _written)
            {
                ReadFile(place, _blocks.FilledOf(block), OctetBlocks.BlockSize, ref _block);
                _blockRead = block;
            }
            while (place < end)
            {
                var length = Read(place).Length;
                yield return place;
                place += OctetBlocks.Units(Prefix + length);
            }
        }
        (_block, _blockRead) = ([], -1);
    }

    /// <summary>Gives memory and file back.</summary>
    public void Clear()
    {
        _blocks.Clear();
        _file?.Dispose();
    }

    /// <summary>Writes out all blocks but the last, which is not full yet.</summary>
    private void WriteOut()
    {
        try
        {
            _file ??= (open ?? Open)();
            for (; _written < _blocks.Blocks - 1; _written++)
            {
                RandomAccess.Write(_file.SafeFileHandle, _blocks.Block(_written), (long)_written * OctetBlocks.BlockSize);
                _blocks.Drop(_written);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var needed = _blocks.Blocks;
            Clear(); // lest the file keep the room that is wanted
            throw new SourceException(
                $"The entries that were read are more than memory shall hold, and the temporary file for the rest could not be written in '{Path.GetTempPath()}': {failure.Message} "
                + $"Make room there (some {needed} MB were needed so far), or name another folder (TMPDIR, on Windows TMP). Nothing was planned.",
                failure);
        }
    }

    private ReadOnlySpan<byte> ReadFile(uint place, int least, int length, ref byte[] into)
    {
        if (into.Length < length) into = new byte[length];
        try
        {
            var (read, more) = (0, 1);
            for (; read < least && more > 0; read += more) more = RandomAccess.Read(_file!.SafeFileHandle, into.AsSpan(read, length - read), OctetBlocks.PositionOf(place) + read);
            return read >= least ? into.AsSpan(0, read) : throw new EndOfStreamException("It is shorter than it was.");
        }
        catch (IOException failure)
        {
            throw new SourceException($"The temporary file in '{Path.GetTempPath()}', which holds entries that were read, could not be read again: {failure.Message} Sync again.", failure);
        }
    }

    internal static FileStream Open()
    {
        var path = Path.Combine(Path.GetTempPath(), $"ldapsync-{Path.GetRandomFileName()}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (OperatingSystem.IsWindows()) options.Options = FileOptions.DeleteOnClose;
        else options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return file;
    }
}
