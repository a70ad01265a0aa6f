using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Faults;

[NonParallelizable]
public sealed class ChurnTests
{
    [Test]
    public async Task Connect_WhenPeersDisconnectAtAnyMoment_LeavesNothing()
    {
        await using var api = await ApiServer.StartAsync();
        var (room, ada, bob) = await api.CreateRoomForTwoAsync();
        await using var talker = await RoomClient.JoinAsync(api, room, bob);
        await talker.FloodAsync(900);
        await talker.ReceiveUntilAsync("message", frame => frame.Seq() == 900);
        var fresh = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => api.CreateUserAsync()));
        var early = RawSocket.Frame(RawSocket.Text, """{"type":"typing"}"""u8.ToArray());

        await Task.WhenAll(fresh.Select(BreakOffAsync));

        await api.WaitForConnectionsAsync(1);
        await api.WaitForPresenceAsync(room, 1);
        await using var next = await RoomClient.JoinAsync(api, room, ada, after: 0);
        Assert.That((await next.DrainAsync()).OfType("message").Select(Frames.Seq), Is.EqualTo(Enumerable.Range(1, 900).Select(i => (long)i)));
        Assert.That(api.Errors, Is.Empty);

        async Task BreakOffAsync(TestUser user)
        {
            for (var i = 0; i < 12; i++)
            {
                // The first handshake waits for the disk, because the user is not a member yet.
                using var socket = await RawSocket.StartHandshakeAsync(api, room, user.Id, i % 2 == 0 ? "" : "?after=0", early, receiveBuffer: 4_096);
                for (var bytes = i * i; bytes > 0; bytes--)
                    await socket.Stream.ReadExactlyAsync(new byte[1]);
                if (i % 3 == 0)
                    socket.Reset();
            }
        }
    }

    [Test]
    public async Task Close_WhenTheRoomKeepsSending_IsAnswered()
    {
        await using var api = await ApiServer.StartAsync();
        var (room, ada, bob) = await api.CreateRoomForTwoAsync();
        await using var load = await RoomLoad.StartAsync(api, [room], [bob], "load");

        var codes = new List<int>();
        for (var i = 0; i < 100; i++)
        {
            using var socket = await RawSocket.OpenAsync(api, room, ada.Id, i % 2 == 0 ? "" : "?after=0");
            await socket.SendAsync(RawSocket.Close, [0x03, 0xE8]);
            codes.Add(await socket.ReadToEndAsync());
        }

        Assert.That(codes, Is.All.EqualTo(1000));
        await load.StopAsync();
        Assert.That(api.Errors, Is.Empty);
    }

    [Test]
    public async Task Connect_WhenTheOnlyUserReconnectsRepeatedly_AlwaysWorks()
    {
        await using var api = await ApiServer.StartAsync();
        var rooms = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => api.CreateRoomAsync()));
        var ada = await api.CreateUserAsync();

        // The room closes with its last socket while the next one connects.
        await Task.WhenAll(rooms.SelectMany(room => Enumerable.Range(0, 3).Select(worker => JoinAndLeaveAsync(room, worker))));

        await api.WaitForConnectionsAsync(0);
        Assert.That(api.Errors, Is.Empty);

        async Task JoinAndLeaveAsync(Guid room, int worker)
        {
            for (var i = 0; i < 60; i++)
            {
                await using var client = await RoomClient.JoinAsync(api, room, ada);
                var content = $"{worker} {i}";
                await client.SayAsync(content);
                while ((await client.ReceiveAsync("message")).Content() != content)
                {
                }
                if (i % 2 == 0)
                    await client.CloseAsync();
                else
                    client.Abort();
            }
        }
    }
}
