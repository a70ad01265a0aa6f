using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.Videos.Local.Transcoding;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Local.Transcoding;

/// <summary>Small files that would need a lot of CPU, memory or disk space.</summary>
[Parallelizable(ParallelScope.All), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TranscodeBoundsTests : IDisposable
{
    private const int Second = 1_000;

    private static readonly TranscodeBench Shared = new();

    /// <summary>A film that takes some seconds to transcode.</summary>
    private static readonly Lazy<Task<string>> LazyLong = new(() => Shared.MakeAsync("long.mp4", [
        "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30:duration=12", "-c:v", "libx264", "-preset", "ultrafast"]));

    private readonly TranscodeBench _bench = new();

    [OneTimeSetUp]
    public static void RequireFfmpeg() => TranscodeBench.RequireFfmpeg();

    [OneTimeTearDown]
    public static void DeleteShared() => Shared.Dispose();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task Plan_WhenTheFilmIsLongerThanAllowed_IsRefused()
    {
        _bench.Options.MaxDurationSeconds = 3;
        var film = await _bench.MakeAsync("long.mp4", [
            "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=5:duration=4", "-c:v", "libx264", "-preset", "ultrafast"]);

        Assert.That((await _bench.PlanAsync(film)).Failure, Is.EqualTo(VideoFailure.TooLong));
    }

    [Test]
    public async Task Plan_WhenAFewPicturesHaveAHoleOfHours_IsRefused()
    {
        var film = Write(HandmadeFilm.Of([HandmadeFilm.Png(64, 64)], [0, 0, 0, 0, 0, 0], [16, 16, 16, 3 * 3_600 * Second, 16, 16], 64, 64, Second));

        var (plan, failure) = await _bench.PlanAsync(film);

        Assert.That((plan, failure), Is.EqualTo(((object?)null, VideoFailure.Damaged)));
    }

    [Test]
    public async Task Plan_WhenAFilmShowsAPictureForMinutes_IsMade()
    {
        var film = Write(HandmadeFilm.Of(
            [HandmadeFilm.Png(64, 64)], [0, 0, 0, 0, 0, 0], [.. Enumerable.Repeat(120 * Second, 6)], 64, 64, Second));

        var (plan, _) = await _bench.PlanAsync(film);

        Assert.That(plan!.DurationSeconds, Is.EqualTo(720).Within(1));
        Assert.That(plan.FramesPerSecond, Is.EqualTo(10));
    }

    [Test]
    public async Task Plan_WhenThousandsOfSamplesNameTheSameBytes_IsRefused()
    {
        var samples = 20_000;
        var film = Write(HandmadeFilm.Of(
            [HandmadeFilm.Png(256, 256)], new int[samples], [.. Enumerable.Repeat(40, samples)], 256, 256, Second));

        Assert.That((await _bench.PlanAsync(film)).Failure, Is.EqualTo(VideoFailure.TooLarge));
    }

    [Test]
    public async Task Plan_WhenASecondHoldsTooManyPixels_IsRefused()
    {
        _bench.Options.MaxPixelsPerSecond = 1_000_000;
        var film = Write(HandmadeFilm.Of([HandmadeFilm.Png(64, 64)], new int[400], [.. Enumerable.Repeat(1, 400)], 64, 64, Second));

        Assert.That((await _bench.PlanAsync(film)).Failure, Is.EqualTo(VideoFailure.TooLarge));
    }

    [Test]
    public async Task Plan_WhenTheHeadSaysThatThePictureIsTooLarge_IsRefused()
    {
        _bench.Options.MaxPixels = 10_000;
        var film = Write(HandmadeFilm.Of([HandmadeFilm.Png(128, 128)], [0, 0], [Second, Second], 128, 128, Second));

        Assert.That((await _bench.PlanAsync(film)).Failure, Is.EqualTo(VideoFailure.TooLarge));
    }

    [Test]
    public async Task Transcode_WhenALaterPictureIsTooLarge_FailsWithoutDecodingIt()
    {
        _bench.Options.MaxPixels = 100_000;
        var film = Write(HandmadeFilm.Of(
            [HandmadeFilm.Png(64, 64), HandmadeFilm.Png(1_000, 1_000)], [0, 0, 1, 1, 0], [.. Enumerable.Repeat(Second, 5)], 64, 64, Second));

        Assert.That((await _bench.TranscodeAsync(film)).Failure, Is.EqualTo(VideoFailure.TooLarge));
    }

    [Test]
    public async Task Transcode_WhenItNeedsMoreMemoryThanAllowed_Fails()
    {
        _bench.Options.MaxMemoryBytes = 512 * 1_024 * 1_024;
        var film = Write(HandmadeFilm.Of([HandmadeFilm.Png(5_000, 5_000)], [0, 0], [Second, Second], 5_000, 5_000, Second));

        Assert.That((await _bench.TranscodeAsync(film)).Failure, Is.EqualTo(VideoFailure.TooLarge));
    }

    [Test]
    public async Task Plan_AllowsSoMuchOutput()
    {
        (_bench.Options.MaxOutputRatio, _bench.Options.MinOutputBytes) = (3, 1_000_000);
        var film = Write(HandmadeFilm.Of([HandmadeFilm.Png(64, 64)], [0, 0], [Second, Second], 64, 64, Second));

        var (plan, _) = await _bench.PlanAsync(film);

        Assert.That(plan!.MaxBytes, Is.EqualTo(1_000_000 + 3 * new FileInfo(film).Length));
    }

    [Test]
    public async Task Transcode_WhenItWritesMoreThanAllowed_IsStopped()
    {
        var film = await LazyLong.Value;

        var result = await _bench.TranscodeAsync(film, plan => plan with { MaxBytes = 50_000 });

        Assert.That(result.Failure, Is.EqualTo(VideoFailure.TooLarge));
    }

    [Test]
    public async Task Transcode_WhenTheDiskRunsOut_IsStoppedAndSaysHowFarItCame()
    {
        var film = await LazyLong.Value;

        var exception = Assert.ThrowsAsync<OutOfSpaceException>(
            () => _bench.TranscodeAsync(film, report: percent => _bench.FreeBytes = percent > 50 ? 0 : _bench.FreeBytes));

        Assert.That(exception!.WrittenBytes, Is.Positive);
    }

    [Test]
    public void Transcode_WhenTheDiskHasNoRoomAtAll_IsNotBegun()
    {
        _bench.FreeBytes = 1_024;
        var film = Write(HandmadeFilm.Of([HandmadeFilm.Png(64, 64)], [0, 0], [Second, Second], 64, 64, Second));

        var exception = Assert.ThrowsAsync<OutOfSpaceException>(() => _bench.TranscodeAsync(film));

        Assert.That(exception!.WrittenBytes, Is.Zero);
    }

    [Test]
    public async Task Transcode_WhenItTakesMoreCpuTimeThanAllowed_IsStopped()
    {
        (_bench.Options.MaxCpuSeconds, _bench.Options.MaxCpuSecondsPerSecond) = (1, 1);
        var film = await LazyLong.Value;

        Assert.That((await _bench.TranscodeAsync(film)).Failure, Is.EqualTo(VideoFailure.TookTooLong));
    }

    [TestCase("song.mp4", VideoFailure.NoVideoTrack)]
    [TestCase("cut.mp4", VideoFailure.Damaged)]
    public async Task Plan_SaysWhyThereIsNone(string name, VideoFailure expected)
    {
        var film = await _bench.MakeAsync(name, ["-f", "lavfi", "-i", "sine=duration=1"]);
        if (expected == VideoFailure.Damaged)
            await File.WriteAllBytesAsync(film, (await File.ReadAllBytesAsync(film))[..200]);

        Assert.That((await _bench.PlanAsync(film)).Failure, Is.EqualTo(expected));
    }

    [Test]
    public async Task Plan_WhenOnlyADecoderOfDolbyCanShowIt_IsRefused()
    {
        var film = await _bench.MakeAsync("dolby.mp4", [
            "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=10:duration=1,setsar=1", "-c:v", "libx265", "-x265-params", "log-level=none"]);
        var bytes = await File.ReadAllBytesAsync(film);
        // Replaces two boxes of 36 bytes in total with profile 5, level 3, without a compatible base layer.
        var place = bytes.AsSpan(bytes.AsSpan().IndexOf("\0\0\0\u0010pasp"u8), 36);
        place.Clear();
        ((ReadOnlySpan<byte>)[0, 0, 0, 36, .. "dvcC"u8, 1, 0, 5 << 1, (3 << 3) | 5]).CopyTo(place);
        await File.WriteAllBytesAsync(film, bytes);

        Assert.That((await _bench.PlanAsync(film)).Failure, Is.EqualTo(VideoFailure.UnsupportedCodec));
    }

    private string Write(byte[] film)
    {
        File.WriteAllBytes(_bench.FileOf("film.mov"), film);
        return _bench.FileOf("film.mov");
    }
}
