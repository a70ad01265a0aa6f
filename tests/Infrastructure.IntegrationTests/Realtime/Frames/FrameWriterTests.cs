using System.Buffers.Binary;
using System.Text.Json;
using VideoChat.Application.Realtime;
using VideoChat.Application.Serialization;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Realtime.Frames;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Frames;

public sealed class FrameWriterTests
{
    private static readonly int ShortestError = Payload(Error(0)).Length;

    private static IEnumerable<int> PayloadLengths() =>
        [.. Enumerable.Range(ShortestError, 125 - ShortestError + 1), 126, 127, 128, 65_534, 65_535, 65_536, 65_537, 200_000];

    [TestCaseSource(nameof(PayloadLengths))]
    public void Write_WithAnyPayload_IsOneFinalUnmaskedTextFrame(int length)
    {
        var frame = Error(length - ShortestError);

        var batch = FrameWriter.Write(frame);

        var (opcode, payload, rest) = Parse(batch.Bytes.Span);
        Assert.That(opcode, Is.EqualTo(0x81));
        Assert.That(payload, Is.EqualTo(Payload(frame)));
        Assert.That(payload, Has.Length.EqualTo(length));
        Assert.That(rest, Is.Zero);
        Assert.That(batch.FrameCount, Is.EqualTo(1));
    }

    [Test]
    public void Write_WhenGivenSeveralEvents_WritesTheirFramesOneAfterTheOther()
    {
        var (room, user) = (Some.Room(), Some.User());
        var events = Enumerable.Range(7, 4).Select(seq => Some.Message(room, user, seq)).ToList();

        var batch = FrameWriter.Write(Some.Position(6), events);

        Assert.That((batch.FirstSeq, batch.LastSeq), Is.EqualTo((7L, 10L)));
        Assert.That(batch.Frames.FrameCount, Is.EqualTo(4));
        for (var i = 0; i < events.Count; i++)
        {
            var (_, payload, rest) = Parse(batch.Bytes.Span[batch.Offsets[i]..]);
            Assert.That(payload, Is.EqualTo(Payload(EventFormats.ToFrame(events[i]))));
            Assert.That(batch.Bytes.Length - rest, Is.EqualTo(i + 1 < events.Count ? batch.Offsets[i + 1] : batch.Bytes.Length));
        }
    }

    [Test]
    public void Ping_WhenWritten_IsAFinalPingWithoutPayload()
    {
        var (opcode, payload, rest) = Parse(FrameWriter.Ping.Bytes.Span);

        Assert.That(opcode, Is.EqualTo(0x89));
        Assert.That(payload, Is.Empty);
        Assert.That(rest, Is.Zero);
    }

    private static ErrorFrame Error(int messageLength) => new("c", new string('x', messageLength), Some.Time);

    private static byte[] Payload(RoomFrame frame) => JsonSerializer.SerializeToUtf8Bytes(frame, VideoChatJson.Options);

    /// <summary>Parses a frame (RFC 6455, §5.2). The length must have its shortest form.</summary>
    private static (int Opcode, byte[] Payload, int Left) Parse(ReadOnlySpan<byte> bytes)
    {
        Assert.That(bytes[1] & 0x80, Is.Zero, "a server's frame is not masked");
        var (header, length) = bytes[1] switch
        {
            127 => (10, checked((int)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]))),
            126 => (4, BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])),
            var small => (2, small),
        };
        Assert.That(header, Is.EqualTo(length < 126 ? 2 : length < 65_536 ? 4 : 10), "the length is written in its shortest form");
        return (bytes[0], bytes.Slice(header, length).ToArray(), bytes.Length - header - length);
    }
}
