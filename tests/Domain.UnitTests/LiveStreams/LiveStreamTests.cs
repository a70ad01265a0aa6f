using VideoChat.Domain.Common;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Domain.Videos;

namespace VideoChat.Domain.UnitTests.LiveStreams;

public sealed class LiveStreamTests
{
    private static readonly DateTime Now = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private static readonly Room Room = Room.Create("General", Now);
    private static readonly User Ada = User.Create("ada", Now);

    [Test]
    public void Create_WhenTheTitleHasWhiteSpaceAround_TrimsItAndIsReady()
    {
        var stream = Create(" show ");

        Assert.That((stream.Title, stream.Status), Is.EqualTo(("show", LiveStreamStatus.Ready)));
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("a\0b")]
    public void Create_WhenTheTitleIsWrong_Throws(string title) =>
        Assert.That(() => Create(title), Throws.ArgumentException);

    [Test]
    public void Create_WhenTheTitleIsTooLong_Throws() =>
        Assert.That(() => Create(new string('x', LiveStream.MaxTitleLength + 1)), Throws.ArgumentException);

    [Test]
    public void Announce_NeverCarriesTheKey()
    {
        var milestone = Create("show").Announce(Now);

        Assert.That(milestone.Milestone, Is.EqualTo(LiveStreamMilestone.Created));
        var values = milestone.GetType().GetProperties().Select(property => property.GetValue(milestone)?.ToString() ?? "");
        Assert.That(values, Has.None.Contains("secret"));
    }

    [Test]
    public void Start_WhenReady_IsLiveAndSaysSoOnce()
    {
        var stream = Create("show");

        var milestones = new[] { stream.Start(Now), stream.Start(Now) };

        Assert.That(milestones.Select(milestone => milestone?.Milestone), Is.EqualTo(new LiveStreamMilestone?[] { LiveStreamMilestone.Started, null }));
        Assert.That(stream.Status, Is.EqualTo(LiveStreamStatus.Live));
    }

    [Test]
    public void End_WhenLive_IsEndedAndSaysSoOnce()
    {
        var stream = Create("show");
        stream.Start(Now);

        var milestones = new[] { stream.End(Now), stream.End(Now), stream.Start(Now), stream.Fail(Now) };

        Assert.That(milestones.Select(milestone => milestone?.Milestone), Is.EqualTo(new LiveStreamMilestone?[] { LiveStreamMilestone.Ended, null, null, null }));
        Assert.That(stream.Status, Is.EqualTo(LiveStreamStatus.Ended));
    }

    [Test]
    public void Fail_WhenReady_IsFailedAndEndsInTheRoom()
    {
        var stream = Create("show");

        var milestones = new[] { stream.Fail(Now), stream.Fail(Now), stream.End(Now) };

        Assert.That(milestones.Select(milestone => milestone?.Milestone), Is.EqualTo(new LiveStreamMilestone?[] { LiveStreamMilestone.Ended, null, null }));
        Assert.That(stream.Status, Is.EqualTo(LiveStreamStatus.Failed));
    }

    [Test]
    public void End_WhenItWasRecorded_NamesTheVideoOnce()
    {
        var stream = Create("show");
        var videoId = Guid.NewGuid();

        var ended = stream.End(Now, videoId);
        var again = stream.End(Now, Guid.NewGuid());

        Assert.That((ended?.VideoId, stream.VideoId, again), Is.EqualTo(((Guid?)videoId, (Guid?)videoId, (LiveStreamEvent?)null)));
    }

    [Test]
    public void Reject_WhenItWaits_ReportsTheSameReasonOnceAndClearsItWhenLive()
    {
        var stream = Create("show");

        var milestones = new[] { stream.Reject("HEVC.", Now), stream.Reject("HEVC.", Now), stream.Reject("AV1.", Now) };

        Assert.That(milestones.Select(milestone => milestone?.Reason), Is.EqualTo(new[] { "HEVC.", null, "AV1." }));
        Assert.That((stream.Status, stream.Reason), Is.EqualTo((LiveStreamStatus.Ready, "AV1.")));
        stream.Start(Now);
        Assert.That(stream.Reason, Is.Null);
    }

    [Test]
    public void End_WithAReason_SaysWhy()
    {
        var stream = Create("show");

        var ended = stream.End(Now, reason: new string('x', LiveStream.MaxReasonLength + 1));

        Assert.That(ended?.Reason, Has.Length.EqualTo(LiveStream.MaxReasonLength));
        Assert.That(stream.Reject("HEVC.", Now), Is.Null);
    }

    [Test]
    public void Announce_WhenTheCreatorIsKnown_NamesThem()
    {
        var created = Create("show").Announce(Now);

        Assert.That((created.UserId, created.Username), Is.EqualTo(((Guid?)Ada.Id, "ada")));
    }

    [Test]
    public void CreateRecording_Always_ReturnsAProcessingVideoOfTheCreator()
    {
        var video = Create("show").CreateRecording(Guid.NewGuid(), Now);
        var announced = video.Announce(Now);

        Assert.That((video.Title, video.RoomId, video.Status), Is.EqualTo(("show", Room.Id, VideoStatus.Processing)));
        Assert.That(
            (announced.Milestone, announced.UserId, announced.Username), Is.EqualTo((VideoMilestone.Processing, (Guid?)Ada.Id, "ada")));
        Assert.That(video.EnsureOpen, Throws.InstanceOf<DomainException>());
        Assert.That(video.Finished(3, "/playlist.m3u8", null, Now)?.Milestone, Is.EqualTo(VideoMilestone.Ready));
    }

    private static LiveStream Create(string title) => LiveStream.Create(
        Guid.NewGuid(), Room, Ada, title, "secret", "playback", "rtmp://ingest/live", "/live.m3u8", Now);
}
