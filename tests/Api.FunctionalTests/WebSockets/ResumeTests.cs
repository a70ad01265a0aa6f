using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.WebSockets;

[Parallelizable(ParallelScope.All)]
public sealed class ResumeTests(Column column) : OnEachServer(column)
{
    [TestCase(0, TestName = "Resume_WhenAfterIsZero_ReplaysAll")]
    [TestCase(1, TestName = "Resume_WhenAfterIsASeq_ReplaysWhatIsLater")]
    [TestCase(4, TestName = "Resume_WhenOneIsMissed_ReplaysIt")]
    [TestCase(5, TestName = "Resume_WhenNothingIsMissed_ReplaysNothing")]
    public async Task Resume_WhenAfterIsASeq_ReplaysLaterEventsThenGoesLive(int after)
    {
        var (room, ada, _) = await CreateRoomAsync(events: 5);

        await using var client = await RoomClient.OpenAsync(Api, room, ada.Id, after: after);

        await Api.PostMessageAsync(room, ada, "live");
        var frames = await client.ReceiveManyAsync(1 + 5 - after + 1);
        Assert.Multiple(() =>
        {
            Assert.That(frames[0].Type(), Is.EqualTo("user_joined"));
            Assert.That(frames.Skip(1).Select(Frames.Seq), Is.EqualTo(Enumerable.Range(after + 1, 6 - after).Select(i => (long)i)));
            Assert.That(frames[^1].Content(), Is.EqualTo("live"));
        });
        Assert.That(await client.DrainAsync(), Is.Empty);
    }

    [Test]
    public async Task Resume_WhenThereIsNoAfter_ReplaysNothing()
    {
        var (room, ada, _) = await CreateRoomAsync(events: 5);

        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        Assert.That(await client.DrainAsync(), Is.Empty);
    }

    [Test]
    public async Task Resume_WhenAfterIsAMessageId_ReplaysWhatIsLater()
    {
        var (room, ada, events) = await CreateRoomAsync(events: 5);

        await using var client = await RoomClient.JoinAsync(Api, room, ada, after: events[1]);

        var frames = await client.DrainAsync();
        Assert.That(frames.Select(Frames.Seq), Is.EqualTo(new[] { 3L, 4, 5 }));
    }

    [Test]
    public async Task Resume_WhenAfterIsTheNewestMessageId_ReplaysNothing()
    {
        var (room, ada, events) = await CreateRoomAsync(events: 5);

        await using var client = await RoomClient.JoinAsync(Api, room, ada, after: events[4]);

        Assert.That(await client.DrainAsync(), Is.Empty);
    }

    [Test]
    public async Task Resume_WhenTheRoomIsEmptyAndAfterIsZero_ReplaysNothing()
    {
        var (room, ada, _) = await CreateRoomAsync(events: 0);

        await using var client = await RoomClient.JoinAsync(Api, room, ada, after: 0);

        Assert.That(await client.DrainAsync(), Is.Empty);
    }

    [Test]
    public async Task Resume_WhenAfterIsAPosition_ReplaysWhatIsLaterIfTheLogHasIt()
    {
        var (room, ada, events) = await CreateRoomAsync(events: 5);

        await using (var client = await RoomClient.JoinAsync(Api, room, ada, after: $"3:{events[2]}"))
            Assert.That((await client.DrainAsync()).Select(Frames.Seq), Is.EqualTo(new[] { 4L, 5 }));
        await using (var client = await RoomClient.JoinAsync(Api, room, ada, after: (await Api.GetJsonAsync($"/rooms/{room}")).Text("position")!))
            Assert.That(await client.DrainAsync(), Is.Empty);
        await using var lost = await RoomClient.OpenAsync(Api, room, ada.Id, after: $"3:{events[1]}");
        await AssertResyncAsync(lost, room, ada, lastSeq: 5, position: $"5:{events[4]}");
    }

    [TestCase("text")]
    [TestCase("-1")]
    [TestCase("")]
    [TestCase("1.5")]
    [TestCase("0x1")]
    [TestCase("6")]
    [TestCase("99999999999999999999")]
    [TestCase("01a9c0de-0000-7000-8000-000000000000")]
    [TestCase("1&after=2")]
    public async Task Resume_WhenThePositionMakesNoSense_AnswersResyncThenGoesLive(string after)
    {
        var (room, ada, _) = await CreateRoomAsync(events: 5);

        await using var client = await RoomClient.OpenAsync(Api, room, ada.Id, after: after);

        await AssertResyncAsync(client, room, ada, lastSeq: 5);
    }

    [Test]
    public async Task Resume_WhenTheMessageIsOfAnotherRoom_AnswersResync()
    {
        var (room, ada, _) = await CreateRoomAsync(events: 2);
        var (_, _, elsewhere) = await CreateRoomAsync(events: 1);

        await using var client = await RoomClient.OpenAsync(Api, room, ada.Id, after: elsewhere[0]);

        await AssertResyncAsync(client, room, ada, lastSeq: 2);
    }

    [Test]
    public async Task Resume_WhenAThousandAreMissed_ReplaysThem()
    {
        var (room, ada, _) = await CreateRoomAsync(events: 1_001);

        await using var client = await RoomClient.JoinAsync(Api, room, ada, after: 1);

        var frames = await client.DrainAsync();
        Assert.That(frames.Select(Frames.Seq), Is.EqualTo(Enumerable.Range(2, 1_000).Select(i => (long)i)));
    }

    [Test]
    public async Task Resume_WhenMoreThanAThousandAreMissed_AnswersResync()
    {
        var (room, ada, _) = await CreateRoomAsync(events: 1_001);

        await using var client = await RoomClient.OpenAsync(Api, room, ada.Id, after: 0);

        await AssertResyncAsync(client, room, ada, lastSeq: 1_001);
    }

    [Test]
    public async Task Resume_WhenTheRoomIsActive_HasNoGapAndNoDuplicate()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var talker = await RoomClient.JoinAsync(Api, room, ada);
        var talking = talker.FloodAsync(2_000);

        var seqs = new List<long>();
        while (seqs.LastOrDefault() < 2_000)
        {
            await using var client = await RoomClient.JoinAsync(Api, room, bob, after: seqs.LastOrDefault());
            // If the room is fast, the client may receive resync. It then reads the history.
            var first = await client.ReceiveAsync();
            if (first.Type() == "resync")
                seqs.AddRange((await Api.ReadEventsAsync(room)).Select(Frames.Seq).Where(seq => seq > seqs.LastOrDefault()).ToList());
            else
                seqs.AddRange(new[] { first }.Concat(await client.DrainAsync()).OfType("message").Select(Frames.Seq));
        }

        await talking;
        Assert.That(seqs, Is.EqualTo(Enumerable.Range(1, 2_000).Select(i => (long)i)));
    }

    private async Task AssertResyncAsync(RoomClient client, Guid room, TestUser ada, long lastSeq, string? position = null)
    {
        Assert.That((await client.ReceiveAsync()).Type(), Is.EqualTo("user_joined"));
        var resync = await client.ReceiveAsync();
        Assert.That(resync.Type(), Is.EqualTo("resync"));
        Assert.That(resync.GetProperty("last_seq").GetInt64(), Is.EqualTo(lastSeq));
        Assert.That(resync.Text("position"), Is.EqualTo(position ?? (await Api.GetJsonAsync($"/rooms/{room}")).Text("position")));
        await Api.PostMessageAsync(room, ada, "live");
        Assert.That((await client.ReceiveAsync()).Seq(), Is.EqualTo(lastSeq + 1));
    }

    /// <summary>Creates a room with this many messages and returns their ids.</summary>
    private async Task<(Guid Room, TestUser Ada, List<string> Ids)> CreateRoomAsync(int events)
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        var ids = new List<string>();
        if (events > 0)
        {
            await using var client = await RoomClient.JoinAsync(Api, room, ada);
            await client.FloodAsync(events);
            var frames = await client.ReceiveUntilAsync("message", frame => frame.Seq() == events);
            ids.AddRange(frames.Select(frame => frame.GetProperty("id").GetString()!));
        }
        return (room, ada, ids);
    }
}
