using System.Net;
using System.Net.Sockets;
using System.Text;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Limits.Sockets;

[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class SocketGateTests
{
    private const int Max = 3;

    private ApiServer _api = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _api = await ApiServer.StartAsync(("Limits__MaxWebSockets", $"{Max}"));

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [Test]
    public async Task Connect_WhenTheServerIsFull_IsRefusedUntilOneHasLeft()
    {
        var (room, ada, bob) = await _api.CreateRoomForTwoAsync();
        var sockets = new List<RoomClient>();
        for (var i = 0; i < Max; i++)
            sockets.Add(await RoomClient.JoinAsync(_api, room, ada));

        using (var refused = await HandshakeAsync(room, bob))
        {
            await Expect.ProblemAsync(refused, HttpStatusCode.ServiceUnavailable, "The server has reached its connection limit. Try again later.");
            Assert.That(refused.Header("Retry-After"), Is.EqualTo("10"));
        }
        await sockets[0].CloseAsync();

        await Eventually.BeTrueAsync(
            async () =>
            {
                try
                {
                    using var next = await RawSocket.OpenAsync(_api, room, bob.Id);
                    return true;
                }
                catch (InvalidOperationException)
                {
                    return false;
                }
            },
            "there is a place again");
        Assert.That(await sockets[1].DrainAsync(), Is.All.Matches<System.Text.Json.JsonElement>(frame => frame.Type() is "user_joined" or "user_left"));
        foreach (var socket in sockets)
            await socket.DisposeAsync();
    }

    [Test]
    public async Task Connect_WhenCompressionIsOffered_DoesNotTakeIt()
    {
        var (room, ada, _) = await SharedServer.Api.CreateRoomForTwoAsync();
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(SharedServer.Api.Address.Host, SharedServer.Api.Address.Port);
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /ws/{room}/{ada.Id} HTTP/1.1\r\nHost: {SharedServer.Api.Address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"));

        var answer = new StringBuilder();
        var buffer = new byte[1];
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await tcp.GetStream().ReadExactlyAsync(buffer);
            answer.Append((char)buffer[0]);
        }

        Assert.That(answer.ToString(), Does.StartWith("HTTP/1.1 101 ").And.Not.Contain("Extensions").And.Not.Contain("deflate"));
    }

    [Test]
    public async Task Receive_WhenAFrameClaimsToBeHuge_ClosesWith1009LongBeforeItsEnd()
    {
        var (room, ada, _) = await SharedServer.Api.CreateRoomForTwoAsync();
        using var socket = await RawSocket.OpenAsync(SharedServer.Api, room, ada.Id);

        await socket.Stream.WriteAsync((byte[])[RawSocket.Text, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]);
        await socket.Stream.WriteAsync(Enumerable.Repeat((byte)'x', 33 * 1_024).ToArray());

        Assert.That(await socket.ReadToEndAsync(), Is.EqualTo(1009));
    }

    private Task<HttpResponseMessage> HandshakeAsync(Guid room, TestUser user) => _api.GetAsync(
        $"/ws/{room}/{user.Id}", ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));
}
