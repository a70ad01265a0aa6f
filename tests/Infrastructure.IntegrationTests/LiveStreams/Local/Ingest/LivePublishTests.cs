using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VideoChat.Application.LiveStreams;
using VideoChat.Infrastructure.IntegrationTests.LiveStreams.Local.Rtmp;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.LiveStreams.Local;
using VideoChat.Infrastructure.LiveStreams.Local.Flv;
using VideoChat.Infrastructure.LiveStreams.Local.Hls;
using VideoChat.Infrastructure.LiveStreams.Local.Ingest;
using VideoChat.Infrastructure.LiveStreams.Local.Recordings;
using VideoChat.Infrastructure.LiveStreams.Local.Rtmp;
using VideoChat.Infrastructure.Storage;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams.Local.Ingest;

/// <summary>Sends the output of encoders to a real ffmpeg.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LivePublishTests : IDisposable
{
    private const uint Hour = 3_600_000;

    private readonly Guid _id = Guid.NewGuid();
    private readonly TestFolder _folder = new();
    private readonly IPEndPoint _endPoint = new(IPAddress.Loopback, FreePort.Find());

    public void Dispose() => _folder.Dispose();

    [SetUp]
    public void SetUp()
    {
        if (Film.FindProgram("ffmpeg") is null)
            Assert.Ignore("ffmpeg is not installed.");
    }

    [TestCase(10_000u, 10_000u + Hour, 2, Description = "forwards")]
    [TestCase(10_000u + Hour, 10_000u, 2, Description = "backwards")]
    [TestCase(uint.MaxValue - 4_000, 6_000u - 4_000, 1, Description = "the wrap of 32 bits is no jump")]
    public async Task Publish_WhenTimestampsJump_BeginsANewSequence(uint first, uint second, int sequences)
    {
        var film = await Film.Normal;
        await using var ingest = Open();
        var (publisher, _) = await RtmpPublisher.PublishAsync(_endPoint, "key");
        using (publisher)
        {
            await publisher.SendAsync(film, time => unchecked(first + time));
            await publisher.SendAsync(film, time => unchecked(second + time));
            await publisher.FinishAsync();
        }
        await ingest.EndAsync();

        var segments = Segments();
        Assert.That(segments.Select(s => s.Seconds), Has.All.InRange(0.5, 3.1));
        Assert.That(segments.Sum(s => s.Seconds), Is.EqualTo(12).Within(0.5));
        Assert.That(Playlist().Split("#EXT-X-DISCONTINUITY\n"), Has.Length.EqualTo(1 + sequences));
    }

    [Test]
    public async Task Publish_WhenATrackChangesItsConfiguration_BeginsANewSequence()
    {
        var film = await Film.Normal;
        await using var ingest = Open();
        var (publisher, _) = await RtmpPublisher.PublishAsync(_endPoint, "key");
        using (publisher)
        {
            await publisher.SendAsync(film, time => time);
            var config = film.First(tag => MediaTag.Read(new RtmpMessage(tag.Type, 1, 0, tag.Payload)) is { IsVideo: true, IsConfig: true });
            await publisher.SendAsync(config.Type, 6_000, [.. config.Payload[..6], (byte)(config.Payload[6] ^ 1), .. config.Payload[7..]]);
            await publisher.SendAsync(film, time => 6_000 + time);
            await publisher.FinishAsync();
        }
        await ingest.EndAsync();

        Assert.That(Playlist().Split("#EXT-X-DISCONTINUITY\n"), Has.Length.GreaterThanOrEqualTo(3));
    }

    [Test]
    public async Task Publish_WhenTheCodecCannotBeShown_IsRejectedByNameAndTheNextEncoderGetsIn()
    {
        var logs = new RecordingLogs();
        LiveIngest? opened = null;
        int? segmentsWhenLive = null;
        await using var ingest = opened = Open(
            logger: logs,
            changed: () => segmentsWhenLive ??= opened?.Status == ProviderLiveStatus.Live ? Segments().Count : null);
        var (hevc, _) = await RtmpPublisher.PublishAsync(_endPoint, "key");
        using (hevc)
        {
            // Supported audio is sent first, and must not admit the encoder.
            foreach (var sound in (await Film.Normal).Where(tag => tag.Type == RtmpMessageType.Audio))
                await hevc.SendAsync(sound.Type, sound.Time, sound.Payload);
            await hevc.SendAsync(RtmpMessageType.Video, 0, [0x90, .. "hvc1"u8, 1, 2, 3]);

            var status = await hevc.ReadStatusAsync();

            Assert.That(status, Is.Not.Null);
            Assert.That((status!.Level, status.Code), Is.EqualTo(("error", "NetStream.Publish.Rejected")));
            Assert.That(status.Description, Does.Contain("HEVC (H.265)").And.Contain("H.264").And.Contain("AAC"));
            Assert.That(ingest.Reason, Is.EqualTo(status.Description));
            Assert.That(await hevc.ReadStatusAsync(), Is.Null);
        }
        Assert.That(logs.Lines.Select(line => line.Text), Has.Some.Contains("HEVC (H.265)"));

        var (h264, answer) = await RtmpPublisher.PublishAsync(_endPoint, "key");
        using (h264)
        {
            Assert.That(answer.Code, Is.EqualTo("NetStream.Publish.Start"));
            await h264.SendAsync(await Film.Normal, time => time);
            await Wait.UntilAsync(() => segmentsWhenLive is not null, "the stream is live");
            Assert.That(segmentsWhenLive, Is.Positive, "the first encoder's state must not count as a picture of the second");
            Assert.That(ingest.Reason, Is.Null);
        }
    }

    [Test]
    public async Task Publish_WhenOneWasRejected_IsAdmittedTwoSecondsLater()
    {
        var clock = new FakeTimeProvider();
        await using var ingest = Open(clock: clock);
        var (hevc, _) = await RtmpPublisher.PublishAsync(_endPoint, "key");
        await hevc.SendAsync(RtmpMessageType.Video, 0, [0x90, .. "hvc1"u8, 1, 2, 3]);
        await hevc.ReadStatusAsync();
        hevc.Dispose();

        // An encoder that retries immediately must wait. Each rejection is an event of the room, so it would fill the room's log.
        var next = RtmpPublisher.PublishAsync(_endPoint, "key");
        await Task.Delay(1_000);
        var wasAdmitted = next.IsCompleted;
        clock.Advance(TimeSpan.FromSeconds(2));
        var (h264, answer) = await next;

        h264.Dispose();
        Assert.That((wasAdmitted, answer.Code), Is.EqualTo((false, "NetStream.Publish.Start")));
    }

    [Test]
    public async Task Publish_WhenNoKeyFrameFollows_IsCutOffAndTheStreamEnds()
    {
        var film = await Film.OneKeyFrame;
        await using var ingest = Open(maxSegmentBytes: film.Sum(tag => tag.Payload.Length) / 2);
        var (publisher, _) = await RtmpPublisher.PublishAsync(_endPoint, "key");
        using (publisher)
        {
            await publisher.SendAsync(film, time => time);

            var status = await publisher.ReadStatusAsync();

            Assert.That(status?.Code, Is.EqualTo("NetStream.Publish.Rejected"));
            Assert.That(status!.Description, Does.Contain("key frame"));
        }
        await Wait.UntilAsync(() => ingest.Status == ProviderLiveStatus.Ended, "the stream has ended");
        Assert.That(ingest.Reason, Does.Contain("key frame"));
    }

    [Test]
    public async Task Publish_WhenTheDiskIsFull_EndsTheStreamWithThatReason()
    {
        await using var ingest = Open(space: Disk.Full);
        var (publisher, _) = await RtmpPublisher.PublishAsync(_endPoint, "key");
        using (publisher)
        {
            await publisher.SendAsync(await Film.Normal, time => time);

            Assert.That((await publisher.ReadStatusAsync())?.Description, Does.Contain("room"));
        }
        await Wait.UntilAsync(() => ingest.Status == ProviderLiveStatus.Ended, "the stream has ended");
        Assert.That(ingest.Reason, Does.Contain("room"));
    }

    [TestCase("key?user=x", "live")]
    [TestCase("key?a=b?c=d", "live")]
    [TestCase("key", "live?user=x")]
    public async Task Publish_WhenNamesCarryAQuery_IsAdmitted(string name, string app)
    {
        await using var ingest = Open();

        var (publisher, answer) = await RtmpPublisher.PublishAsync(_endPoint, name, app);

        using (publisher)
            Assert.That(answer.Code, Is.EqualTo("NetStream.Publish.Start"));
    }

    [Test]
    public async Task Publish_WhenAnotherIsOnAir_GetsBadNameAndTheFirstStays()
    {
        await using var ingest = Open();
        var (first, _) = await RtmpPublisher.PublishAsync(_endPoint, "key");
        var begun = System.Diagnostics.Stopwatch.StartNew();

        var (second, answer) = await RtmpPublisher.PublishAsync(_endPoint, "key");

        Assert.That(begun.Elapsed, Is.LessThan(TimeSpan.FromSeconds(3)));
        Assert.That((answer.Level, answer.Code), Is.EqualTo(("error", "NetStream.Publish.BadName")));
        second.Dispose();
        using (first)
        {
            await first.SendAsync(await Film.Normal, time => time);
            await first.FinishAsync();
        }
        await ingest.EndAsync();
        Assert.That(Segments(), Is.Not.Empty);
    }

    [Test]
    public async Task Publish_WhenTheOneOnAirHasFallenSilent_TakesItsPlace()
    {
        await using var ingest = Open();
        var (first, _) = await RtmpPublisher.PublishAsync(_endPoint, "key");
        using (first)
        {
            await Task.Delay(3_100);

            var (second, answer) = await RtmpPublisher.PublishAsync(_endPoint, "key");

            using (second)
                Assert.That(answer.Code, Is.EqualTo("NetStream.Publish.Start"));
        }
    }

    [Test]
    public async Task Record_WhenThereAreBreaksAndJumps_IsOneFilmWithoutGaps()
    {
        var path = Path.Combine(_folder.Path, "recordings", "film.flv");
        var film = await Film.Normal;
        await using var ingest = Open(recording: path);
        var (one, _) = await RtmpPublisher.PublishAsync(_endPoint, "key");
        using (one)
        {
            await one.SendAsync(film, time => time);
            await one.SendAsync(film, time => time + Hour);
            await one.FinishAsync();
        }
        var (two, _) = await RtmpPublisher.PublishAsync(_endPoint, "key");
        using (two)
        {
            await two.SendAsync(film, time => time + 5_000);
            await two.FinishAsync();
        }
        await ingest.EndAsync();

        var (seconds, complaints) = await Film.ExamineAsync(path);

        Assert.That(seconds, Is.EqualTo(18).Within(0.5));
        Assert.That(complaints, Is.Empty);
    }

    [Test, Platform("Linux")]
    public async Task Publish_LimitsTheMemoryOfFfmpeg()
    {
        await using var ingest = Open();
        var (publisher, _) = await RtmpPublisher.PublishAsync(_endPoint, "key");
        using (publisher)
        {
            await publisher.SendAsync(await Film.Normal, time => time);
            while (!File.Exists(Path.Combine(_folder.Path, "live", LiveFolder.Playlist)))
                await Task.Delay(20);
            var limits = await File.ReadAllLinesAsync($"/proc/{FfmpegId()}/limits");
            await publisher.FinishAsync();

            // The memory is limited, because ffmpeg decodes the first frames and a stream of a few hundred kilobytes may declare
            // pictures of gigabytes.
            var memory = limits.Single(line => line.StartsWith("Max address space", StringComparison.Ordinal));
            Assert.That(long.Parse(memory.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], CultureInfo.InvariantCulture),
                Is.LessThanOrEqualTo(1_024 * 1_024 * 1_024));
        }
    }

    /// <summary>Returns the id of the ffmpeg whose working folder is the stream's.</summary>
    private int FfmpegId() => Process.GetProcessesByName("ffmpeg").Select(process => process.Id).First(id =>
    {
        try
        {
            var folder = Directory.ResolveLinkTarget($"/proc/{id}/cwd", returnFinalTarget: false);
            return folder?.FullName == Path.Combine(_folder.Path, "live");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The process has just exited.
            return false;
        }
    });

    private LiveIngest Open(
        long? maxSegmentBytes = null, DiskSpace? space = null, string? recording = null, ILogger? logger = null,
        TimeProvider? clock = null, Action? changed = null) =>
        LiveIngest.Open(
            new LiveIngestSettings(
                _id, "key", _endPoint, Path.Combine(_folder.Path, "live"), new FfmpegTools(), IsLive: false,
                (clock ?? TimeProvider.System).GetUtcNow().AddHours(1), TimeSpan.FromMinutes(1),
                new LiveLimits(maxSegmentBytes ?? long.MaxValue, TimeSpan.FromSeconds(30), space ?? Disk.Large),
                recording is null ? null : new LiveRecording(_id, recording, long.MaxValue, Disk.Large, NullLogger.Instance)),
            clock ?? TimeProvider.System, changed ?? (() => { }), logger ?? NullLogger.Instance);

    private string Playlist() => File.ReadAllText(Path.Combine(_folder.Path, "live", LiveFolder.Playlist));

    private List<(string File, double Seconds)> Segments()
    {
        var lines = Playlist().Split('\n');
        return
        [
            .. lines.Zip(lines.Skip(1)).Where(pair => pair.First.StartsWith("#EXTINF:", StringComparison.Ordinal))
                .Select(pair => (pair.Second, double.Parse(pair.First[8..].TrimEnd(','), CultureInfo.InvariantCulture))),
        ];
    }
}
