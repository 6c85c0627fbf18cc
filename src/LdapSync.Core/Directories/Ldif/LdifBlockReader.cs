namespace LdapSync.Directories.Ldif;

/// <summary>
/// Cuts a stream into blocks: the lines between two empty lines, which is what one LDIF record takes up. All waiting for input happens here, and this is
/// also where memory is bounded: no block, hence no line, may be longer than a limit.
/// </summary>
internal sealed class LdifBlockReader(Stream stream, string file, int maxBlockSize)
{
    private const int FirstSize = 64 * 1024;

    private byte[] _buffer = new byte[Math.Min(FirstSize, maxBlockSize)];
    private int _start; // of the block, or of the empty lines before it
    private int _end; // of what has been read
    private int _line = 1; // of _start
    private bool _ended; // nothing follows _end
    private bool _begun;

    /// <summary>The block that was read last, with the line end of its last line if that has one; valid until the next read.</summary>
    public ReadOnlySpan<byte> Block => _buffer.AsSpan(_start - BlockLength, BlockLength);

    /// <summary>The number of the block's first line.</summary>
    public int Line { get; private set; }

    /// <summary>Whether an empty line follows the block. Without one the file ends there.</summary>
    public bool IsClosed { get; private set; }

    private int BlockLength { get; set; }

    /// <summary>Goes to the next block; false at the end of the file.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (!_begun) await BeginAsync(cancellationToken).ConfigureAwait(false);
        while (!SkipEmptyLines())
        {
            if (_ended) return false;
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        Line = _line;
        var scanned = 0;
        while (!FindEnd(ref scanned))
        {
            if (_ended) return Take(_end - _start, isClosed: false);
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
        return Take(scanned, isClosed: true);
    }

    private bool Take(int length, bool isClosed)
    {
        BlockLength = length;
        IsClosed = isClosed;
        _start += length;
        return true;
    }

    /// <summary>False when what has been read does not yet tell where the empty lines end.</summary>
    private bool SkipEmptyLines()
    {
        while (_start < _end)
        {
            var lineEnd = LineEndAt(_start);
            if (lineEnd < 0) return false;
            if (lineEnd == 0) return true;
            _start += lineEnd;
            _line++;
        }
        return false;
    }

    /// <summary>Looks for a line end that is followed by an empty line, from a position in the block up to which that is settled.</summary>
    private bool FindEnd(ref int scanned)
    {
        while (true)
        {
            var lineEnd = _buffer.AsSpan(_start + scanned, _end - _start - scanned).IndexOf((byte)'\n');
            if (lineEnd < 0) return false;
            var next = scanned + lineEnd + 1;
            var following = _start + next < _end ? LineEndAt(_start + next) : -1;
            if (following < 0 && !_ended) return false;
            _line++;
            scanned = next;
            if (following > 0) return true;
        }
    }

    /// <summary>The length of the line end that stands at a position: 0 for none, -1 when only the next octet will tell.</summary>
    private int LineEndAt(int position) => _buffer[position] switch
    {
        (byte)'\n' => 1,
        (byte)'\r' when position + 1 < _end => _buffer[position + 1] == '\n' ? 2 : 0,
        (byte)'\r' => _ended ? 0 : -1,
        _ => 0,
    };

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length) Grow();
        int read;
        try
        {
            read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            throw new SourceException($"{file} could be read only up to line {_line}: {error.Message}", error);
        }
        _end += read;
        _ended = read == 0;
    }

    private void Grow()
    {
        if (_buffer.Length >= maxBlockSize)
        {
            throw LdifReader.Error(
                file, Line, $"expected an empty line after at most {maxBlockSize:N0} octets, found a longer record; is this an LDIF file?");
        }
        Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, maxBlockSize));
    }

    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        _begun = true;
        while (_end < 3 && !_ended) await FillAsync(cancellationToken).ConfigureAwait(false);
        switch (_buffer.AsSpan(0, _end))
        {
            case [0xEF, 0xBB, 0xBF, ..]:
                _start = 3;
                break;
            case [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]:
                throw LdifReader.Error(file, 1, "expected UTF-8, found UTF-16 (a byte order mark says so); save the file as UTF-8");
        }
    }
}
