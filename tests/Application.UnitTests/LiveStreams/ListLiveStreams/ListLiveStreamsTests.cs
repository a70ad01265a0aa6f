using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.LiveStreams.ListLiveStreams;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Videos;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.UnitTests.LiveStreams.ListLiveStreams;

public sealed class ListLiveStreamsTests
{
    private readonly Room _room = Some.Room();
    private readonly Mock<ILiveStreamRepository> _streams = new();

    [Test]
    public async Task Handle_WhenMoreThanTheLimitExist_LeadsOnAndMakesTheUrlsAbsolute()
    {
        var cursor = Guid.NewGuid();
        List<LiveStream> found = [Stream("one"), Stream("two"), Stream("three")];
        var last = found[1].Id;
        _streams.Setup(s => s.ListAsync(_room.Id, cursor, 3, It.IsAny<CancellationToken>())).ReturnsAsync(found);

        var page = await HandleAsync(new ListLiveStreamsQuery(_room.Id, 2, cursor, new PublicAddress("https://chat.example.com")));

        Assert.That(page.Items.Select(stream => stream.Title), Is.EqualTo(new[] { "one", "two" }));
        Assert.That(page.Next, Is.EqualTo(last.ToString()));
        Assert.That(
            (page.Items[0].RtmpUrl, page.Items[0].PullUrl),
            Is.EqualTo(("rtmp://chat.example.com:19350/live/key", "https://chat.example.com/media/live.m3u8")));
    }

    [Test]
    public void Handle_WhenThereIsNoSuchRoom_Throws() =>
        Assert.That(
            () => HandleAsync(new ListLiveStreamsQuery(Guid.NewGuid(), 2, null, new PublicAddress("https://chat.example.com"))),
            Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Room not found"));

    private LiveStream Stream(string title) => LiveStream.Create(
        Guid.NewGuid(), _room, null, title, "key", "playback", ":19350/live", "/media/live.m3u8", Some.Time);

    private async Task<Page<LiveStreamDto>> HandleAsync(ListLiveStreamsQuery query)
    {
        using var reads = new ListReads();
        return await new ListLiveStreamsQueryHandler(Ports.Knowing(_room), _streams.Object, reads, Some.Mapper)
            .Handle(query, CancellationToken.None);
    }
}
