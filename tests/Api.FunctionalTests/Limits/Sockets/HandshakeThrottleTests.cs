using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Limits.Sockets;

[Parallelizable(ParallelScope.Self)]
public sealed class HandshakeThrottleTests
{
    [Test]
    public async Task Connect_WhenOneEntersAtATime_AllAreAdmittedEvenIfEarlierOnesFail()
    {
        await using var api = await ApiServer.StartAsync(("Realtime__MaxConcurrentHandshakes", "1"));
        var (room, ada, bob) = await api.CreateRoomForTwoAsync();

        // The client of this rejected socket does not close it. The slot must be free nevertheless.
        await using var unknown = await RoomClient.OpenAsync(api, Guid.Empty, ada.Id);
        var clients = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RoomClient.JoinAsync(api, room, ada)));
        await using var last = await RoomClient.JoinAsync(api, room, bob);
        await clients[0].SayAsync("all in");

        Assert.That((await last.ReceiveAsync("message")).GetProperty("content").GetString(), Is.EqualTo("all in"));
        Assert.That((await unknown.WaitForCloseAsync()).Code, Is.EqualTo(4004));
        foreach (var client in clients)
            await client.DisposeAsync();
    }
}
