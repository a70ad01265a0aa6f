using VideoChat.LoadTests.Sockets;

namespace VideoChat.LoadTests.UnitTests;

internal sealed class ServerFrameTests
{
    [Test]
    public void TryTake_WhenTwoFramesAndAHalfWereRead_TakesTwoAndLeavesTheHalf()
    {
        ReadOnlySpan<byte> input = [0x81, 1, (byte)'a', 0x01, 2, (byte)'b', (byte)'c', 0x81, 5, (byte)'d'];

        var first = ServerFrame.TryTake(ref input, out var whole);
        var second = ServerFrame.TryTake(ref input, out var part);
        var third = ServerFrame.TryTake(ref input, out _);

        Assert.That((first, whole.Payload.ToArray(), whole.IsFinal), Is.EqualTo((true, "a"u8.ToArray(), true)));
        Assert.That((second, part.Payload.ToArray(), part.IsFinal), Is.EqualTo((true, "bc"u8.ToArray(), false)));
        Assert.That((third, input.Length), Is.EqualTo((false, 3)));
    }
}
