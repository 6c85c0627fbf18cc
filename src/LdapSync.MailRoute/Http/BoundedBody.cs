using System.Buffers;

namespace LdapSync.MailRoute.Http;

/// <summary>Reads bodies without trusting their length.</summary>
internal static class BoundedBody
{
    /// <summary>A page of 1000 accounts with thousands of aliases each stays far below it.</summary>
    public const int MostBytes = 32 << 20;

    private const int MostOfErrors = 64 << 10;
    private const int FirstBlock = 16 << 10;

    /// <summary>The whole body.</summary>
    /// <exception cref="UnexpectedAnswerException">It is too long.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken token)
    {
        if (content.Headers.ContentLength > MostBytes) throw TransportErrors.TooLong(MostBytes);
        var (body, isWhole) = await ReadAsync(content, MostBytes, token).ConfigureAwait(false);
        return isWhole ? body : throw TransportErrors.TooLong(MostBytes);
    }

    /// <summary>As much of an error's body as is looked at.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadBeginningAsync(HttpContent content, CancellationToken token)
    {
        var (body, isWhole) = await ReadAsync(content, MostOfErrors, token).ConfigureAwait(false);
        return isWhole ? body : default;
    }

    private static async Task<(ReadOnlyMemory<byte> Body, bool IsWhole)> ReadAsync(HttpContent content, int most, CancellationToken token)
    {
        var expected = (int)Math.Clamp(content.Headers.ContentLength + 1 ?? FirstBlock, FirstBlock, most);
        var body = new ArrayBufferWriter<byte>(expected);
        var stream = await content.ReadAsStreamAsync(token).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            while (true)
            {
                var count = await stream.ReadAsync(body.GetMemory(), token).ConfigureAwait(false);
                if (count == 0) return (body.WrittenMemory, true);
                body.Advance(count);
                if (body.WrittenCount > most) return (default, false);
            }
        }
    }
}
