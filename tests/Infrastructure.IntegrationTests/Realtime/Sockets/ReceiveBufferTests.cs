using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Sockets;

public sealed class ReceiveBufferTests
{
    [Test]
    public void Written_WhenBytesCameInPieces_HasThemAll()
    {
        using var buffer = new ReceiveBuffer(maxBytes: 32_768);
        var sent = Enumerable.Range(0, 32_768).Select(number => (byte)(number % 251)).ToArray();

        var fits = Receive(buffer, sent);

        Assert.That(fits, Is.True);
        Assert.That(buffer.Written.ToArray(), Is.EqualTo(sent));
    }

    [Test]
    public void TryAdvance_WhenThereIsOneByteTooMany_IsFalse()
    {
        using var buffer = new ReceiveBuffer(maxBytes: 32_768);

        var fits = Receive(buffer, new byte[32_769]);

        Assert.That(fits, Is.False);
    }

    [Test]
    public void Free_AfterAnyWrites_HasRoomForAtMostOneByteMoreThanTheLimit()
    {
        using var buffer = new ReceiveBuffer(maxBytes: 5_000);
        buffer.TryAdvance(Math.Min(4_000, buffer.Free.Length));

        while (buffer.Written.Length < 5_000)
            buffer.TryAdvance(Math.Min(buffer.Free.Length, 5_000 - buffer.Written.Length));

        Assert.That(buffer.Free.Length, Is.EqualTo(1));
    }

    [Test]
    public void Clear_WhenSomethingWasReceived_IsEmptyAndGoodForTheNext()
    {
        using var buffer = new ReceiveBuffer(maxBytes: 5_000);
        Receive(buffer, new byte[5_000]);

        buffer.Clear();
        var wasEmpty = buffer.Written.IsEmpty;
        Receive(buffer, [1, 2, 3]);

        Assert.That(wasEmpty, Is.True);
        Assert.That(buffer.Written.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    private static bool Receive(ReceiveBuffer buffer, ReadOnlySpan<byte> bytes)
    {
        var fits = true;
        while (bytes.Length > 0 && fits)
        {
            var free = buffer.Free;
            var count = Math.Min(Math.Min(free.Length, 777), bytes.Length);
            bytes[..count].CopyTo(free.Span);
            bytes = bytes[count..];
            fits = buffer.TryAdvance(count);
        }
        return fits;
    }
}
