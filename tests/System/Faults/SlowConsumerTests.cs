using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Faults;

public sealed class SlowConsumerTests
{
    // The messages have ten megabytes on the wire, more than a socket's queue and the kernel's buffers hold together.
    private const int Chunks = 14, PerChunk = 50, Total = Chunks * PerChunk;

    private static readonly string Content = new('漢', 4_900);

    private ApiServer _api = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [Test]
    public async Task Send_WhenAReaderDoesNotRead_ClosesItWith4008AndServesTheOthers()
    {
        var (room, ada, bob) = await _api.CreateRoomForTwoAsync();
        using var slow = await RawSocket.OpenAsync(_api, room, ada.Id, receiveBuffer: 4_096);
        await using var sender = await RoomClient.JoinAsync(_api, room, bob);
        await using var reader = await RoomClient.JoinAsync(_api, room, bob);

        var seen = await TalkAsync(sender, reader);

        Assert.That(await slow.ReadToEndAsync(), Is.EqualTo(4008));
        var log = await _api.ReadEventsAsync(room);
        LogAssert.HasSeen(log, seen);
        Assert.That(seen, Has.Count.EqualTo(Total));
    }

    [Test]
    public async Task Send_WhenAReaderStopsReading_ClosesItAndSignalsTheOthers()
    {
        var (room, ada, bob) = await _api.CreateRoomForTwoAsync();
        await using var sender = await RoomClient.JoinAsync(_api, room, bob);
        await using var reader = await RoomClient.JoinAsync(_api, room, bob);
        using var slow = await RawSocket.OpenAsync(_api, room, ada.Id, receiveBuffer: 4_096);
        await sender.ReceiveAsync("user_joined");

        await TalkAsync(sender, reader);

        Assert.That((await sender.ReceiveAsync("user_left")).GetProperty("user_id").GetGuid(), Is.EqualTo(ada.Id));
        await _api.WaitForPresenceAsync(room, 1);
        await _api.WaitForConnectionsAsync(2);
    }

    [Test]
    public async Task Send_WhenManyReadersDoNotRead_KeepsTheMemoryBounded()
    {
        var (room, ada, bob) = await _api.CreateRoomForTwoAsync();
        await using var sender = await RoomClient.JoinAsync(_api, room, bob);
        await using var reader = await RoomClient.JoinAsync(_api, room, bob);
        await TalkAsync(sender, reader);
        var before = _api.WorkingSet;

        var slow = new List<RawSocket>();
        for (var i = 0; i < 20; i++)
            slow.Add(await RawSocket.OpenAsync(_api, room, ada.Id, receiveBuffer: 4_096));
        for (var i = 0; i < 3; i++)
            await TalkAsync(sender, reader);

        Assert.That(_api.WorkingSet - before, Is.LessThan(256L * 1_024 * 1_024));
        await _api.WaitForConnectionsAsync(2);
        slow.ForEach(socket => socket.Dispose());
    }

    [Test]
    public async Task Resume_WhenASlowReaderReconnects_MissesNothing()
    {
        var (room, ada, bob) = await _api.CreateRoomForTwoAsync();
        using var slow = await RawSocket.OpenAsync(_api, room, ada.Id, receiveBuffer: 4_096);
        await using var sender = await RoomClient.JoinAsync(_api, room, bob);
        await using var reader = await RoomClient.JoinAsync(_api, room, bob);
        await TalkAsync(sender, reader);
        var lastSeq = 0L;
        while (await slow.ReceiveAsync(CancellationToken.None) is { Opcode: 1 } frame)
        {
            var json = JsonSerializer.Deserialize<JsonElement>(frame.Payload);
            if (json.Type() == "message")
                lastSeq = json.Seq();
        }

        await using var back = await RoomClient.JoinAsync(_api, room, ada, after: lastSeq);

        var missed = await back.ReceiveUntilAsync("message", frame => frame.Seq() == Total);
        Assert.That(missed[0].Seq(), Is.EqualTo(lastSeq + 1));
        Assert.That(missed, Has.Count.EqualTo(Total - lastSeq));
    }

    /// <summary>Sends ten megabytes, never further ahead than both clients have read.</summary>
    private static async Task<List<JsonElement>> TalkAsync(RoomClient sender, RoomClient reader)
    {
        var seen = new List<JsonElement>();
        for (var chunk = 0; chunk < Chunks; chunk++)
        {
            for (var i = 0; i < PerChunk; i++)
                await sender.SayAsync(Content);
            for (var i = 0; i < PerChunk; i++)
            {
                await sender.ReceiveAsync("message");
                seen.Add(await reader.ReceiveAsync("message"));
            }
        }
        return seen;
    }
}
