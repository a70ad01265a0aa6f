using System.Globalization;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Videos.Local;

[Parallelizable(ParallelScope.All)]
public sealed class TranscodeTests
{
    private static ApiServer Api => SharedServer.Api;

    [SetUp]
    public void RequireFfmpeg() => Clip.Require();

    [Test]
    public async Task Upload_WhenItIsAVideo_BecomesHlsThatDecodes()
    {
        var (room, id) = await UploadAsync(await Clip.MakeAsync("854x480", 3));

        var video = await Api.WaitForStatusAsync(room, id, "ready");
        var snapshot = await Api.GetJsonAsync($"/rooms/{room}/snapshot");
        var playlist = video.GetProperty("playback_url").GetString()!;
        var sizes = await Clip.ProbeAsync(playlist, "v", "width,height");
        var segment = await Clip.ProbeAsync($"{Api.Address}media/videos/{id}/480p/00000.ts", "v:0", "codec_name,nb_read_frames");

        Assert.Multiple(() =>
        {
            Assert.That(snapshot.GetProperty("videos").GetRawText(), Is.EqualTo($"[{video.GetRawText()}]"));
            Assert.That(video.GetProperty("encode_progress").GetInt32(), Is.EqualTo(100));
            Assert.That(video.GetProperty("duration_seconds").GetDouble(), Is.EqualTo(3).Within(0.1));
            Assert.That(playlist, Is.EqualTo($"{Api.Address}media/videos/{id}/playlist.m3u8"));
            Assert.That(sizes.Distinct(), Is.EquivalentTo(["640,360", "854,480"]));
            Assert.That(segment, Has.Member("h264,75"));
        });
    }

    [TestCase("320x240", new[] { "320,240" })]
    [TestCase("360x640", new[] { "360,640" })]
    [TestCase("322x242", new[] { "322,242" })]
    public async Task Upload_WhenTheVideoIsSmall_IsNotMadeLarger(string size, string[] expected)
    {
        var (room, id) = await UploadAsync(await Clip.MakeAsync(size, 1));

        var video = await Api.WaitForStatusAsync(room, id, "ready");
        var sizes = await Clip.ProbeAsync(video.GetProperty("playback_url").GetString()!, "v", "width,height");

        Assert.That(sizes.Distinct(), Is.EquivalentTo(expected));
    }

    [Test]
    public async Task Upload_WhenTheVideoIsLargerThan1080p_IsMadeSmaller()
    {
        var (room, id) = await UploadAsync(await Clip.MakeAsync("1440x2560", 0.2, hasSound: false));

        var video = await Api.WaitForStatusAsync(room, id, "ready");
        var sizes = await Clip.ProbeAsync(video.GetProperty("playback_url").GetString()!, "v", "width,height");

        Assert.That(sizes.Distinct(), Is.EquivalentTo(["360,640", "480,854", "720,1280", "1080,1920"]));
    }

    [Test]
    public async Task Upload_WhenTheVideoHasNoSound_IsReadyAsWell()
    {
        var (room, id) = await UploadAsync(await Clip.MakeAsync(seconds: 1, hasSound: false, format: "mkv"));

        var video = await Api.WaitForStatusAsync(room, id, "ready");

        Assert.That(video.GetProperty("duration_seconds").GetDouble(), Is.EqualTo(1).Within(0.1));
    }

    [Test]
    public async Task Upload_WhenTheFileDoesNotSayHowLongItIs_MeasuresIt()
    {
        // The file resembles a recording of a browser, which has no duration in its header.
        var (room, id) = await UploadAsync(await Clip.MakeAsync(seconds: 2, format: "mkv", more: ["-live", "1"]));

        var video = await Api.WaitForStatusAsync(room, id, "ready");

        Assert.That(video.GetProperty("duration_seconds").GetDouble(), Is.EqualTo(2).Within(0.2));
    }

    [Test]
    public async Task Upload_WhenItIsAVideo_HasAThumbnail()
    {
        var (room, id) = await UploadAsync(await Clip.MakeAsync(seconds: 1));

        var video = await Api.WaitForStatusAsync(room, id, "ready");
        var thumbnail = video.GetProperty("thumbnail_url").GetString()!;
        using var response = await Api.Http.GetAsync(new Uri(thumbnail));
        var bytes = await response.Content.ReadAsByteArrayAsync();

        Assert.Multiple(() =>
        {
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("image/jpeg"));
            Assert.That(Convert.ToHexString(bytes.AsSpan(0, 3)), Is.EqualTo("FFD8FF"));
        });
    }

    [TestCase("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{0}\n#EXT-X-ENDLIST\n")]
    [TestCase("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://{0}\n#EXT-X-ENDLIST\n")]
    [TestCase("ffconcat version 1.0\nfile '{0}'\n")]
    public async Task Upload_WhenItIsAListOfFiles_ReadsNoneOfThem(string list)
    {
        var other = Path.Combine(Api.Storage, Guid.NewGuid() + ".ts");
        await File.WriteAllBytesAsync(other, await Clip.MakeAsync(seconds: 1, format: "ts"));

        var text = System.Text.Encoding.UTF8.GetBytes(string.Format(CultureInfo.InvariantCulture, list, other));
        var room = await Api.CreateRoomAsync();
        var (refused, placed) = (await Api.OpenSessionAsync(room), await Api.OpenSessionAsync(room));

        using var response = await Api.PutFileAsync(refused, new ByteArrayContent(text));
        // The text file must not be opened, even if it is already among the originals.
        await File.WriteAllBytesAsync(Path.Combine(Api.Storage, "originals", $"{placed}.bin"), text);
        using var _ = await Api.PostAsync("/bunny-webhook", new { EventType = "VideoFileEncoded", VideoGuid = placed });
        await Api.WaitForStatusAsync(room, placed, "failed");

        Assert.That((int)response.StatusCode, Is.EqualTo(422));
    }

    [Test]
    public async Task Upload_WhenItIsASongWithACover_Fails()
    {
        var song = await Clip.MakeAsync(
            seconds: 1, more: ["-map", "1:a", "-map", "0:v", "-frames:v", "1", "-c:v", "mjpeg", "-disposition:v:0", "attached_pic"]);

        var (room, id) = await UploadAsync(song);

        var video = await Api.WaitForStatusAsync(room, id, "failed");
        Assert.That(video.GetProperty("failure").GetString(), Is.EqualTo("The file has no video track."));
    }

    [TestCase("true", true)]
    [TestCase("false", false)]
    public async Task Upload_WhenItIsReady_ItsOriginalIsNotServedAndKeptAsConfigured(string keeps, bool isKept)
    {
        await using var api = await ApiServer.StartAsync(("Videos__KeepOriginals", keeps));
        var room = await api.CreateRoomAsync();
        var id = await api.OpenSessionAsync(room);
        var original = new Uri($"/media/originals/{id}.mp4", UriKind.Relative);
        await api.UploadAsync(id, await Clip.MakeAsync(seconds: 1, more: ["-metadata", "location=+59.3293+018.0686/"]));

        using var early = await api.Http.GetAsync(original);
        await api.WaitForStatusAsync(room, id, "ready");
        using var late = await api.Http.GetAsync(original);

        Assert.That(((int)early.StatusCode, (int)late.StatusCode), Is.EqualTo((404, 404)));
        Assert.That(File.Exists(Path.Combine(api.Storage, "originals", $"{id}.mp4")), Is.EqualTo(isKept));
    }

    [Test]
    public async Task Upload_WhenALongFilmIsAtWork_AShortOneDoesNotWaitForIt()
    {
        using var ffmpeg = new HeldFfmpeg();
        // A video of 20 seconds takes more than one CPU second, so it is long with this setting.
        await using var api = await ApiServer.StartAsync(ffmpeg.Setting, ("Videos__ShortCpuSeconds", "1"));
        var room = await api.CreateRoomAsync();
        var (first, second, small) = (await api.OpenSessionAsync(room), await api.OpenSessionAsync(room), await api.OpenSessionAsync(room));
        var film = await Clip.MakeAsync(seconds: 20);
        ffmpeg.Hold(first);
        ffmpeg.Hold(second);

        await api.UploadAsync(first, film);
        await Eventually.BeTrueAsync(() => ffmpeg.MakersOf(first).Length == 1, "the long film is at work");
        await api.UploadAsync(second, film);
        var waiting = await api.WaitForVideoAsync(
            room, second, video => video.GetProperty("queue_position").ValueKind == System.Text.Json.JsonValueKind.Number, "the other one waits");
        await api.UploadAsync(small, await Clip.MakeAsync(seconds: 1));
        var ready = await api.WaitForStatusAsync(room, small, "ready");
        var metrics = await api.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.That(waiting.GetProperty("queue_position").GetInt32(), Is.EqualTo(1));
        Assert.That(ready.GetProperty("queue_position").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
        Assert.That(ffmpeg.MakersOf(second), Is.Empty);
        Assert.That(metrics, Does.Match(@"(?m)^videochat_transcodes_waiting(\{[^}]*\})? 1\b"));
    }

    private static async Task<(Guid RoomId, Guid VideoId)> UploadAsync(byte[] file)
    {
        var room = await Api.CreateRoomAsync();
        var id = await Api.OpenSessionAsync(room);
        await Api.UploadAsync(id, file);
        return (room, id);
    }
}
