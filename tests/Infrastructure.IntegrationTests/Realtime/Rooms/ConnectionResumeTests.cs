using VideoChat.Application.Realtime;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Backplanes;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Rooms;

/// <summary>From the log's writer to a client's socket, on a real database.</summary>
public sealed class ConnectionResumeTests
{
    [Test]
    public async Task RunAsync_WhenThePeerIsNew_GetsItsOwnJoinAndThenWhatIsStored()
    {
        await using var host = await TestHost.StartAsync(isBroadcastingReal: true);
        var (room, user, _) = await SeedLogAsync(host, 3);
        await using var peer = await Peer.ConnectAsync(room, user, host.Clock);

        peer.Run(host.Get<RealtimeServer>(), after: null);
        var first = await peer.ReceiveTypesAsync(1);
        await host.AppendAsync(Some.Message(room, user));

        Assert.That(first, Is.EqualTo(new[] { "user_joined" }));
        Assert.That(await peer.ReceiveSeqsAsync(1), Is.EqualTo(new[] { 4 }));
    }

    [Test]
    public async Task JoinAsync_WhenThePeerLeaves_CountsTheConnectionAndThePresenceUntilThen()
    {
        await using var host = await TestHost.StartAsync(isBroadcastingReal: true);
        var (room, user, _) = await SeedLogAsync(host, 1);
        var sockets = host.Get<RealtimeServer>();
        int connections, users;
        await using (var peer = await Peer.ConnectAsync(room, user, host.Clock))
        {
            peer.Run(sockets, after: null);
            await peer.ReceiveTypesAsync(1);
            (connections, users) = (sockets.Connections, (await host.Get<IPresence>().ListAsync(room.Id, CancellationToken.None)).Count);
        }

        Assert.That((connections, users), Is.EqualTo((1, 1)));
        Assert.That(sockets.Connections, Is.Zero);
        Assert.That(await host.Get<IPresence>().ListAsync(room.Id, CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task RunAsync_WhenThePeerReconnectsWhileOthersWrite_MissesAndDuplicatesNothing()
    {
        await using var host = await TestHost.StartAsync(isBroadcastingReal: true);
        var (room, user, _) = await SeedLogAsync(host, 20);
        await using var peer = await Peer.ConnectAsync(room, user, host.Clock);

        var writing = Task.WhenAll(Enumerable.Range(0, 300).Select(_ => Task.Run(() => host.AppendAsync(Some.Message(room, user)))));
        peer.Run(host.Get<RealtimeServer>(), after: "5");

        Assert.That(await peer.ReceiveTypesAsync(1), Is.EqualTo(new[] { "user_joined" }));
        Assert.That(await peer.ReceiveSeqsAsync(315), Is.EqualTo(Enumerable.Range(6, 315)));
        await writing;
    }

    [Test]
    public async Task RunAsync_WhenThePositionIsAMessage_GetsWhatFollowsIt()
    {
        await using var host = await TestHost.StartAsync(isBroadcastingReal: true);
        var (room, user, log) = await SeedLogAsync(host, 5);
        await using var peer = await Peer.ConnectAsync(room, user, host.Clock);

        peer.Run(host.Get<RealtimeServer>(), after: log[2].Id.ToString());

        Assert.That(await peer.ReceiveTypesAsync(1), Is.EqualTo(new[] { "user_joined" }));
        Assert.That(await peer.ReceiveSeqsAsync(2), Is.EqualTo(new[] { 4, 5 }));
    }

    [TestCase("6", Description = "from the future")]
    [TestCase("-1")]
    [TestCase("1.0")]
    [TestCase("")]
    [TestCase("no position")]
    [TestCase("99999999999999999999")]
    [TestCase("0190a000-0000-7000-8000-000000000001", Description = "a message that is unknown")]
    public async Task RunAsync_WhenThePositionMakesNoSense_ResyncsAndGoesLive(string after)
    {
        await using var host = await TestHost.StartAsync(isBroadcastingReal: true);
        var (room, user, _) = await SeedLogAsync(host, 5);
        await using var peer = await Peer.ConnectAsync(room, user, host.Clock);

        peer.Run(host.Get<RealtimeServer>(), after);
        var first = await peer.ReceiveTypesAsync(1);
        var second = await peer.ReceiveAsync();
        await host.AppendAsync(Some.Message(room, user));

        Assert.That(first, Is.EqualTo(new[] { "user_joined" }));
        Assert.That(second.GetProperty("type").GetString(), Is.EqualTo("resync"));
        Assert.That(second.GetProperty("last_seq").GetInt64(), Is.EqualTo(5));
        Assert.That(await peer.ReceiveSeqsAsync(1), Is.EqualTo(new[] { 6 }));
    }

    [Test]
    public async Task RunAsync_WhenThePeerSendsAPosition_GetsWhatFollowsIt()
    {
        await using var host = await TestHost.StartAsync(isBroadcastingReal: true);
        var (room, user, log) = await SeedLogAsync(host, 5);
        await using var peer = await Peer.ConnectAsync(room, user, host.Clock);

        peer.Run(host.Get<RealtimeServer>(), after: $"3:{log[2].Id}");
        var joined = await peer.ReceiveAsync();

        Assert.That(joined.GetProperty("position").GetString(), Is.EqualTo($"5:{log[4].Id}"));
        Assert.That(await peer.ReceiveSeqsAsync(2), Is.EqualTo(new[] { 4, 5 }));
    }

    [TestCase(0)]
    [TestCase(5)]
    public async Task RunAsync_WhenThePositionIsTheStartOrTheEnd_IsInTheLog(int seq)
    {
        await using var host = await TestHost.StartAsync(isBroadcastingReal: true);
        var (room, user, log) = await SeedLogAsync(host, 5);
        await using var peer = await Peer.ConnectAsync(room, user, host.Clock);

        peer.Run(host.Get<RealtimeServer>(), after: (seq == 0 ? LogPosition.Start : new LogPosition(seq, log[seq - 1].Id)).ToString());
        await peer.ReceiveTypesAsync(1);
        await host.AppendAsync(Some.Message(room, user));

        Assert.That(await peer.ReceiveSeqsAsync(6 - seq), Is.EqualTo(Enumerable.Range(seq + 1, 6 - seq)));
    }

    [TestCase(3, 2, Description = "another event has this seq")]
    [TestCase(5, 4)]
    [TestCase(0, 1)]
    [TestCase(6, 5, Description = "from the future")]
    public async Task RunAsync_WhenThePositionIsNotInTheLog_ResyncsAndGoesLive(int seq, int seqOfId)
    {
        await using var host = await TestHost.StartAsync(isBroadcastingReal: true);
        var (room, user, log) = await SeedLogAsync(host, 5);
        await using var peer = await Peer.ConnectAsync(room, user, host.Clock);

        peer.Run(host.Get<RealtimeServer>(), after: $"{seq}:{log[seqOfId - 1].Id}");
        await peer.ReceiveTypesAsync(1);
        var resync = await peer.ReceiveAsync();
        await host.AppendAsync(Some.Message(room, user));

        Assert.That(resync.GetProperty("type").GetString(), Is.EqualTo("resync"));
        Assert.That(resync.GetProperty("last_seq").GetInt64(), Is.EqualTo(5));
        Assert.That(resync.GetProperty("position").GetString(), Is.EqualTo($"5:{log[4].Id}"));
        Assert.That(await peer.ReceiveSeqsAsync(1), Is.EqualTo(new[] { 6 }));
    }

    [TestCase("1", "message")]
    [TestCase("0", "resync")]
    public async Task RunAsync_WhenThePeerIsFarBehind_ResyncsBeyond1000Events(string after, string expected)
    {
        await using var host = await TestHost.StartAsync(isBroadcastingReal: true);
        var (room, user, _) = await SeedLogAsync(host, 1_001);
        await using var peer = await Peer.ConnectAsync(room, user, host.Clock);

        peer.Run(host.Get<RealtimeServer>(), after);

        Assert.That(await peer.ReceiveTypesAsync(2), Is.EqualTo(new[] { "user_joined", expected }));
    }

    [Test]
    public async Task RunAsync_WhenAPublicationIsLost_TheDatabaseFillsTheHole()
    {
        await using var host = await TestHost.StartAsync(isBroadcastingReal: true);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        await using var peer = await Peer.ConnectAsync(room, user, host.Clock);
        peer.Run(host.Get<RealtimeServer>(), after: null);
        await peer.ReceiveTypesAsync(1);
        await host.SeedAsync(Some.Message(room, user, 1), Some.Message(room, user, 2), Some.Message(room, user, 3));

        host.Get<IBackplane>().Broadcast(room.Id, [Some.Message(room, user, 3)]);
        host.Clock.Advance(TimeSpan.FromMilliseconds(200));

        Assert.That(await peer.ReceiveSeqsAsync(3), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    private static async Task<(Room Room, User User, Message[] Log)> SeedLogAsync(TestHost host, int count)
    {
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        var log = new List<Task<Message>>();
        for (var i = 0; i < count; i++)
            log.Add(await host.EnqueueAsync(Some.Message(room, user)));
        return (room, user, await Task.WhenAll(log));
    }
}
