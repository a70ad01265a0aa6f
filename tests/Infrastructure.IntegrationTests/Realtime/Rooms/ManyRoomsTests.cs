using VideoChat.Application.Realtime;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Rooms;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Rooms;

/// <summary>One connection that is subscribed to two rooms. No endpoint offers this yet.</summary>
public sealed class ManyRoomsTests : OnAHub
{
    private readonly Room _second = Some.Room("second");

    [Test]
    public async Task SubscribeAsync_WhenAConnectionIsInTwoRooms_ItGetsTheFramesOfBothOnce()
    {
        var (peer, _) = await EnterBothAsync();
        var other = await EnterAsync();

        await PublishAsync(1, 1);
        PublishToSecond(1);
        await PublishAsync(2, 2);
        await Backplane.SignalAsync(_second.Id, new TypingFrame(Guid.NewGuid(), "bob", Some.Time), Guid.NewGuid());

        Assert.That(await ReceiveRoomsAsync(peer, 3), Is.EqualTo(new[] { Room.Id, _second.Id, Room.Id }));
        Assert.That(await peer.ReceiveTypesAsync(1), Is.EqualTo(new[] { "typing" }));
        Assert.That(await other.ReceiveSeqsAsync(2), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Hub.Rooms, Is.EqualTo(2));
    }

    [Test]
    public async Task UnsubscribeAsync_WhenAConnectionLeavesOneRoom_ItKeepsTheOther()
    {
        var (peer, _) = await EnterBothAsync();

        await LeaveAsync(peer);
        await PublishAsync(1, 1);
        PublishToSecond(1);
        PublishToSecond(2);

        Assert.That(await ReceiveRoomsAsync(peer, 2), Is.EqualTo(new[] { _second.Id, _second.Id }));
        Assert.That(Hub.Rooms, Is.EqualTo(1));
        Assert.That(peer.Connection.IsClosing, Is.False);
    }

    [Test]
    public async Task SubscribeAsync_WhenThePeerHasSomeOfOneRoom_SkipsNoneOfTheOther()
    {
        var peer = await EnterAsync(skipThrough: 1);
        await Hub.SubscribeAsync(_second.Id, peer.Connection);

        await PublishAsync(1, 1);
        PublishToSecond(1);
        await PublishAsync(2, 2);

        Assert.That(await ReceiveRoomsAsync(peer, 2), Is.EqualTo(new[] { _second.Id, Room.Id }));
    }

    [Test]
    public async Task OnEvents_WhenAConnectionInTwoRoomsIsSlow_ItIsClosedOnce()
    {
        var closed = 0;
        var slow = await Peer.ConnectAsync(Room, User, Clock, new RealtimeOptions { MaxQueuedFrames = 16 }, () => closed++);
        Peers.Add(slow);
        await slow.SubscribeAsync(Hub);
        var second = await Hub.SubscribeAsync(_second.Id, slow.Connection);

        for (var seq = 1; seq <= 17; seq++)
        {
            await PublishAsync(seq, seq);
            PublishToSecond(seq);
        }
        slow.Run();

        Assert.That(await slow.ReceiveCloseAsync(), Is.EqualTo(CloseCodes.SlowConsumer));
        Assert.That(closed, Is.EqualTo(1));
        await LeaveAsync(slow);
        await Hub.UnsubscribeAsync(second);
        Assert.That(Hub.Rooms, Is.Zero);
    }

    private async Task<(Peer Peer, RoomSubscription Second)> EnterBothAsync()
    {
        var peer = await EnterAsync();
        return (peer, await Hub.SubscribeAsync(_second.Id, peer.Connection));
    }

    private void PublishToSecond(long seq) => Backplane.Broadcast(_second.Id, [Some.Message(_second, User, seq)]);

    private static async Task<List<Guid>> ReceiveRoomsAsync(Peer peer, int count)
    {
        var rooms = new List<Guid>();
        while (rooms.Count < count)
            rooms.Add((await peer.ReceiveAsync()).GetProperty("room_id").GetGuid());
        return rooms;
    }
}
