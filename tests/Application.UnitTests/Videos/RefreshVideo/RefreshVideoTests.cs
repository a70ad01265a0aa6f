using Moq;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Videos;
using VideoChat.Application.Videos.RefreshVideo;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.UnitTests.Videos.RefreshVideo;

public sealed class RefreshVideoTests
{
    private readonly Mock<IVideoGateway> _gateway = new();
    private readonly FakeUploads _uploads = new();
    private readonly List<RoomEvent> _announced = [];
    private readonly Video _video = Video.Create(Guid.NewGuid(), Some.Room(), null, "clip", null, Some.Time);
    private readonly Microsoft.Extensions.Time.Testing.FakeTimeProvider _clock = Some.Clock();

    [Test]
    public async Task Handle_WhenTheVideoIsUnknown_SaysSo()
    {
        var result = await RefreshAsync(new RefreshVideoCommand(Guid.NewGuid()));

        Assert.That(result, Is.EqualTo(RefreshResult.Unknown));
    }

    [Test]
    public async Task Handle_WhenTheProviderHasNoFile_ChangesNothing()
    {
        ProviderSays(ProviderVideoStatus.Empty);

        var result = await RefreshAsync();

        Assert.That(result, Is.EqualTo(RefreshResult.Unfinished));
        Assert.That((_video.Status, _announced.Count), Is.EqualTo((VideoStatus.Pending, 0)));
    }

    [Test]
    public async Task Handle_WhenNoFileCameFor24Hours_Fails()
    {
        ProviderSays(ProviderVideoStatus.Empty);
        _clock.Advance(Video.SessionLifetime);

        var result = await RefreshAsync();

        Assert.That(result, Is.EqualTo(RefreshResult.Final));
        Assert.That(Milestones(), Is.EqualTo(new[] { VideoMilestone.Failed }));
        Assert.That(_video.Failure, Is.EqualTo(VideoFailure.Expired));
    }

    [Test]
    public async Task Handle_WhenTheProviderIsProcessing_FollowsItsProgress()
    {
        ProviderSays(ProviderVideoStatus.Processing, progress: 30);
        await RefreshAsync();
        ProviderSays(ProviderVideoStatus.Processing, progress: 60);

        var result = await RefreshAsync();

        Assert.That(result, Is.EqualTo(RefreshResult.Unfinished));
        Assert.That((_video.Status, _video.EncodeProgress), Is.EqualTo((VideoStatus.Processing, 60)));
        Assert.That(Milestones(), Is.EqualTo(new[] { VideoMilestone.Processing }));
    }

    [Test]
    public async Task Handle_WhenTheProviderIsReadyImmediately_AnnouncesBothMilestonesOnce()
    {
        ProviderSays(ProviderVideoStatus.Ready);

        var results = new[] { await RefreshAsync(), await RefreshAsync() };

        Assert.That(results, Is.All.EqualTo(RefreshResult.Final));
        Assert.That(Milestones(), Is.EqualTo(new[] { VideoMilestone.Processing, VideoMilestone.Ready }));
    }

    [Test]
    public async Task Handle_WhenWhatArrivedIsAnotherFile_Fails()
    {
        _video.FileReceived("AA", Some.Time);
        ProviderSays(ProviderVideoStatus.Ready, sha256: "BB");

        await RefreshAsync();

        Assert.That(Milestones(), Is.EqualTo(new[] { VideoMilestone.Failed }));
        Assert.That(_video.Failure, Is.EqualTo(VideoFailure.Altered));
    }

    [Test]
    public async Task Handle_WhenTheHashDiffersInCaseOnly_IsReady()
    {
        _video.FileReceived("AB", Some.Time);
        ProviderSays(ProviderVideoStatus.Ready, sha256: "ab");

        await RefreshAsync();

        Assert.That(Milestones(), Is.EqualTo(new[] { VideoMilestone.Ready }));
    }

    [Test]
    public async Task Handle_WhenTheWebhookIsAheadOfTheProvider_BelievesTheWebhook()
    {
        ProviderSays(ProviderVideoStatus.Processing, progress: 90);

        var result = await RefreshAsync(new RefreshVideoCommand(_video.Id, ProviderVideoStatus.Ready));

        Assert.That(result, Is.EqualTo(RefreshResult.Final));
        Assert.That(_video.Status, Is.EqualTo(VideoStatus.Ready));
    }

    [Test]
    public async Task Handle_WhenTheWebhookIsOlderThanTheProvider_BelievesTheProvider()
    {
        ProviderSays(ProviderVideoStatus.Ready);

        await RefreshAsync(new RefreshVideoCommand(_video.Id, ProviderVideoStatus.Processing));

        Assert.That(_video.Status, Is.EqualTo(VideoStatus.Ready));
    }

    [Test]
    public async Task Handle_WhenTheProviderHasLostAProcessingVideo_Fails()
    {
        _video.FileReceived("AA", Some.Time);

        await RefreshAsync();

        Assert.That(Milestones(), Is.EqualTo(new[] { VideoMilestone.Failed }));
        Assert.That(_video.Failure, Is.EqualTo(VideoFailure.Lost));
    }

    [TestCase(VideoFailure.TooLong, VideoFailure.TooLong)]
    [TestCase(null, VideoFailure.ProviderFailed)]
    public async Task Handle_WhenTheProviderSaysThatItFailed_KeepsItsReason(VideoFailure? said, VideoFailure kept)
    {
        _gateway
            .Setup(g => g.FindAsync(_video.Id, It.IsAny<CancellationToken>()))
            .ReturnsAsync(new ProviderVideo(ProviderVideoStatus.Failed, 0, null, null, said));

        await RefreshAsync();

        Assert.That(_announced.Cast<VideoEvent>().Select(milestone => milestone.Failure), Is.EqualTo(new VideoFailure?[] { kept }));
    }

    [Test]
    public async Task Handle_WhenAFileIsOnItsWay_WaitsForItsEnd()
    {
        ProviderSays(ProviderVideoStatus.Ready);
        await using var upload = await _uploads.ClaimAsync(_video.Id, CancellationToken.None);

        var result = await RefreshAsync();

        Assert.That(result, Is.EqualTo(RefreshResult.Unfinished));
        Assert.That(_announced, Is.Empty);
    }

    [Test]
    public async Task Handle_WhenTheProviderHasTheFile_HasItProcessedOnceTheRoomKnows()
    {
        ProviderSays(ProviderVideoStatus.Processing);
        var known = new List<int>();
        _gateway.Setup(g => g.BeginProcessing(_video.Id)).Callback(() => known.Add(_announced.Count));

        await RefreshAsync();
        await RefreshAsync();

        // The processing starts each time, because the machine that started it may be dead.
        Assert.That(known, Is.EqualTo(new[] { 1, 1 }));
    }

    [TestCase(ProviderVideoStatus.Empty)]
    [TestCase(ProviderVideoStatus.Ready)]
    [TestCase(ProviderVideoStatus.Failed)]
    public async Task Handle_WhenThereIsNothingToProcess_BeginsNothing(ProviderVideoStatus status)
    {
        ProviderSays(status);

        await RefreshAsync();

        _gateway.Verify(g => g.BeginProcessing(It.IsAny<Guid>()), Times.Never);
    }

    private Task<RefreshResult> RefreshAsync(RefreshVideoCommand? command = null)
    {
        var videos = new Mock<IVideoRepository>();
        videos.Setup(v => v.FindAsync(_video.Id, It.IsAny<CancellationToken>())).ReturnsAsync(_video);
        videos
            .Setup(v => v.Change(_video, It.IsAny<Func<Video, RoomEvent?>>()))
            .Callback((Video video, Func<Video, RoomEvent?> change) =>
            {
                if (change(video) is { } milestone)
                    _announced.Add(milestone);
            });
        _gateway.Setup(g => g.GetPlayback(_video.Id)).Returns(new VideoPlayback("/playlist.m3u8", "/thumbnail.jpg"));

        var handler = new RefreshVideoCommandHandler(
            videos.Object, _gateway.Object, _uploads, Ports.UnitOfWork<RefreshResult>().Object, _clock);
        return handler.Handle(command ?? new RefreshVideoCommand(_video.Id), CancellationToken.None);
    }

    private void ProviderSays(ProviderVideoStatus status, int progress = 0, string? sha256 = null) => _gateway
        .Setup(g => g.FindAsync(_video.Id, It.IsAny<CancellationToken>()))
        .ReturnsAsync(new ProviderVideo(status, progress, 12.5, sha256));

    private IEnumerable<VideoMilestone> Milestones() => _announced.Cast<VideoEvent>().Select(milestone => milestone.Milestone);
}
