using VideoChat.Application.Realtime;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Rooms;

/// <summary>
/// What a room does after a fail-over or a restored backup, which take the newest events from the log: it closes its sockets before it
/// sends an event of the new branch of the log.
/// </summary>
public sealed class LostEventsTests : OnAHub
{
    private const byte Branch = 1;

    [Test]
    public async Task PollAsync_WhenTheLogIsShorter_ClosesTheSocketsAndForgetsTheRoom()
    {
        var peers = new[] { await EnterAsync(), await EnterAsync() };
        await WriteAsync(1, 5);
        Log.GoBack(3);

        await PollAsync();

        await AssertClosedAfterAsync(5, peers);
        Assert.That(Cache.Forgotten, Is.EqualTo(new[] { Room.Id }));
        Assert.That(Hub.Rooms, Is.Zero);
    }

    [Test]
    public async Task PollAsync_WhenTheLogHasAnotherEventAtThePosition_ClosesTheSockets()
    {
        var peer = await EnterAsync();
        await WriteAsync(1, 5);
        Log.GoBack(3);
        Append(4, 5, Branch);

        await PollAsync();

        await AssertClosedAfterAsync(5, peer);
    }

    [Test]
    public async Task PollAsync_WhenTheLogHasOutgrownThePosition_ClosesTheSocketsAndSendsNothing()
    {
        var peer = await EnterAsync();
        await WriteAsync(1, 5);
        Log.GoBack(3);
        Append(4, 9, Branch);

        await PollAsync();

        await AssertClosedAfterAsync(5, peer);
    }

    [Test]
    public async Task PollAsync_WhenTheDatabaseHasLostTheRoom_ClosesTheSockets()
    {
        var peer = await EnterAsync();
        Log.IsRoomLost = true;

        await PollAsync();

        await AssertClosedAfterAsync(0, peer);
    }

    [Test]
    public async Task PollAsync_WhenEventsAreSentDuringTheQuery_ClosesNothing()
    {
        var peer = await EnterAsync();
        await WriteAsync(1, 5);
        var gate = new TaskCompletionSource();
        Log.PollGate = gate.Task;
        var polling = PollAsync();

        await WriteAsync(6, 7);
        gate.SetResult();
        await polling;
        await WriteAsync(8, 8);

        Assert.That(await peer.ReceiveSeqsAsync(8), Is.EqualTo(Enumerable.Range(1, 8)));
        Assert.That(Cache.Forgotten, Is.Empty);
    }

    [Test]
    public async Task PollAsync_WhenAnEarlyEventIsLost_ClosesTheSockets()
    {
        var peer = await EnterAsync();
        await WriteAsync(1, 3);
        await PublishAsync(5, 5);

        await PollAsync();

        await AssertClosedAfterAsync(3, peer);
    }

    [Test]
    public async Task OnEvents_WhenTheyFollowAnotherEvent_ClosesTheSocketsAndSendsNothing()
    {
        var peer = await EnterAsync();
        await WriteAsync(1, 5);

        await PublishAsync(6, 6, Branch);

        await AssertClosedAfterAsync(5, peer);
    }

    [Test]
    public async Task OnEvents_WhenTheyOverlapOtherEvents_ClosesTheSocketsAndSendsNothing()
    {
        var peer = await EnterAsync();
        await WriteAsync(1, 5);

        await PublishAsync(4, 7, Branch);

        await AssertClosedAfterAsync(5, peer);
    }

    [Test]
    public async Task OnReached_WhenAnotherMachineWroteAfterTheLoss_ClosesTheSocketsAndSendsNothing()
    {
        var peer = await EnterAsync();
        await WriteAsync(1, 5);
        Log.GoBack(3);
        Append(4, 8, Branch);

        Backplane.Find(Room.Id)!.OnReached(8);

        await AssertClosedAfterAsync(5, peer);
    }

    [Test]
    public async Task SubscribeAsync_AfterTheLoss_StartsFromTheLog()
    {
        var lost = await EnterAsync();
        await WriteAsync(1, 5);
        Log.GoBack(3);
        await PollAsync();
        await AssertClosedAfterAsync(5, lost);

        var peer = await EnterAsync();
        await LeaveAsync(lost);
        Append(4, 4, Branch);
        Backplane.Broadcast(new RoomEventsAppendedEvent(Room.Id, Some.Position(Room.Id, 3), [.. Messages(4, 4, Branch)]));

        Assert.That(peer.Subscription.Start, Is.EqualTo(Some.Position(Room.Id, 3)));
        Assert.That(await peer.ReceiveSeqsAsync(1), Is.EqualTo(new[] { 4 }));
        Assert.That(Hub.Rooms, Is.EqualTo(1));
    }

    [Test]
    public async Task PollAsync_WhenOnlyAPeerIsAheadOfTheLog_ClosesTheSockets()
    {
        Append(1, 3);
        var peer = await EnterAsync(skipThrough: 5);

        await PollAsync();

        await AssertClosedAfterAsync(0, peer);
    }

    [Test]
    public async Task OnEvents_WhenThePeerHasAnotherEventWithTheSeq_ClosesItsSocket()
    {
        Append(1, 3);
        var (peer, lost) = (await EnterAsync(), await EnterAsync(skipThrough: 5, branch: Branch));

        await WriteAsync(4, 6);

        await AssertClosedAfterAsync(0, lost);
        Assert.That(await peer.ReceiveSeqsAsync(3), Is.EqualTo(new[] { 4, 5, 6 }));
    }

    private Task PollAsync() => Hub.PollAsync(CancellationToken.None);

    private async Task WriteAsync(long first, long last)
    {
        Append(first, last);
        await PublishAsync(first, last);
    }

    private static async Task AssertClosedAfterAsync(int count, params Peer[] peers)
    {
        foreach (var peer in peers)
        {
            Assert.That(await peer.ReceiveSeqsAsync(count), Is.EqualTo(Enumerable.Range(1, count)));
            Assert.That(await peer.ReceiveCloseAsync(), Is.EqualTo(CloseCodes.ServiceRestart));
        }
    }
}
