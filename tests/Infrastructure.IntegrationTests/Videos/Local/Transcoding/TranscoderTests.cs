using System.Globalization;
using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Local.Transcoding;

/// <summary>The results for films that cameras, phones and recorders write.</summary>
[Parallelizable(ParallelScope.All), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TranscoderTests : IDisposable
{
    private static readonly string[] Coded = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"];

    private readonly TranscodeBench _bench = new();

    [OneTimeSetUp]
    public static void RequireFfmpeg() => TranscodeBench.RequireFfmpeg();

    public void Dispose() => _bench.Dispose();

    /// <param name="name">The file.</param>
    /// <param name="picture">Start and end of the video track.</param>
    /// <param name="sound">Start and end of the audio track.</param>
    [TestCase("early.mp4", "0-6", "0-2.5")]
    [TestCase("late.mp4", "0-6", "3.5-6")]
    [TestCase("tail.mp4", "0-2", "0-6")]
    [TestCase("after.mkv", "3-5", "0-6")]
    [TestCase("apart.mp4", "0-2", "4-6")]
    [TestCase("still.mp4", "0-0.04", "0-9")]
    public async Task Transcode_WhenTheTracksSpanOtherTimes_MakesBothTheSame(string name, string picture, string sound)
    {
        var ((pictureStart, pictureEnd), (soundStart, soundEnd)) = (Span(picture), Span(sound));
        var end = Math.Max(pictureEnd, soundEnd);
        var film = await _bench.MakeAsync(name, [
            "-itsoffset", Text(pictureStart), "-f", "lavfi", "-i", $"testsrc2=size=160x120:rate=25:duration={Text(pictureEnd - pictureStart)}",
            "-itsoffset", Text(soundStart), "-f", "lavfi", "-i", $"sine=duration={Text(soundEnd - soundStart)}", "-map", "0", "-map", "1",
            .. Coded]);

        var result = await _bench.TranscodeAsync(film);
        var joined = await _bench.JoinAsync("120p");
        var (pictures, sounds) = await TranscodeBench.SpansAsync(joined);
        var heard = await TranscodeBench.SoundAsync(joined);

        Assert.Multiple(() =>
        {
            Assert.That(result.DurationSeconds, Is.EqualTo(end).Within(0.06));
            Assert.That(_bench.LengthOf("120p"), Is.EqualTo(end).Within(0.11));
            Assert.That(pictures.Length, Is.EqualTo(end).Within(0.11));
            Assert.That(sounds.Length, Is.EqualTo(end).Within(0.11));
            Assert.That(sounds.Start, Is.EqualTo(pictures.Start).Within(0.03));
            // The sound is at its original time and nowhere else, so it is in sync.
            Assert.That(TranscodeBench.VolumeOf(heard, soundStart + 0.3, soundEnd - soundStart - 0.6), Is.GreaterThan(-30));
            if (soundStart > 0)
                Assert.That(TranscodeBench.VolumeOf(heard, 0, soundStart - 0.2), Is.LessThan(-70));
            if (soundEnd < end)
                Assert.That(TranscodeBench.VolumeOf(heard, soundEnd + 0.2, end - soundEnd - 0.3), Is.LessThan(-70));
        });
    }

    [Test]
    public async Task Transcode_WhenATrackHasAHole_FillsIt()
    {
        var film = await _bench.MakeAsync("hole.mkv", [
            "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=6", "-f", "lavfi", "-i", "sine=duration=6",
            "-vf", "select='not(between(t,1,4))'", "-af", "aselect='not(between(t,2,3))'", "-fps_mode", "passthrough", .. Coded]);

        var result = await _bench.TranscodeAsync(film);
        var joined = await _bench.JoinAsync("120p");
        var (pictures, sounds) = await TranscodeBench.SpansAsync(joined);
        var heard = await TranscodeBench.SoundAsync(joined);

        Assert.Multiple(() =>
        {
            Assert.That(result.DurationSeconds, Is.EqualTo(6).Within(0.05));
            Assert.That(pictures.Length, Is.EqualTo(6).Within(0.1));
            Assert.That(sounds.Length, Is.EqualTo(6).Within(0.1));
            Assert.That(TranscodeBench.VolumeOf(heard, 2.2, 0.6), Is.LessThan(-60));
            Assert.That(TranscodeBench.VolumeOf(heard, 3.3, 2), Is.GreaterThan(-30));
        });
    }

    [Test]
    public async Task Transcode_WhenTimeBeginsBelowZeroAndJumps_MakesWhatIsThere()
    {
        var first = await _bench.MakeAsync("a.ts", [.. Source("testsrc2=size=160x120:rate=25:duration=2"), .. Coded]);
        var second = await _bench.MakeAsync("b.ts", [
            .. Source("testsrc2=size=160x120:rate=25:duration=2"), .. Coded, "-output_ts_offset", "3600"]);
        var film = _bench.FileOf("jump.ts");
        await File.WriteAllBytesAsync(film, [.. await File.ReadAllBytesAsync(first), .. await File.ReadAllBytesAsync(second)]);

        var result = await _bench.TranscodeAsync(film);

        Assert.That(result.DurationSeconds, Is.EqualTo(4).Within(0.3));
        Assert.That(_bench.LengthOf("120p"), Is.EqualTo(4).Within(0.3));
    }

    [TestCase("smpte2084")]
    [TestCase("arib-std-b67")]
    public async Task Transcode_WhenTheFilmIsHdr_IsToneMappedAndSaysSo(string transfer)
    {
        const string Picture = "color=c=white:size=160x120:rate=10:duration=1";
        var film = await _bench.MakeAsync("hdr.mp4", [
            .. Silent(Picture), "-vf",
            "format=yuv444p,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv,zscale=t=linear:npl=203,"
                + $"format=gbrpf32le,zscale=p=bt2020:t={transfer}:m=bt2020nc:r=tv,format=yuv420p10le",
            "-c:v", "libx265", "-preset", "ultrafast",
            "-x265-params", $"log-level=none:colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc"]);

        await _bench.TranscodeAsync(film, hasThumbnail: true);
        var joined = await _bench.JoinAsync("120p");

        Assert.That(await LabelsAsync(joined), Is.EqualTo("yuv420p,tv,bt709,bt709,bt709"));
        // White paper stays almost white. Without tone mapping it would be grey: 58 % of PQ's range, 75 % of HLG's.
        foreach (var (file, seconds) in new[] { (joined, 0.5), (Path.Combine(_bench.Output, "thumbnail.jpg"), 0.0) })
            Assert.That(await TranscodeBench.PixelAsync(file, seconds, "", 160, 120, 80, 60), Is.All.InRange(205, 225));
    }

    [TestCase("smpte432", "bt709")]
    [TestCase("bt2020", "bt2020nc")]
    public async Task Transcode_WhenTheGamutIsWide_IsBroughtToBt709(string primaries, string matrix)
    {
        var film = await _bench.MakeAsync("wide.mp4", [
            .. Silent("color=c=0x00C000:size=160x120:rate=10:duration=1"), "-vf",
            "format=yuv444p,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt470bg:range=tv,"
                + $"zscale=p={primaries}:t=bt709:m={matrix},format=yuv420p",
            "-c:v", "libx264", "-color_primaries", primaries, "-color_trc", "bt709", "-colorspace", matrix]);

        await _bench.TranscodeAsync(film);
        var joined = await _bench.JoinAsync("120p");
        var green = await TranscodeBench.PixelAsync(joined, 0.5, "", 160, 120, 80, 60);

        Assert.That(await LabelsAsync(joined), Is.EqualTo("yuv420p,tv,bt709,bt709,bt709"));
        // Without conversion it would be greyer, because the same green has a larger red value in the wide gamut.
        Assert.That(green, Is.EqualTo(new[] { 0, 192, 0 }).Within(30));
    }

    [Test]
    public async Task Transcode_WhenTheFilmIsInterlaced_RemovesTheCombs()
    {
        // The film contains a bar that moves between the fields of a frame, so that its edges look like a comb.
        var film = await _bench.MakeAsync("interlaced.mp4", [
            .. Silent("color=black:size=160x120:rate=50:duration=2,drawbox=x=0:y=0:w=1:h=1:t=fill"),
            "-filter_complex",
            "[0:v]geq=lum='if(between(X,mod(N*6,160),mod(N*6,160)+20),235,16)':cb=128:cr=128,interlace=lowpass=off,format=yuv420p",
            "-c:v", "libx264", "-flags", "+ilme+ildct", "-x264opts", "tff=1"]);

        await _bench.TranscodeAsync(film);
        var joined = await _bench.JoinAsync("120p");
        var (even, odd) = await TranscodeBench.PixelRowsAsync(joined, 1, 60);

        Assert.That(await TranscodeBench.ProbeAsync(joined, "v", "field_order"), Is.EqualTo("progressive"));
        // Two rows of one bar are equal, apart from the encoder's losses.
        Assert.That(even.Zip(odd, (a, b) => Math.Abs(a - b)).Count(difference => difference > 100), Is.LessThan(4));
    }

    [Test]
    public async Task Transcode_WhenThePictureChangesItsShape_LettersItIn()
    {
        var wide = await _bench.MakeAsync("wide.ts", [.. Silent("color=red:size=160x90:rate=10:duration=2"), .. Coded]);
        var tall = await _bench.MakeAsync("tall.ts", [
            .. Silent("color=red:size=90x160:rate=10:duration=2"), .. Coded, "-output_ts_offset", "2"]);
        var film = _bench.FileOf("turned.ts");
        await File.WriteAllBytesAsync(film, [.. await File.ReadAllBytesAsync(wide), .. await File.ReadAllBytesAsync(tall)]);

        var result = await _bench.TranscodeAsync(film);
        var joined = await _bench.JoinAsync("90p");
        var (row, _) = await TranscodeBench.PixelRowsAsync(joined, 3, 44);

        Assert.That(result.DurationSeconds, Is.EqualTo(4).Within(0.2));
        Assert.That(await TranscodeBench.ProbeAsync(joined, "v", "width,height"), Is.EqualTo("160,90"));
        // 90 × 160 is scaled to 50 × 90: black, red, black.
        Assert.That((row[10] < 40, row[80] > 60, row[150] < 40), Is.EqualTo((true, true, true)), string.Join(' ', row));
    }

    [TestCase("90", "120,160")]
    [TestCase("180", "160,120")]
    [TestCase("270", "120,160")]
    public async Task Transcode_WhenThePictureIsTurned_StandsUpright(string rotation, string size)
    {
        var stored = await _bench.MakeAsync("stored.mp4", [
            .. Silent("color=black:size=160x120:rate=10:duration=1,drawbox=x=0:y=0:w=40:h=40:color=white:t=fill"), .. Coded]);
        var film = await _bench.MakeAsync("turned.mp4", ["-i", stored, "-c", "copy", "-metadata:s:v", "rotate=" + rotation]);
        var (width, height) = rotation == "180" ? (160, 120) : (120, 160);

        await _bench.TranscodeAsync(film);
        var joined = await _bench.JoinAsync("120p");
        var ours = await TranscodeBench.PixelAsync(joined, 0.5, "", width, height, 10, 10);
        // The expected pixel is from ffmpeg, because it rotates a picture automatically by default.
        var expected = await TranscodeBench.PixelAsync(film, 0.5, "", width, height, 10, 10);

        Assert.That(await TranscodeBench.ProbeAsync(joined, "v", "width,height"), Is.EqualTo(size));
        Assert.That(ours, Is.EqualTo(expected).Within(12));
    }

    [TestCase(120, "60/1")]
    [TestCase(60, "60/1")]
    [TestCase(25, "25/1")]
    [TestCase(15, "15/1")]
    [TestCase(5, "10/1")]
    public async Task Transcode_WhenTheFileIsPlain_CapsTheFrameRateDecodesInTimeAndLabelsNoColors(int rate, string expected)
    {
        var film = await _bench.MakeAsync("plain.mp4", [.. Silent($"testsrc2=size=160x120:rate={rate}:duration=1"), .. Coded]);

        await _bench.TranscodeAsync(film);
        var joined = await _bench.JoinAsync("120p");
        var (properties, times) = (
            await TranscodeBench.ProbeAsync(joined, "v", "pix_fmt,color_range,color_space,color_transfer,color_primaries,r_frame_rate"),
            await TranscodeBench.FirstPacketAsync(joined));

        Assert.That(properties, Is.EqualTo("yuv420p,unknown,unknown,unknown,unknown," + expected));
        // hls.js begins at the first decoding time, so the video starts and ends later by that time.
        Assert.That(times.Shown - times.Decoded, Is.InRange(0, 0.1));
    }

    [TestCase("tape.dv", "dv", "dvvideo", "pal-dv")]
    [TestCase("tape.avi", "avi", "dvvideo", "pal-dv")]
    [TestCase("camera.mts", "mpegts", "mpeg2video", null)]
    [TestCase("camera.avi", "avi", "mjpeg", null)]
    [TestCase("phone.3gp", "3gp", "mpeg4", null)]
    [TestCase("disc.mpg", "vob", "mpeg2video", null)]
    [TestCase("page.webm", "webm", "libvpx", null)]
    [TestCase("old.mov", "mov", "mjpeg", null)]
    [TestCase("film.flv", "flv", "flv1", null)]
    [TestCase("film.wmv", "asf", "wmv2", null)]
    public async Task Transcode_OfCameraFiles_Succeeds(string name, string format, string codec, string? target)
    {
        string[] size = target is null ? ["-s", "176x144"] : ["-target", target];
        var film = await _bench.MakeAsync(name, [
            .. Source("testsrc2=size=176x144:rate=25:duration=1"), .. size, "-c:v", codec,
            "-c:a", format switch { "webm" => "libopus", "dv" => "pcm_s16le", "flv" or "avi" => "mp3", "asf" => "wmav2", "mov" => "pcm_s16le", _ when target is null && format is "mpegts" or "vob" => "mp2", _ => "aac" },
            .. codec == "mjpeg" ? ["-pix_fmt", "yuvj420p"] : Array.Empty<string>(), "-f", format]);
        var header = new byte[512];
        await using (var file = File.OpenRead(film))
            _ = await file.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false);

        var result = await _bench.TranscodeAsync(film);

        Assert.That(Infrastructure.Videos.Local.Storage.Container.ExtensionOf(header), Is.Not.Null);
        Assert.That((result.IsReady, result.Failure), Is.EqualTo((true, (VideoFailure?)null)));
        Assert.That(result.DurationSeconds, Is.EqualTo(1).Within(0.15));
    }

    [Test]
    public async Task Transcode_WhenTheStreamHasNoTimeStamps_CountsItsFrames()
    {
        var film = await _bench.MakeAsync("film.h264", [.. Silent("testsrc2=size=160x120:rate=25:duration=2"), .. Coded]);

        var result = await _bench.TranscodeAsync(film);

        Assert.That(result.IsReady, Is.True);
        Assert.That(result.DurationSeconds, Is.EqualTo(2).Within(0.1));
        Assert.That(_bench.LengthOf("120p"), Is.EqualTo(2).Within(0.1));
    }

    [Test]
    public async Task Transcode_CarriesNoMetadata()
    {
        var film = await _bench.MakeAsync("walk.mp4", [
            .. Source("testsrc2=size=160x120:rate=25:duration=1"), .. Coded, "-metadata", "location=+59.3293+018.0686/",
            "-metadata", "title=secret-title"]);
        await File.AppendAllTextAsync(film, "secret-archive");

        await _bench.TranscodeAsync(film, hasThumbnail: true);

        foreach (var path in Directory.EnumerateFiles(_bench.Output, "*", SearchOption.AllDirectories))
            Assert.That(await File.ReadAllTextAsync(path), Does.Not.Contain("+59.3293").And.Not.Contain("secret"), path);
    }

    private static string[] Silent(string picture) => ["-f", "lavfi", "-i", picture];

    private static string[] Source(string picture) => [.. Silent(picture), "-f", "lavfi", "-i", "sine=duration=1:sample_rate=48000"];

    private static async Task<string> LabelsAsync(string file) =>
        (await TranscodeBench.ProbeAsync(file, "v", "pix_fmt,color_range,color_space,color_transfer,color_primaries")).TrimEnd(',');

    private static (double Start, double End) Span(string text) => text.Split('-') is [var start, var end]
        ? (double.Parse(start, CultureInfo.InvariantCulture), double.Parse(end, CultureInfo.InvariantCulture))
        : throw new ArgumentException("Not a span.", nameof(text));

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
