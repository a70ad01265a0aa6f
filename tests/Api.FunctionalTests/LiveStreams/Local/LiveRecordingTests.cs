using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.LiveStreams.Local;

/// <summary>The recordings of live streams that have ended.</summary>
public sealed class LiveRecordingTests
{
    [SetUp]
    public void SetUp() => Ffmpeg.Require();

    [Test]
    public async Task Stop_WhenItWasLive_MakesAVideoOfTheRoomOnce()
    {
        await using var api = await LiveCalls.StartServerAsync();
        var room = await api.CreateRoomAsync();
        await using var peer = await RoomClient.JoinAsync(api, room, await api.CreateUserAsync());
        var stream = await api.CreateLiveStreamAsync(room);
        await using var encoder = Encoder.Start(stream.Text("rtmp_url"));
        await api.WaitForSegmentsAsync(stream, 2);

        var stopped = await api.StopLiveStreamAsync(room, stream);

        var ended = await peer.ReceiveAsync("live_stream_ended");
        Assert.That(ended.Text("video_id"), Is.EqualTo(stopped.Text("video_id")));
        await WaitUntilReadyAsync(api, room);
        var video = await GetOnlyVideoAsync(api, room);
        Assert.Multiple(() =>
        {
            Assert.That(video.Text("id"), Is.EqualTo(ended.Text("video_id")));
            Assert.That((video.Text("status"), video.Text("title")), Is.EqualTo(("ready", "Friday")));
            Assert.That(video.GetProperty("duration_seconds").GetDouble(), Is.GreaterThan(3));
            Assert.That(video.GetProperty("thumbnail_url").ValueKind, Is.EqualTo(JsonValueKind.String));
        });
        Assert.That(
            await api.EventTypesAsync(room),
            Is.EqualTo(new[] { "live_stream_created", "live_stream_started", "live_stream_ended", "video_processing", "video_ready" }));
        Assert.That(Directory.EnumerateFiles(Path.Combine(api.Storage, "recordings")), Is.Empty);
    }

    [Test]
    public async Task Kill_WhileItIsLive_RecordsOnAndMakesOneVideo()
    {
        await using var api = await LiveCalls.StartServerAsync(("Live__BreakSeconds", "15"));
        var room = await api.CreateRoomAsync();
        var stream = await api.CreateLiveStreamAsync(room);
        await using (Encoder.Start(stream.Text("rtmp_url")))
        {
            await api.WaitForSegmentsAsync(stream, 2);
            await api.KillAsync();
        }
        await api.StartAsync();
        var before = await api.CountSegmentsAsync(stream);
        await using var encoder = Encoder.Start(stream.Text("rtmp_url"));
        await api.WaitForSegmentsAsync(stream, before + 2);

        await api.StopLiveStreamAsync(room, stream);

        await WaitUntilReadyAsync(api, room);
        Assert.That((await GetOnlyVideoAsync(api, room)).GetProperty("duration_seconds").GetDouble(), Is.GreaterThan(7));
    }

    [Test]
    public async Task Stop_WhenItWasNeverLive_MakesNoVideo()
    {
        await using var api = await LiveCalls.StartServerAsync();
        var room = await api.CreateRoomAsync();
        var stream = await api.CreateLiveStreamAsync(room);

        var stopped = await api.StopLiveStreamAsync(room, stream);

        Assert.That(stopped.GetProperty("video_id").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(await api.EventTypesAsync(room), Is.EqualTo(new[] { "live_stream_created", "live_stream_ended" }));
    }

    private static Task WaitUntilReadyAsync(ApiServer api, Guid room) => Eventually.BeTrueAsync(
        async () => (await GetOnlyVideoAsync(api, room)).Text("status") == "ready", "the recording is ready", TimeSpan.FromSeconds(120));

    private static async Task<JsonElement> GetOnlyVideoAsync(ApiServer api, Guid room) =>
        (await api.GetJsonAsync($"/rooms/{room}/videos")).EnumerateArray().Single();
}
