using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.LiveStreams.Local;

/// <summary>Live streams on servers that are killed or have special settings.</summary>
public sealed class LocalLiveRestartTests
{
    [SetUp]
    public void SetUp() => Ffmpeg.Require();

    [Test]
    public async Task Kill_WhileItIsLive_LeavesNoFfmpegAndTheEncoderCanReconnect()
    {
        await using var api = await LiveCalls.StartServerAsync(("Live__BreakSeconds", "15"));
        var room = await api.CreateRoomAsync();
        var stream = await api.CreateLiveStreamAsync(room);
        await using (Encoder.Start(stream.Text("rtmp_url")))
        {
            await api.WaitForStatusAsync(room, stream, "live");
            await api.KillAsync();
            await Eventually.BeTrueAsync(() => Ffmpeg.WorkingIn(api.Storage).Count == 0, "no ffmpeg is left");
        }

        await api.StartAsync();
        var before = await api.CountSegmentsAsync(stream);
        await using var encoder = Encoder.Start(stream.Text("rtmp_url"));
        await api.WaitForSegmentsAsync(stream, before + 2);

        await api.WaitForStatusAsync(room, stream, "live");
        Assert.That(await api.EventTypesAsync(room), Is.EqualTo(new[] { "live_stream_created", "live_stream_started" }));
    }

    [Test]
    public async Task Kill_WhenTheEncoderDoesNotReconnect_EndsTheStreamOnce()
    {
        await using var api = await LiveCalls.StartServerAsync();
        var room = await api.CreateRoomAsync();
        var stream = await api.CreateLiveStreamAsync(room);
        await using (Encoder.Start(stream.Text("rtmp_url")))
        {
            await api.WaitForStatusAsync(room, stream, "live");
            await api.KillAsync();
        }

        await api.StartAsync();

        await api.WaitForStatusAsync(room, stream, "ended");
        Assert.That(
            await api.LiveEventTypesAsync(room),
            Is.EqualTo(new[] { "live_stream_created", "live_stream_started", "live_stream_ended" }));
        Assert.That(await api.ReadPlaylistAsync(stream), Does.Contain("#EXT-X-ENDLIST"));
    }

    [Test]
    public async Task Terminate_WhileItIsLive_EndsQuicklyAndLeavesNoFfmpeg()
    {
        await using var api = await LiveCalls.StartServerAsync();
        var room = await api.CreateRoomAsync();
        var stream = await api.CreateLiveStreamAsync(room);
        await using var encoder = Encoder.Start(stream.Text("rtmp_url"));
        await api.WaitForStatusAsync(room, stream, "live");

        api.Terminate();

        Assert.That(await api.WaitForExitAsync(), Is.Zero);
        Assert.That(Ffmpeg.WorkingIn(api.Storage), Is.Empty);
    }

    [Test]
    public async Task Wait_WhenNoEncoderComes_EndsTheStream()
    {
        await using var api = await LiveCalls.StartServerAsync(("Live__WaitSeconds", "1"));
        var room = await api.CreateRoomAsync();
        await using var peer = await RoomClient.JoinAsync(api, room, await api.CreateUserAsync());
        var stream = await api.CreateLiveStreamAsync(room);

        await peer.ReceiveAsync("live_stream_ended");

        await api.WaitForStatusAsync(room, stream, "ended");
        Assert.That(await api.EventTypesAsync(room), Is.EqualTo(new[] { "live_stream_created", "live_stream_ended" }));
    }

    [Test]
    public async Task Start_WhenFilesOfAnEndedStreamAreOld_RemovesThem()
    {
        await using var api = await LiveCalls.StartServerAsync(("Live__KeepSeconds", "60"));
        var folder = Directory.CreateDirectory(Path.Combine(api.Storage, "live", Guid.NewGuid().ToString()));
        await api.KillAsync();
        folder.LastWriteTimeUtc = DateTime.UtcNow.AddMinutes(-2);

        await api.StartAsync();

        await Eventually.BeTrueAsync(() => !Directory.Exists(folder.FullName), "the folder is removed");
    }

    [Test]
    public async Task Create_WhenThereIsNoFfmpeg_Is503ThatNamesIt()
    {
        await using var api = await LiveCalls.StartServerAsync(("PATH", "/nonexistent"));
        var room = await api.CreateRoomAsync();

        using var response = await api.PostAsync($"/rooms/{room}/live-stream", new { title = "Friday" });

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That((await response.ReadJsonAsync()).Text("detail"), Does.Contain("ffmpeg"));
    }
}
