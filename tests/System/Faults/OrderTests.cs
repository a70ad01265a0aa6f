using System.Net;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Faults;

[NonParallelizable]
public sealed class OrderTests(Column column) : OnEachServer(column)
{
    private ApiServer _api = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _api = await StartServerAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [Test]
    public async Task Send_WhenManySendToManyReadersInSeveralRooms_HasOneOrderForAll()
    {
        const int Senders = 6, Each = 300, Total = Senders * Each;
        var rooms = new List<(Guid Id, List<RoomClient> Clients)>();
        for (var i = 0; i < 3; i++)
        {
            var room = await _api.CreateRoomAsync();
            var clients = new List<RoomClient>();
            for (var j = 0; j < Senders; j++)
                clients.Add(await RoomClient.JoinAsync(_api, room, await _api.CreateUserAsync()));
            rooms.Add((room, clients));
        }

        await Task.WhenAll(rooms.SelectMany(room => room.Clients.Select((client, i) => SendAllAsync(client, i))));

        foreach (var (room, clients) in rooms)
        {
            var log = await ReadWholeAsync(room, Total);
            LogAssert.KeepsTheOrderOfSenders(log);
            foreach (var client in clients)
            {
                var frames = await client.ReceiveUntilAsync("message", frame => frame.Seq() == Total);
                LogAssert.HasSeen(log, frames);
                Assert.That(frames, Has.Count.EqualTo(Total));
                await client.DisposeAsync();
            }
        }

        static async Task SendAllAsync(RoomClient client, int sender)
        {
            for (var i = 0; i < Each; i++)
                await client.SayAsync($"s{sender} {i}");
        }
    }

    [Test]
    public async Task Send_WhenLargeMessagesHaveGathered_KeepsTheReadersThatRead()
    {
        const int Each = 200;
        var content = new string('漢', 4_900);
        var (room, ada, bob) = await _api.CreateRoomForTwoAsync();
        await using var first = await RoomClient.JoinAsync(_api, room, ada);
        await using var second = await RoomClient.JoinAsync(_api, room, bob);
        var clients = new[] { first, second };

        // The messages that wait for the disk have six megabytes, more than a socket's queue holds.
        await using (await _api.HoldDatabaseAsync())
        {
            foreach (var client in clients)
            {
                for (var i = 0; i < Each; i++)
                    await client.SayAsync(content);
                await client.DrainAsync();
            }
        }

        foreach (var client in clients)
        {
            var frames = await client.ReceiveUntilAsync("message", frame => frame.Seq() == 2 * Each);
            Assert.That(frames, Has.Count.EqualTo(2 * Each));
        }
    }

    [Test]
    public async Task Send_WhenASocketSendsFiveThousandWithoutReading_StoresAllInOrder()
    {
        const int Count = 5_000;
        var (room, ada, _) = await _api.CreateRoomForTwoAsync();
        using var socket = await RawSocket.OpenAsync(_api, room, ada.Id);

        for (var i = 0; i < Count; i++)
            await socket.SendTextAsync($$"""{"content":"m {{i}}"}""");

        var log = await ReadWholeAsync(room, Count);
        LogAssert.KeepsTheOrderOfSenders(log);
        await socket.SendAsync(RawSocket.Ping, [7]);
        Assert.That(await socket.ReceiveAsync(opcode: 10), Is.EqualTo(new byte[] { 7 }));
    }

    [Test]
    public async Task Send_WhenOneClientIdArrivesConcurrentlyByDifferentRoutes_CreatesOneMessage()
    {
        var (room, ada, bob) = await _api.CreateRoomForTwoAsync();
        await using var peer = await RoomClient.JoinAsync(_api, room, bob);
        var sockets = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RoomClient.JoinAsync(_api, room, ada)));

        for (var round = 1; round <= 20; round++)
        {
            var clientId = $"c-{round}";
            var posting = Enumerable.Range(0, 5).Select(_ => _api.PostMessageAsync(room, ada, "hello", clientId)).ToList();
            var saying = sockets.Select(socket => socket.SayAsync("hello", clientId)).ToList();
            await Task.WhenAll(saying);
            var posted = await Task.WhenAll(posting);

            var frame = await peer.ReceiveAsync("message");
            Assert.That(frame.Seq(), Is.EqualTo(round));
            Assert.That(posted.Select(Frames.Seq), Is.All.EqualTo(round));
            foreach (var socket in sockets)
                Assert.That((await socket.ReceiveUntilAsync("message", f => f.Seq() == round))[^1].Content(), Is.EqualTo("hello"));
        }

        Assert.That(await peer.DrainAsync(), Is.Empty);
        Assert.That(await _api.ReadEventsAsync(room), Has.Count.EqualTo(20));
        foreach (var socket in sockets)
            await socket.DisposeAsync();
    }

    [Test]
    public async Task Resume_WhenAReaderDisconnectsRepeatedly_HasNoGapAndNoDuplicate()
    {
        var (room, ada, bob) = await _api.CreateRoomForTwoAsync();
        await using var load = await RoomLoad.StartAsync(_api, [room], [ada], "load");
        var seen = new List<JsonElement>();

        for (var round = 0; round < 60; round++)
        {
            await using var reader = await RoomClient.JoinAsync(_api, room, bob, seen.Count);
            seen.AddRange(await reader.ReceiveUntilAsync("message", frame => frame.Seq() > seen.Count + round % 7));
            if (round % 2 == 0)
                await reader.CloseAsync();
            else
                reader.Abort();
            // The messages before the close were received too.
            if (round % 2 == 0)
                seen.AddRange(reader.TakeReceived().OfType("message"));
        }

        await load.StopAsync();
        LogAssert.HasSeen(await _api.ReadEventsAsync(room), seen);
        Assert.That(seen[0].Seq(), Is.EqualTo(1));
    }

    [Test]
    public async Task Send_WhenTheTableIsMissing_AnswersUnavailableAndAcceptsTheRepeat()
    {
        await using var api = await StartServerAsync();
        var (room, ada, _) = await api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(api, room, ada);
        await api.ExecuteSqlAsync("ALTER TABLE room_events RENAME TO away");

        await client.SayAsync("hello", "c-1");
        var refused = await client.ReceiveAsync();
        using var response = await api.PostAsync($"/rooms/{room}/messages", new { user_id = ada.Id, content = "hello", client_id = "c-1" });
        await api.ExecuteSqlAsync("ALTER TABLE away RENAME TO room_events");
        await client.SayAsync("hello", "c-1");

        Assert.Multiple(() =>
        {
            Assert.That(refused.Code(), Is.EqualTo("unavailable"));
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        });
        Assert.That((await client.ReceiveAsync("message")).Seq(), Is.EqualTo(1));
    }

    private async Task<List<JsonElement>> ReadWholeAsync(Guid room, int count)
    {
        var log = new List<JsonElement>();
        await Eventually.BeTrueAsync(
            async () => (log = await _api.ReadEventsAsync(room)).Count >= count, $"{count} events are stored", TimeSpan.FromSeconds(60));
        LogAssert.IsWhole(log);
        return log;
    }
}
