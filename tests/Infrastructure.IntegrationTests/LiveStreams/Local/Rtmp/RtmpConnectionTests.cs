using System.Text;
using VideoChat.Infrastructure.LiveStreams.Local.Rtmp;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams.Local.Rtmp;

public sealed class RtmpConnectionTests
{
    private static readonly byte[] Handshake = [3, .. new byte[1_536], .. new byte[1_536]];

    [Test]
    public async Task ReadPublishAsync_WhenFfmpegPublishes_ReturnsTheNameItGives()
    {
        var connection = new RtmpConnection(new Conversation([.. Handshake, .. Recording.Bytes]));

        var name = await connection.ReadPublishAsync(CancellationToken.None);

        Assert.That(name, Is.EqualTo(Recording.Key));
    }

    [Test]
    public async Task ReadPublishAsync_WhenFfmpegPublishes_AnswersWhatItWaitsFor()
    {
        var conversation = new Conversation([.. Handshake, .. Recording.Bytes]);

        await new RtmpConnection(conversation).ReadPublishAsync(CancellationToken.None);

        var answers = new ChunkReader().ReadAll(conversation.Said.AsSpan(1 + 2 * 1_536), 1_000);
        Assert.That(
            answers.Where(m => m.Type == RtmpMessageType.Command)
                .Select(m => RtmpCommand.Read(new RtmpMessage(m.Type, 0, 0, m.Payload)))
                .Select(c => (c.Name, c.Transaction)),
            Is.EqualTo(new[] { ("_result", 1.0), ("_result", 2.0), ("_result", 3.0), ("_result", 4.0) }));
    }

    [Test]
    public async Task ReadAsync_WhenAccepted_ContinuesWithTheMetadata()
    {
        var connection = new RtmpConnection(new Conversation([.. Handshake, .. Recording.Bytes]));
        await connection.ReadPublishAsync(CancellationToken.None);

        await connection.AcceptAsync(CancellationToken.None);

        var message = await connection.ReadAsync(CancellationToken.None);
        Assert.That(message!.Value.Type, Is.EqualTo(RtmpMessageType.Data));
        Assert.That(Encoding.ASCII.GetString(message.Value.Payload.Span), Does.Contain("onMetaData"));
    }

    [Test]
    public void ReadPublishAsync_WhenTheApplicationIsAnother_Refuses()
    {
        var bytes = Recording.Bytes;
        var app = bytes.AsSpan().IndexOf("live"u8);
        bytes[app] = (byte)'d';
        var connection = new RtmpConnection(new Conversation([.. Handshake, .. bytes]));

        Assert.That(() => connection.ReadPublishAsync(CancellationToken.None), Throws.InstanceOf<RtmpException>());
    }

    [Test]
    public void ReadPublishAsync_WhenMediaComesFirst_Refuses()
    {
        var connection = new RtmpConnection(new Conversation([.. Handshake, .. Chunks.Of([1, 2, 3], 128, 4, 0)]));

        Assert.That(() => connection.ReadPublishAsync(CancellationToken.None), Throws.InstanceOf<RtmpException>());
    }

    [Test]
    public void ReadPublishAsync_WhenItNeverComesToPublish_RefusesSoon()
    {
        var acknowledgement = Chunks.Of(new byte[4], 128, 3, 0, RtmpMessageType.Acknowledgement);
        var conversation = new Conversation([.. Handshake, .. Enumerable.Repeat(acknowledgement, 20_000).SelectMany(b => b)]);

        Assert.That(
            () => new RtmpConnection(conversation).ReadPublishAsync(CancellationToken.None), Throws.InstanceOf<RtmpException>());
        Assert.That(conversation.BytesRead, Is.LessThan(200_000));
    }

    [Test]
    public void ReadPublishAsync_WhenItIsHttp_Refuses()
    {
        var connection = new RtmpConnection(new Conversation("GET / HTTP/1.1\r\n\r\n"u8.ToArray()));

        Assert.That(() => connection.ReadPublishAsync(CancellationToken.None), Throws.InstanceOf<RtmpException>());
    }

    [FsCheck.NUnit.Property(MaxTest = 1_000)]
    public void ReadPublishAsync_WhenTheRecordingIsSpoilt_ReturnsOrRefuses(byte[] noise, ushort place)
    {
        var bytes = Recording.Bytes[..425];
        for (var i = 0; i < noise.Length; i++)
            bytes[(place + i * 37) % bytes.Length] ^= noise[i];

        ReadOrRefuse(bytes);
    }

    [FsCheck.NUnit.Property(MaxTest = 1_000)]
    public void ReadPublishAsync_WhenACommandIsArbitrary_Refuses(byte[] values, bool isConnect)
    {
        byte[] name = isConnect ? [.. "\u0002\0\u0007connect"u8] : [.. "\u0002\0\u0007publish"u8];
        byte[] payload = [.. name, 0, .. new byte[8], .. values];

        ReadOrRefuse(Chunks.Of(payload, 128, 3, 0, RtmpMessageType.Command));
    }

    private static void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            // The conversation contains all bytes, so no read waits.
            new RtmpConnection(new Conversation([.. Handshake, .. bytes]))
                .ReadPublishAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is RtmpException or EndOfStreamException)
        {
            // The bytes were refused, or the peer has disconnected.
        }
    }

    /// <summary>A peer that sends fixed bytes and ignores the answers.</summary>
    private sealed class Conversation(byte[] says) : MemoryStream(says)
    {
        private readonly MemoryStream _said = new();

        public byte[] Said => _said.ToArray();

        public long BytesRead => Position;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            _said.WriteAsync(buffer, cancellationToken);
    }
}
