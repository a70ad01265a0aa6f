using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.LiveStreams.CreateLiveStream;
using VideoChat.Application.LiveStreams.RefreshLiveStream;
using VideoChat.Application.LiveStreams.StopLiveStream;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Videos;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.UnitTests.LiveStreams;

public sealed class LiveStreamHandlersTests
{
    private static readonly PublicAddress Address = new("https://chat.example.com");
    private static readonly Room Room = Some.Room();
    private static readonly User Ada = Some.User();

    private readonly Mock<ILiveGateway> _gateway = new();
    private readonly Mock<ILiveStreamRepository> _streams = new();
    private readonly Mock<IVideoRefreshQueue> _refreshes = new();
    private readonly List<LiveStreamMilestone> _announced = [];
    private readonly LiveStream _stream =
        LiveStream.Create(Guid.NewGuid(), Room, null, "show", "key", "playback", ":19350/live", "/media/live.m3u8", Some.Time);

    [Test]
    public async Task Create_WhenThePortIsTheServersOwn_UsesTheRequestedHostInUrls()
    {
        var id = Guid.NewGuid();
        _gateway
            .Setup(g => g.CreateAsync("show", It.IsAny<CancellationToken>()))
            .ReturnsAsync(new ProviderLiveStream(id, "key", "playback", ":19350/live", "/media/live.m3u8"));
        var handler = new CreateLiveStreamCommandHandler(
            Ports.Knowing(Room), Ports.Knowing(Ada), _gateway.Object, _streams.Object, Ports.UnitOfWork<LiveStreamDto>().Object,
            Some.Mapper, Some.Clock());

        var stream = await handler.Handle(new CreateLiveStreamCommand(Room.Id, Ada.Id, " show ", Address), CancellationToken.None);

        Assert.That(stream, Is.EqualTo(new LiveStreamDto(
            id, "key", "playback", LiveStreamStatus.Ready, Room.Id, Ada.Id, "ada", "show", Some.Time, "rtmp://chat.example.com:19350/live",
            "rtmp://chat.example.com:19350/live/key", "https://chat.example.com/media/live.m3u8", null, null)));
    }

    [TestCase("", false)]
    [TestCase(" \t", false)]
    [TestCase("a\0b", false)]
    [TestCase("x", true)]
    public void Create_WhenTheTitleIsGiven_IsValidated(string title, bool isValid)
    {
        var command = new CreateLiveStreamCommand(Room.Id, null, title, Address);

        Assert.That(new CreateLiveStreamCommandValidator().Validate(command).IsValid, Is.EqualTo(isValid));
    }

    [Test]
    public async Task Stop_WhenReady_EndsItAtTheProviderAndHere()
    {
        var stopped = await StopAsync(_stream.Id);

        Assert.That(stopped.Status, Is.EqualTo(LiveStreamStatus.Ended));
        Assert.That(_announced, Is.EqualTo(new[] { LiveStreamMilestone.Ended }));
        _gateway.Verify(g => g.StopAsync(_stream.Id, It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task Stop_WhenItHasEnded_SaysSoAndDoesNothing()
    {
        await StopAsync(_stream.Id);

        var again = await StopAsync(_stream.Id);

        Assert.That(again.Status, Is.EqualTo(LiveStreamStatus.Ended));
        Assert.That(_announced, Has.Count.EqualTo(1));
        _gateway.Verify(g => g.StopAsync(_stream.Id, It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public void Stop_WhenTheRoomHasNoSuchStream_Throws() =>
        Assert.That(
            () => StopAsync(Guid.NewGuid()),
            Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Live stream not found"));

    [TestCase(ProviderLiveStatus.Waiting, LiveStreamStatus.Ready)]
    [TestCase(ProviderLiveStatus.Live, LiveStreamStatus.Live)]
    [TestCase(ProviderLiveStatus.Ended, LiveStreamStatus.Ended)]
    [TestCase(ProviderLiveStatus.Failed, LiveStreamStatus.Failed)]
    [TestCase(null, LiveStreamStatus.Failed)]
    public async Task Refresh_FollowsTheProvider(ProviderLiveStatus? provider, LiveStreamStatus expected)
    {
        _gateway.Setup(g => g.RefreshAsync(_stream.Id, It.IsAny<CancellationToken>())).ReturnsAsync(provider);

        await RefreshAsync();
        await RefreshAsync();

        Assert.That(_stream.Status, Is.EqualTo(expected));
        Assert.That(_announced, Has.Count.EqualTo(expected == LiveStreamStatus.Ready ? 0 : 1));
    }

    [TestCase(false, null)]
    [TestCase(true, VideoFailure.NotRecorded)]
    public async Task Refresh_WhenAnEndedStreamWasRecorded_AddsItsVideo(bool isLost, VideoFailure? failure)
    {
        var videoId = Guid.NewGuid();
        _stream.Start(Some.Time);
        _gateway.Setup(g => g.RefreshAsync(_stream.Id, It.IsAny<CancellationToken>())).ReturnsAsync(ProviderLiveStatus.Ended);
        _gateway.Setup(g => g.FinishRecording(_stream.Id, true)).Returns(new LiveRecordingResult(videoId, isLost));
        _gateway.Setup(g => g.ReasonOf(_stream.Id)).Returns("The disk is full.");
        Video? video = null;
        _streams
            .Setup(s => s.EndRecorded(
                _stream, It.IsAny<Func<LiveStream, LiveStreamEvent?>>(), It.IsAny<Func<LiveStream, Video>>(), failure))
            .Callback((LiveStream stream, Func<LiveStream, LiveStreamEvent?> end, Func<LiveStream, Video> record, VideoFailure? _) =>
            {
                end(stream);
                video = record(stream);
            });

        await RefreshAsync();

        Assert.That((_stream.VideoId, _stream.Reason), Is.EqualTo(((Guid?)videoId, "The disk is full.")));
        Assert.That((video?.Id, video?.Title, video?.Status), Is.EqualTo(((Guid?)videoId, "show", (VideoStatus?)VideoStatus.Processing)));
        _refreshes.Verify(r => r.Enqueue(videoId, null), Times.Once);
    }

    [Test]
    public async Task Refresh_WhenTheEncoderWasRejected_ReportsEachReasonOnce()
    {
        _gateway.Setup(g => g.RefreshAsync(_stream.Id, It.IsAny<CancellationToken>())).ReturnsAsync(ProviderLiveStatus.Waiting);
        _gateway.Setup(g => g.ReasonOf(_stream.Id)).Returns("HEVC.");
        await RefreshAsync();
        await RefreshAsync();
        _gateway.Setup(g => g.ReasonOf(_stream.Id)).Returns("AV1.");

        await RefreshAsync();

        Assert.That(_announced, Is.EqualTo(new[] { LiveStreamMilestone.Rejected, LiveStreamMilestone.Rejected }));
        Assert.That((_stream.Status, _stream.Reason), Is.EqualTo((LiveStreamStatus.Ready, "AV1.")));
    }

    private LiveStreamEnding Ending => new(_streams.Object, _gateway.Object, _refreshes.Object);

    private Task<LiveStreamDto> StopAsync(Guid streamId)
    {
        SetUpStreams();
        var handler = new StopLiveStreamCommandHandler(
            Ports.Knowing(Room), _gateway.Object, _streams.Object, Ending, Ports.UnitOfWork<LiveStreamDto>().Object, Some.Mapper,
            Some.Clock());
        return handler.Handle(new StopLiveStreamCommand(Room.Id, streamId, Address), CancellationToken.None);
    }

    private Task<MediatR.Unit> RefreshAsync()
    {
        SetUpStreams();
        var handler = new RefreshLiveStreamCommandHandler(
            _streams.Object, _gateway.Object, Ending, Ports.UnitOfWork<MediatR.Unit>().Object, Some.Clock());
        return handler.Handle(new RefreshLiveStreamCommand(Room.Id, _stream.Id), CancellationToken.None);
    }

    private void SetUpStreams()
    {
        _streams.Setup(s => s.FindAsync(Room.Id, _stream.Id, It.IsAny<CancellationToken>())).ReturnsAsync(_stream);
        _streams
            .Setup(s => s.Change(_stream, It.IsAny<Func<LiveStream, RoomEvent?>>()))
            .Callback((LiveStream stream, Func<LiveStream, RoomEvent?> change) =>
            {
                if (change(stream) is LiveStreamEvent milestone)
                    _announced.Add(milestone.Milestone);
            });
    }
}
