using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Faults;

[NonParallelizable]
public sealed class TerminateTests
{
    [Test]
    public async Task Terminate_WhenPeersNeitherReadNorAnswer_EndsWithinTenSeconds()
    {
        await using var api = await ApiServer.StartAsync();
        var (room, ada, bob) = await api.CreateRoomForTwoAsync();
        using var deaf = await RawSocket.OpenAsync(api, room, ada.Id, receiveBuffer: 4_096);
        await using var talker = await RoomClient.JoinAsync(api, room, bob);
        var content = new string('x', 5_000);
        for (var i = 0; i < 600; i++)
            await talker.SayAsync(content);
        await talker.ReceiveUntilAsync("message", frame => frame.Seq() == 600);

        var end = Stopwatch.StartNew();
        api.Terminate();

        Assert.That((await talker.WaitForCloseAsync()).Code, Is.EqualTo(1012));
        Assert.That(await api.WaitForExitAsync(), Is.Zero);
        Assert.That(end.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public async Task Terminate_WhileASocketIsStillOpen_AdmitsNoneAndIsNotReady()
    {
        await using var api = await ApiServer.StartAsync();
        var (room, ada, bob) = await api.CreateRoomForTwoAsync();
        // This peer never answers the close frame. The server waits for it, so the test can send a request in the meantime.
        using var silent = await RawSocket.OpenAsync(api, room, ada.Id);

        api.Terminate();

        await silent.ReceiveAsync(opcode: 8);
        Assert.That(async () => await RoomClient.JoinAsync(api, room, bob), Throws.Exception);
        Assert.That(await IsReadyAsync(api), Is.False);
        Assert.That(await api.WaitForExitAsync(), Is.Zero);
    }

    [Test]
    public async Task Terminate_WhenTheCollectorHangs_StillEndsSoon()
    {
        // The operating system accepts connections for this listener, but nothing reads from them.
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        await using var api = await ApiServer.StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://{collector.LocalEndpoint}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));
        await api.CreateUserAsync();

        var end = Stopwatch.StartNew();
        api.Terminate();

        Assert.That(await api.WaitForExitAsync(), Is.Zero);
        Assert.That(end.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    private static async Task<bool> IsReadyAsync(ApiServer api)
    {
        try
        {
            using var response = await api.SendAsync(HttpMethod.Get, "/health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
