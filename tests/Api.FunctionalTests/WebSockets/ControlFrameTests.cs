using System.Text;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.WebSockets;

/// <summary>Frames that are not messages. The framework handles them, and the server counts them.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ControlFrameTests
{
    private const byte FirstPart = 0x01, Part = 0x00, LastPart = 0x80;

    [TestCase(RawSocket.Ping, TestName = "Send_WhenPingsFlood_ClosesWith4029")]
    [TestCase(RawSocket.Pong, TestName = "Send_WhenPongsFlood_ClosesWith4029")]
    [TestCase(Part, TestName = "Send_WhenEmptyPartsFlood_ClosesWith4029")]
    public async Task Send_WhenFramesFlood_ClosesWith4029(byte firstByte)
    {
        var (room, ada, _) = await SharedServer.Api.CreateRoomForTwoAsync();
        using var socket = await RawSocket.OpenAsync(SharedServer.Api, room, ada.Id);
        if (firstByte == Part)
            await socket.SendAsync(FirstPart, []);

        var flooding = FloodAsync(socket, firstByte);

        Assert.That(await socket.ReadToEndAsync(), Is.EqualTo(4029));
        await flooding;
    }

    [Test]
    public async Task Send_WhenAMessageComesInAThousandParts_IsTaken()
    {
        var (room, ada, _) = await SharedServer.Api.CreateRoomForTwoAsync();
        using var socket = await RawSocket.OpenAsync(SharedServer.Api, room, ada.Id);
        var text = new string('x', 1_000);

        await socket.SendAsync(FirstPart, """{"content":" """u8.ToArray());
        foreach (var letter in text)
            await socket.SendAsync(Part, [(byte)letter]);
        await socket.SendAsync(LastPart, "\"}"u8.ToArray());

        while (!Encoding.UTF8.GetString(await socket.ReceiveAsync(1)).Contains(text, StringComparison.Ordinal))
        {
        }
    }

    [Test]
    public async Task Send_WhenAThousandPingsArriveTogether_AnswersAll()
    {
        var (room, ada, _) = await SharedServer.Api.CreateRoomForTwoAsync();
        using var socket = await RawSocket.OpenAsync(SharedServer.Api, room, ada.Id);

        for (var i = 0; i < 1_000; i++)
            await socket.SendAsync(RawSocket.Ping, [(byte)(i % 100)]);

        for (var i = 0; i < 1_000; i++)
            Assert.That(await socket.ReceiveAsync(10), Is.EqualTo(new[] { (byte)(i % 100) }));
    }

    /// <summary>Sends until the server closes the connection.</summary>
    private static async Task FloodAsync(RawSocket socket, byte firstByte)
    {
        var frames = Enumerable.Repeat(RawSocket.Frame(firstByte, []), 1_000).SelectMany(frame => frame).ToArray();
        try
        {
            while (true)
                await socket.Stream.WriteAsync(frames);
        }
        catch (IOException)
        {
            // The server closed the connection.
        }
    }
}
