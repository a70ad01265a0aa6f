namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Rooms;

/// <summary>How a room reads events that it did not receive: gaps, events of other machines, and events whose hint was lost.</summary>
public sealed class MissingEventsTests : OnAHub
{
    [Test]
    public async Task OnEvents_WhenAHoleStaysFor200Milliseconds_IsFilledFromTheLog()
    {
        var peer = await EnterAsync();
        Append(1, 4);
        await PublishAsync(4, 4);

        Clock.Advance(TimeSpan.FromMilliseconds(199));
        var readsBefore = Log.Reads;
        Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(readsBefore, Is.Zero);
        Assert.That(await peer.ReceiveSeqsAsync(4), Is.EqualTo(new[] { 1, 2, 3, 4 }));
    }

    [Test]
    public async Task OnEvents_WhenTheHoleFillsItself_TheLogIsNotRead()
    {
        var peer = await EnterAsync();
        Append(1, 2);
        await PublishAsync(2, 2);
        await PublishAsync(1, 1);

        Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That(await peer.ReceiveSeqsAsync(2), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Log.Reads, Is.Zero);
    }

    [Test]
    public async Task OnEvents_WhenTheLogCannotBeRead_IsTriedAgain()
    {
        var peer = await EnterAsync();
        Append(1, 2);
        await PublishAsync(2, 2);
        Log.FailsNextRead = true;

        Clock.Advance(TimeSpan.FromMilliseconds(200));
        Clock.Advance(TimeSpan.FromMilliseconds(200));

        Assert.That(await peer.ReceiveSeqsAsync(2), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Log.Reads, Is.EqualTo(2));
    }

    [Test]
    public async Task OnReached_WhenAnotherMachineHasWritten_IsReadImmediatelyAndOnce()
    {
        var peer = await EnterAsync();
        Append(1, 300);

        Backplane.Find(Room.Id)!.OnReached(2);
        Backplane.Find(Room.Id)!.OnReached(1);
        Backplane.Find(Room.Id)!.OnReached(300);
        await PublishAsync(300, 300);

        Assert.That(await peer.ReceiveSeqsAsync(300), Is.EqualTo(Enumerable.Range(1, 300)));
        Assert.That(Log.Reads, Is.EqualTo(3), "2 events, then a page of 256 and the rest");
    }

    [Test]
    public async Task OnReached_WhenThereIsAHole_OnlyTheHoleIsRead()
    {
        var peer = await EnterAsync();
        Append(1, 3);
        await PublishAsync(3, 3);

        Backplane.Find(Room.Id)!.OnReached(2);

        Assert.That(await peer.ReceiveSeqsAsync(3), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(Log.Reads, Is.EqualTo(1));
    }

    [Test]
    public async Task OnReached_WhenItIsAheadOfTheLog_ContinuesFromTheLog()
    {
        var peer = await EnterAsync();
        Append(1, 2);

        Backplane.Find(Room.Id)!.OnReached(long.MaxValue);
        Append(3, 3);
        Backplane.Find(Room.Id)!.OnReached(3);
        await PublishAsync(4, 4);

        Assert.That(await peer.ReceiveSeqsAsync(4), Is.EqualTo(new[] { 1, 2, 3, 4 }));
    }

    [Test]
    public async Task OnReached_DuringAReadThatFindsNothing_IsReadAgain()
    {
        var peer = await EnterAsync();
        var gate = new TaskCompletionSource();
        Log.ReadGate = gate.Task;
        Backplane.Find(Room.Id)!.OnReached(2);

        Append(1, 1);
        Backplane.Find(Room.Id)!.OnReached(1);
        gate.SetResult();

        Assert.That(await peer.ReceiveSeqsAsync(1), Is.EqualTo(new[] { 1 }));
        Assert.That(Log.Reads, Is.EqualTo(2));
    }

    [Test]
    public async Task OnReached_WhenTheLogCannotBeRead_IsReadAgainAfterASecond()
    {
        var peer = await EnterAsync();
        Append(1, 2);
        Log.FailsNextRead = true;

        Backplane.Find(Room.Id)!.OnReached(2);
        Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await peer.ReceiveSeqsAsync(2), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Log.Reads, Is.EqualTo(2));
    }

    [Test]
    public async Task SendAgain_WhenTheRoomHasTheEvent_AnswersOnlyThisPeer()
    {
        var (ada, bob) = (await EnterAsync(), await EnterAsync());
        await PublishAsync(1, 2);

        ada.Subscription.SendAgain(Frame(1));
        await PublishAsync(3, 3);

        Assert.That(await ada.ReceiveSeqsAsync(4), Is.EqualTo(new[] { 1, 2, 1, 3 }));
        Assert.That(await bob.ReceiveSeqsAsync(3), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public async Task SendAgain_WhenEarlierEventsWereNotPublished_PublishesAllInOrderAndOnce()
    {
        var (ada, bob) = (await EnterAsync(), await EnterAsync());
        Append(1, 4);

        ada.Subscription.SendAgain(Frame(3));
        await PublishAsync(4, 4);

        Assert.That(await ada.ReceiveSeqsAsync(4), Is.EqualTo(new[] { 1, 2, 3, 4 }));
        Assert.That(await bob.ReceiveSeqsAsync(4), Is.EqualTo(new[] { 1, 2, 3, 4 }));
    }

    [Test]
    public async Task SendAgain_WhenThePeerIsAheadOfTheRoom_IsAnswered()
    {
        var peer = await EnterAsync(skipThrough: 5);

        peer.Subscription.SendAgain(Frame(4));

        Assert.That(await peer.ReceiveSeqsAsync(1), Is.EqualTo(new[] { 4 }));
    }

    [Test]
    public async Task PollAsync_WhenEventsWereNotAnnounced_FindsThem()
    {
        var peer = await EnterAsync();
        Append(1, 2);

        await Hub.PollAsync(CancellationToken.None);

        Assert.That(await peer.ReceiveSeqsAsync(2), Is.EqualTo(new[] { 1, 2 }));
    }
}
