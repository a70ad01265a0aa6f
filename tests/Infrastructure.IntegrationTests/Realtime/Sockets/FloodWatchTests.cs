using System.Buffers.Binary;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Sockets;

[Parallelizable(ParallelScope.All)]
public sealed class FloodWatchTests
{
    private const byte Continuation = 0x00, Text = 0x81, Binary = 0x82, Close = 0x88, Ping = 0x89, Pong = 0x8A;

    [Test]
    public void Count_HoweverTheBytesAreCut_CountsWhatBeginsNoMessage([Range(1, 40)] int seed)
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

        var watch = new FloodWatch(1_000);
        var counted = 0;
        var rest = sent.ToArray().AsSpan();
        while (!rest.IsEmpty)
        {
            var piece = rest[..Math.Min(rest.Length, random.Next(3) == 0 ? random.Next(1, 4) : random.Next(1, 9_000))];
            counted += watch.Count(piece);
            rest = rest[piece.Length..];
        }

        Assert.That(counted, Is.EqualTo(expected));
    }

    [Test]
    public void IsExceededBy_WhenTwoSecondsWorthCameAtOnce_IsTrueForTheNextUntilItWasEarned()
    {
        var watch = new FloodWatch(10);

        var burst = watch.IsExceededBy(Frames(Ping, 20), now: 5_000);
        var early = watch.IsExceededBy(Frames(Ping, 1), now: 5_050);
        var late = watch.IsExceededBy(Frames(Ping, 10), now: 6_100);

        Assert.That((burst, early, late), Is.EqualTo((false, true, false)));
    }

    [Test]
    public void IsExceededBy_WhenMessagesCome_IsFalse()
    {
        var watch = new FloodWatch(10);

        Assert.That(watch.IsExceededBy(Frames(Text, 10_000), now: 5_000), Is.False);
    }

    private static byte[] Frames(byte first, int count) => [.. Enumerable.Repeat(Frame(first, 0, isMasked: true), count).SelectMany(frame => frame)];

    // The payload is what looks most like headers.
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
