using System.Buffers.Binary;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Sockets;

[Parallelizable(ParallelScope.All)]
public sealed class ControlFrameLimitTests
{
    private const byte Continuation = 0x00, Text = 0x81, Binary = 0x82, Close = 0x88, Ping = 0x89, Pong = 0x8A;

    [Test]
    public void Count_WhenTheBytesAreSplitAnywhere_CountsControlAndContinuationFrames([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        byte[] kinds = [Continuation, 0x80, Text, 0x01, Binary, Close, Ping, Pong];
        var sent = new List<byte>();
        var expected = 0;
        for (var i = 0; i < 50; i++)
        {
            var kind = kinds[random.Next(kinds.Length)];
            var length = random.Next(4) switch { 0 => 0, 1 => random.Next(126), 2 => random.Next(126, 5_000), _ => random.Next(60_000, 70_000) };
            sent.AddRange(Frame(kind, length, isMasked: random.Next(5) > 0));
            expected += (kind & 0x0F) is 0x00 or 0x08 or 0x09 or 0x0A ? 1 : 0;
        }

        var limit = new ControlFrameLimit(1_000, TimeProvider.System);
        var counted = 0;
        var rest = sent.ToArray().AsSpan();
        while (!rest.IsEmpty)
        {
            var piece = rest[..Math.Min(rest.Length, random.Next(3) == 0 ? random.Next(1, 4) : random.Next(1, 9_000))];
            counted += limit.Count(piece);
            rest = rest[piece.Length..];
        }

        Assert.That(counted, Is.EqualTo(expected));
    }

    [Test]
    public void TryTake_WhenABurstIsUsedUp_IsFalseUntilTheNextToken()
    {
        var clock = Some.Clock();
        var limit = new ControlFrameLimit(10, clock);

        var burst = limit.TryTake(Frames(Ping, 20));
        clock.Advance(TimeSpan.FromMilliseconds(50));
        var early = limit.TryTake(Frames(Ping, 1));
        clock.Advance(TimeSpan.FromMilliseconds(1_050));
        var late = limit.TryTake(Frames(Ping, 10));

        Assert.That((burst, early, late), Is.EqualTo((true, false, true)));
    }

    [Test]
    public void TryTake_WhenMessagesCome_IsTrue()
    {
        var limit = new ControlFrameLimit(10, Some.Clock());

        Assert.That(limit.TryTake(Frames(Text, 10_000)), Is.True);
    }

    private static byte[] Frames(byte first, int count) => [.. Enumerable.Repeat(Frame(first, 0, isMasked: true), count).SelectMany(frame => frame)];

    // Creates a frame whose payload resembles frame headers.
    private static byte[] Frame(byte first, int length, bool isMasked)
    {
        var mask = isMasked ? 0x80 : 0;
        byte[] header = length switch
        {
            < 126 => [first, (byte)(mask | length)],
            <= ushort.MaxValue => [first, (byte)(mask | 126), .. BigEndian(length, 2)],
            _ => [first, (byte)(mask | 127), .. BigEndian(length, 8)],
        };
        return [.. header, .. Enumerable.Repeat(Ping, length + (isMasked ? 4 : 0))];
    }

    private static byte[] BigEndian(long value, int size)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes[^size..];
    }
}
