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
        var playlist = video.GetProperty("playback_url").GetString()!;
        var sizes = await Clip.ProbeAsync(playlist, "v", "width,height");
        var segment = await Clip.ProbeAsync($"{Api.Address}media/videos/{id}/480p/00000.ts", "v:0", "codec_name,nb_read_frames");

        Assert.Multiple(() =>
        {
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
        var (room, id) = await UploadAsync(await Clip.MakeAsync("1440x2560", 0.4, hasSound: false));

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
        // What a browser records has no duration in its header.
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

        var (room, id) = await UploadAsync(
            System.Text.Encoding.UTF8.GetBytes(string.Format(CultureInfo.InvariantCulture, list, other)));

        await Api.WaitForStatusAsync(room, id, "failed");
    }

    [Test]
    public async Task Upload_WhenItIsASongWithACover_Fails()
    {
        var song = await Clip.MakeAsync(
            seconds: 1, more: ["-map", "1:a", "-map", "0:v", "-frames:v", "1", "-c:v", "mjpeg", "-disposition:v:0", "attached_pic"]);

        var (room, id) = await UploadAsync(song);

        await Api.WaitForStatusAsync(room, id, "failed");
    }

    private static async Task<(Guid RoomId, Guid VideoId)> UploadAsync(byte[] file)
    {
        var room = await Api.CreateRoomAsync();
        var id = await Api.OpenSessionAsync(room);
        await Api.UploadAsync(id, file);
        return (room, id);
    }
}
