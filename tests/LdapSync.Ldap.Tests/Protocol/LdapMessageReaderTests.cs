namespace LdapSync.Ldap.Protocol;

public class LdapMessageReaderTests
{
    private static readonly byte[] Done = Convert.FromHexString("300C02010165070A010004000400");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(1000)]
    public async Task Messages_are_cut_the_same_however_they_arrive(int chunk)
    {
        var reader = new LdapMessageReader(new ChunkedStream([.. Done, .. Done, .. Done], chunk));

        for (var i = 0; i < 3; i++) (await ReadAsync(reader)).Should().Equal(Done);
        reader.HasUnread.Should().BeFalse();
        (await FluentActions.Awaiting(() => ReadAsync(reader)).Should().ThrowAsync<EndOfStreamException>()).WithMessage("*closed the connection");
    }

    [Fact]
    public async Task A_message_larger_than_the_buffer_is_read_whole()
    {
        var body = new byte[1_000_000];
        Array.Fill(body, (byte)'x');
        byte[] message = [0x30, 0x83, 0x0F, 0x42, 0x40, .. body];
        var reader = new LdapMessageReader(new ChunkedStream([.. Done, .. message, .. Done], 7_001));

        (await ReadAsync(reader)).Should().Equal(Done);
        (await ReadAsync(reader)).AsSpan().SequenceEqual(message).Should().BeTrue();
        (await ReadAsync(reader)).Should().Equal(Done);
    }

    [Fact]
    public async Task Every_cut_inside_a_message_is_an_end_of_stream()
    {
        for (var length = 0; length < Done.Length; length++)
        {
            var reader = new LdapMessageReader(new MemoryStream(Done[..length]));
            var end = (await FluentActions.Awaiting(() => ReadAsync(reader)).Should().ThrowAsync<EndOfStreamException>()).Which;
            end.Message.Contains("inside", StringComparison.Ordinal).Should().Be(length > 0);
        }
    }

    [Theory]
    [InlineData("48545450", "found 48")] // HTTP
    [InlineData("1503010002", "found 15")] // a TLS alert
    [InlineData("30800000", "indefinite")]
    [InlineData("30850000000001", "more than four")]
    [InlineData("30FF", "more than four")]
    [InlineData("3084FFFFFFFF", "two gigabytes")]
    [InlineData("30847FFFFFFF", "a message of 2147483647 bytes")]
    [InlineData("308401000001", "a message of 16777217 bytes")]
    public async Task What_is_no_message_or_too_large_a_one_is_refused_at_its_header(string hex, string reason)
    {
        var reader = new LdapMessageReader(new MemoryStream(Convert.FromHexString(hex)));

        (await FluentActions.Awaiting(() => ReadAsync(reader)).Should().ThrowAsync<InvalidDataException>()).WithMessage($"*{reason}*");
    }

    [Fact]
    public async Task Memory_follows_what_has_arrived_and_not_what_is_claimed()
    {
        var reader = new LdapMessageReader(new MemoryStream(Convert.FromHexString("308400FFFFFF0201")));
        var before = GC.GetAllocatedBytesForCurrentThread();

        await FluentActions.Awaiting(() => ReadAsync(reader)).Should().ThrowAsync<EndOfStreamException>();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1 << 20);
    }

    private static async Task<byte[]> ReadAsync(LdapMessageReader reader) => (await reader.ReadAsync(TestContext.Current.CancellationToken)).ToArray();

    /// <summary>Gives at most so many octets at once.</summary>
    private sealed class ChunkedStream(byte[] content, int chunk) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, chunk)], cancellationToken);
    }
}
