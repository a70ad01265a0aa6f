using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Videos;
using VideoChat.Application.Videos.ListVideos;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.UnitTests.Videos.ListVideos;

public sealed class ListVideosTests
{
    private readonly Room _room = Some.Room();
    private readonly Mock<IVideoRepository> _videos = new();
    private readonly Mock<IVideoGateway> _gateway = new();

    [Test]
    public async Task Handle_WhenMoreThanTheLimitExist_LeadsOnFromTheLastOfThePage()
    {
        var cursor = Guid.NewGuid();
        List<Video> found = [Video("one"), Video("two"), Video("three")];
        var last = found[1].Id;
        _videos.Setup(v => v.ListAsync(_room.Id, cursor, 3, It.IsAny<CancellationToken>())).ReturnsAsync(found);

        var page = await HandleAsync(limit: 2, cursor);

        Assert.That(page.Items.Select(video => video.Title), Is.EqualTo(new[] { "one", "two" }));
        Assert.That(page.Next, Is.EqualTo(last.ToString()));
    }

    [Test]
    public async Task Handle_WhenTheSizeLimitEndedTheRead_LeadsOnAlthoughThereAreFewerThanTheLimit()
    {
        var description = new string('x', Domain.Videos.Video.MaxDescriptionLength);
        var count = (IRoomEventRepository.MaxPageContent / description.Length) + 1;
        List<Video> found = [.. Enumerable.Range(1, count).Select(number => Video($"{number}", description))];
        var last = found[^2].Id;
        _videos.Setup(v => v.ListAsync(_room.Id, null, 1_001, It.IsAny<CancellationToken>())).ReturnsAsync(found);

        var page = await HandleAsync(limit: 1_000);

        Assert.That(page.Items, Has.Count.EqualTo(count - 1));
        Assert.That(page.Next, Is.EqualTo(last.ToString()));
    }

    [Test]
    public async Task Handle_ForEachStatus_AddsWhatOnlyTheProviderKnows()
    {
        var (ready, processing, pending) = (Video("ready"), Video("processing"), Video("pending"));
        processing.FileReceived(null, Some.Time);
        ready.FileReceived(null, Some.Time);
        ready.Finished(12.5, "/playlist.m3u8", null, Some.Time);
        _gateway.Setup(g => g.GetPlayback(ready.Id)).Returns(new VideoPlayback("/media/playlist.m3u8", "https://cdn.example/picture.jpg"));
        _gateway.Setup(g => g.QueuePositionOf(processing.Id)).Returns(3);
        _videos.Setup(v => v.ListAsync(_room.Id, null, 11, It.IsAny<CancellationToken>())).ReturnsAsync([ready, processing, pending]);

        var page = await HandleAsync(limit: 10);

        Assert.That(
            page.Items.Select(video => (video.Status, video.PlaybackUrl, video.ThumbnailUrl, video.DurationSeconds, video.QueuePosition)),
            Is.EqualTo(new (VideoStatus, string?, string?, double?, int?)[]
            {
                (VideoStatus.Ready, "https://chat.example.com/media/playlist.m3u8", "https://cdn.example/picture.jpg", 12.5, null),
                (VideoStatus.Processing, null, null, null, 3),
                (VideoStatus.Pending, null, null, null, null),
            }));
    }

    [Test]
    public void Handle_WhenThereIsNoSuchRoom_Throws() =>
        Assert.That(
            () => HandleAsync(limit: 2, roomId: Guid.NewGuid()),
            Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Room not found"));

    private Video Video(string title, string? description = null) =>
        Domain.Videos.Video.Create(Guid.NewGuid(), _room, null, title, description, Some.Time);

    private async Task<Page<VideoDto>> HandleAsync(int limit, Guid? cursor = null, Guid? roomId = null)
    {
        using var reads = new ListReads();
        var query = new ListVideosQuery(roomId ?? _room.Id, limit, cursor, new PublicAddress("https://chat.example.com"));
        return await new ListVideosQueryHandler(Ports.Knowing(_room), _videos.Object, _gateway.Object, reads, Some.Mapper)
            .Handle(query, CancellationToken.None);
    }
}
