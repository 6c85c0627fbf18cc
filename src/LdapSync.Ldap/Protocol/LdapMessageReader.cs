namespace LdapSync.Ldap.Protocol;

/// <summary>Cuts a stream into LDAP messages. Memory follows what has arrived, never what a length claims.</summary>
internal sealed class LdapMessageReader(Stream stream, int maxMessageSize = LdapMessageReader.MaxMessageSize)
{
    /// <summary>16 MB: an entry with a hundred thousand values fits, and what a hostile server makes of it in memory is bearable.</summary>
    public const int MaxMessageSize = 16 << 20;

    // Just below the size that would put it on the large object heap.
    private byte[] _buffer = new byte[80_000];
    private int _start;
    private int _end;

    /// <summary>Whether octets have arrived that no message was made of yet.</summary>
    public bool HasUnread => _start < _end;

    /// <summary>The next message, valid until the next call.</summary>
    /// <exception cref="EndOfStreamException">The stream ended.</exception>
    /// <exception cref="InvalidDataException">What arrives is no LDAP message, or one above the limit.</exception>
    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken) =>
        TryTake(out var message) ? new(message) : ReceiveAsync(cancellationToken);

    private async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> message;
        do
        {
            MakeRoom();
            var received = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (received == 0) throw new EndOfStreamException("the server closed the connection" + (HasUnread ? " inside a message" : ""));
            _end += received;
        }
        while (!TryTake(out message));
        return message;
    }

    private bool TryTake(out ReadOnlyMemory<byte> message)
    {
        message = default;
        var unread = _buffer.AsSpan(_start.._end);
        if (unread.IsEmpty) return false;
        if (unread[0] != BerReader.Sequence) throw BerReader.Broken($"a message starts with tag 30, found {unread[0]:X2}");
        var header = 1;
        if (!BerReader.TryReadLength(unread, ref header, out var length)) return false;
        if (length > maxMessageSize) throw BerReader.Broken($"a message of {length} bytes is announced, {maxMessageSize} are accepted");
        if (unread.Length - header < length) return false;

        message = _buffer.AsMemory(_start, header + length);
        _start += header + length;
        return true;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
