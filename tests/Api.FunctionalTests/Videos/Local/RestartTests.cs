using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Videos.Local;

/// <summary>Servers that are killed at the worst moments.</summary>
public sealed class RestartTests
{
    [Test]
    public async Task Upload_WhenTheServerIsKilledInTheMiddle_CanBeTriedAgain()
    {
        await using var api = await ApiServer.StartAsync();
        var room = await api.CreateRoomAsync();
        var id = await api.OpenSessionAsync(room);
        using var upload = await api.BeginUploadAsync(id, Clip.Broken(100_000), length: 1_000_000);

        await api.KillAsync();
        var left = api.Parts().Count();
        await api.StartAsync();

        Assert.That(left, Is.EqualTo(1));
        // The files are removed right after the video becomes ready.
        await Eventually.BeTrueAsync(() => !api.Leftovers().Any(), "the leftovers are removed");
        Assert.That((await api.GetVideoAsync(room, id)).GetProperty("status").GetString(), Is.EqualTo("pending"));
        await api.UploadAsync(id, Clip.Broken());
    }

    [Test]
    public async Task Upload_WhenTheServerIsKilledBeforeItIsWrittenDown_IsFoundByTheNext()
    {
        await using var api = await ApiServer.StartAsync();
        var room = await api.CreateRoomAsync();
        var id = await api.OpenSessionAsync(room);

        // The file is in its final place, but the database does not know it.
        await api.KillAsync();
        await File.WriteAllTextAsync(Path.Combine(api.Storage, "originals", $"{id}.bin"), "no video");
        await api.StartAsync();
        var end = Clip.IsAvailable ? "failed" : "ready";
        await api.WaitForStatusAsync(room, id, end);

        Assert.That(
            await api.ReadMilestonesAsync(room), Is.EqualTo(["video_upload_created", "video_processing", "video_" + end]));
    }

    [Test]
    public async Task Transcode_WhenTheServerIsKilledInTheMiddle_IsDoneByTheNextAndLeavesNothing()
    {
        Clip.Require();
        using var ffmpeg = new HeldFfmpeg();
        await using var api = await ApiServer.StartAsync(ffmpeg.Setting);
        var room = await api.CreateRoomAsync();
        var id = await api.OpenSessionAsync(room);
        ffmpeg.Slow(id);
        await api.UploadAsync(id, await Clip.MakeAsync(seconds: 30));
        await api.WaitForVideoAsync(
            room, id, video => video.GetProperty("encode_progress").GetInt32() is > 0 and < 100, "the transcode has begun");

        var workers = api.Workers().Count();
        await api.KillAsync();
        await Eventually.BeTrueAsync(() => !api.Workers().Any(), "ffmpeg has ended with the server");
        var isHalf = Directory.Exists(Path.Combine(api.Storage, "videos", id.ToString()));
        ffmpeg.Release(id);
        await api.StartAsync();
        await api.WaitForStatusAsync(room, id, "ready");

        Assert.That((workers, isHalf), Is.EqualTo((1, false)));
        Assert.That(
            await api.ReadMilestonesAsync(room), Is.EqualTo(["video_upload_created", "video_processing", "video_ready"]));
        Assert.That(api.Leftovers(), Is.Empty);
    }

    [Test]
    public async Task Transcode_WhenTheServerStops_EndsWithIt()
    {
        Clip.Require();
        using var ffmpeg = new HeldFfmpeg();
        await using var api = await ApiServer.StartAsync(ffmpeg.Setting);
        var room = await api.CreateRoomAsync();
        var id = await api.OpenSessionAsync(room);
        ffmpeg.Slow(id);
        await api.UploadAsync(id, await Clip.MakeAsync(seconds: 30));
        await api.WaitForVideoAsync(
            room, id, video => video.GetProperty("encode_progress").GetInt32() > 0, "the transcode has begun");

        api.Terminate();
        var exitCode = await api.WaitForExitAsync();

        Assert.That(exitCode, Is.Zero);
        Assert.That(api.Workers(), Is.Empty);
    }

    [Test]
    public async Task Transcode_WhenTheServerDiesRepeatedly_Fails()
    {
        Clip.Require();
        using var ffmpeg = new HeldFfmpeg();
        await using var api = await ApiServer.StartAsync(ffmpeg.Setting);
        var room = await api.CreateRoomAsync();
        var id = await api.OpenSessionAsync(room);
        ffmpeg.Hold(id);
        // The file records that three attempts have failed before.
        var originals = Directory.CreateDirectory(Path.Combine(api.Storage, "originals")).FullName;
        await File.WriteAllTextAsync(Path.Combine(originals, $"{id}.tries"), "3");
        await api.UploadAsync(id, await Clip.MakeAsync(seconds: 1));

        for (var tries = 1; tries <= 2; tries++)
        {
            await Eventually.BeTrueAsync(() => ffmpeg.MakersOf(id).Length == tries, $"ffmpeg was started {tries} times", TimeSpan.FromMinutes(2));
            await api.KillAsync();
            await api.StartAsync();
        }
        var video = await api.WaitForStatusAsync(room, id, "failed");

        Assert.That(ffmpeg.MakersOf(id), Has.Length.EqualTo(2));
        Assert.That(video.GetProperty("failure").GetString(), Does.StartWith("The server could not process the video."));
        Assert.That(Directory.EnumerateFiles(originals), Is.Empty);
    }

    [Test]
    public async Task Upload_WhenThereIsNoFfmpeg_IsPlayedAsItIs()
    {
        // PATH affects only the server, because the test's own PATH finds `dotnet`.
        await using var api = await ApiServer.StartAsync(("PATH", "/nonexistent"), ("PublicBaseUrl", "https://chat.example.com/"));
        var room = await api.CreateRoomAsync();
        var id = await api.OpenSessionAsync(room);
        byte[] file = [0, 0, 0, 0x20, .. "ftypisom"u8, .. new byte[1_000]];

        await api.UploadAsync(id, file);
        var video = await api.WaitForStatusAsync(room, id, "ready");
        using var played = await api.Http.GetAsync(new Uri($"/media/originals/{id}.mp4", UriKind.Relative));
        var events = await api.ReadEventsAsync(room);

        Assert.Multiple(async () =>
        {
            Assert.That(
                video.GetProperty("playback_url").GetString(), Is.EqualTo($"https://chat.example.com/media/originals/{id}.mp4"));
            Assert.That(video.GetProperty("thumbnail_url").GetString(), Is.Null);
            Assert.That(video.GetProperty("duration_seconds").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
            Assert.That(played.Content.Headers.ContentType!.MediaType, Is.EqualTo("video/mp4"));
            Assert.That(await played.Content.ReadAsByteArrayAsync(), Is.EqualTo(file));
            Assert.That(
                events.Select(e => e.GetProperty("type").GetString()),
                Is.EqualTo(["video_upload_created", "video_processing", "video_ready"]));
            Assert.That(
                events[2].GetProperty("playback_url").GetString(),
                Is.EqualTo($"https://chat.example.com/media/originals/{id}.mp4"));
            Assert.That(api.Log, Does.Contain("ffmpeg and ffprobe are not on PATH"));
        });
    }
}
