using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;

namespace VideoChat.Domain.UnitTests.Videos;

public sealed class VideoTests
{
    private static readonly DateTime Now = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private static readonly Room Room = Room.Create("General", Now);

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" \t\u3000")]
    public void Create_WhenTheTitleIsBlank_IsUntitled(string? title)
    {
        var video = Video.Create(Guid.NewGuid(), Room, null, title, null, Now);

        Assert.That(video.Title, Is.EqualTo("Untitled"));
    }

    [Test]
    public void Create_WhenTheTitleHasWhiteSpaceAround_TrimsIt()
    {
        var video = Video.Create(Guid.NewGuid(), Room, null, "  clip \n", " as it is ", Now);

        Assert.That(video.Title, Is.EqualTo("clip"));
        Assert.That(video.Description, Is.EqualTo(" as it is "));
    }

    [Test]
    public void Create_WhenTheTitleIsTooLong_Throws() =>
        Assert.That(
            () => Video.Create(Guid.NewGuid(), Room, null, new string('x', Video.MaxTitleLength + 1), null, Now),
            Throws.ArgumentException);

    [Test]
    public void Refuse_SaysWhyUntilAFileIsTaken()
    {
        var video = Video.Create(Guid.NewGuid(), Room, null, "clip", null, Now);

        video.Refuse(VideoFailure.Damaged);
        var refused = (video.Status, video.Failure);
        video.FileReceived("AB", Now);
        video.Refuse(VideoFailure.Damaged);

        Assert.That(refused, Is.EqualTo((VideoStatus.Pending, VideoFailure.Damaged)));
        Assert.That((video.Status, video.Failure), Is.EqualTo((VideoStatus.Processing, (VideoFailure?)null)));
    }

    [Test]
    public void Announce_TellsTheRoomOfTheSession()
    {
        var video = Pending();

        var milestone = video.Announce(Now);

        Assert.That(milestone.Milestone, Is.EqualTo(VideoMilestone.UploadCreated));
        Assert.That((milestone.RoomId, milestone.VideoId, milestone.Title), Is.EqualTo((Room.Id, video.Id, "clip")));
    }

    [Test]
    public void FileReceived_WhenPending_IsProcessingAndSaysSoOnce()
    {
        var video = Pending();

        var first = video.FileReceived("AB", Now);
        var second = video.FileReceived("CD", Now);

        Assert.That(first!.Milestone, Is.EqualTo(VideoMilestone.Processing));
        Assert.That(second, Is.Null);
        Assert.That((video.Status, video.Sha256), Is.EqualTo((VideoStatus.Processing, "AB")));
    }

    [Test]
    public void FileReceived_WhenTheProviderToldFirst_StillLearnsTheHash()
    {
        var video = Pending();
        video.FileReceived(null, Now);

        var milestone = video.FileReceived("AB", Now);

        Assert.That(milestone, Is.Null);
        Assert.That(video.Sha256, Is.EqualTo("AB"));
    }

    [Test]
    public void Progressed_WhenProcessing_NeverGoesBackAndStaysWithin100()
    {
        var video = Processing();

        video.Progressed(40);
        video.Progressed(20);
        Assert.That(video.EncodeProgress, Is.EqualTo(40));

        video.Progressed(140);
        Assert.That(video.EncodeProgress, Is.EqualTo(100));
    }

    [Test]
    public void Finished_WhenProcessing_IsReadyAndSaysWhereItPlays()
    {
        var video = Processing();

        var milestone = video.Finished(12.5, "/playlist.m3u8", "/thumbnail.jpg", Now);

        Assert.That(milestone!.Milestone, Is.EqualTo(VideoMilestone.Ready));
        Assert.That((milestone.PlaybackUrl, milestone.ThumbnailUrl), Is.EqualTo(("/playlist.m3u8", "/thumbnail.jpg")));
        Assert.That((video.Status, video.EncodeProgress, video.DurationSeconds), Is.EqualTo((VideoStatus.Ready, 100, 12.5)));
    }

    [Test]
    public void Everything_WhenReady_ChangesNothing()
    {
        var video = Processing();
        video.Finished(1, "/a", null, Now);

        var late = new[] { video.FileReceived("AB", Now), video.Fail(VideoFailure.Damaged, Now), video.Finished(2, "/b", null, Now) };
        video.Progressed(5);

        Assert.That(late, Is.All.Null);
        Assert.That((video.Status, video.EncodeProgress, video.DurationSeconds), Is.EqualTo((VideoStatus.Ready, 100, 1.0)));
    }

    [Test]
    public void Everything_WhenFailed_ChangesNothing()
    {
        var video = Pending();
        Assert.That(video.Fail(VideoFailure.Damaged, Now)!.Milestone, Is.EqualTo(VideoMilestone.Failed));

        var late = new[] { video.FileReceived("AB", Now), video.Fail(VideoFailure.Damaged, Now), video.Finished(2, "/b", null, Now) };

        Assert.That(late, Is.All.Null);
        Assert.That(video.Status, Is.EqualTo(VideoStatus.Failed));
    }

    [Test]
    public void EnsureOpen_WhenPending_IsFine() => Assert.That(Pending().EnsureOpen, Throws.Nothing);

    [Test]
    public void EnsureOpen_WhenAFileIsThere_Throws() =>
        Assert.That(Processing().EnsureOpen, Throws.InstanceOf<DomainException>().With.Message.Contains("already holds a file"));

    [Test]
    public void EnsureOpen_WhenNoFileCameInTime_Throws()
    {
        var video = Pending();
        video.Fail(VideoFailure.Damaged, Now);

        Assert.That(video.EnsureOpen, Throws.InstanceOf<DomainException>().With.Message.Contains("expired"));
    }

    [Test]
    public void Fail_SaysWhyAndKeepsIt()
    {
        var video = Pending();

        var failed = video.Fail(VideoFailure.TooLong, Now);
        video.Fail(VideoFailure.Damaged, Now);

        Assert.That((failed?.Failure, video.Failure), Is.EqualTo(((VideoFailure?)VideoFailure.TooLong, (VideoFailure?)VideoFailure.TooLong)));
    }

    private static Video Pending() => Video.Create(Guid.NewGuid(), Room, null, "clip", null, Now);

    private static Video Processing()
    {
        var video = Pending();
        video.FileReceived("AB", Now);
        return video;
    }
}
