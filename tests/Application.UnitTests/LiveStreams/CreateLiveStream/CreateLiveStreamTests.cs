using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.LiveStreams.CreateLiveStream;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Videos;
using VideoChat.Domain.LiveStreams;

namespace VideoChat.Application.UnitTests.LiveStreams.CreateLiveStream;

public sealed class CreateLiveStreamTests
{
    private readonly Guid _id = Guid.NewGuid();
    private readonly Mock<ILiveGateway> _gateway = new();
    private readonly Mock<ILiveStreamRepository> _streams = new();

    [SetUp]
    public void SetUp() => _gateway
        .Setup(g => g.CreateAsync("Friday", It.IsAny<CancellationToken>()))
        .ReturnsAsync(() => new ProviderLiveStream(_id, "key", "playback", ":19350/live", "/media/live.m3u8"));

    [Test]
    public async Task Handle_WhenThePortIsTheServersOwn_AppendsItToTheRequestedHost()
    {
        var dto = await HandleAsync(Ports.UnitOfWork<LiveStreamDto>().Object);

        Assert.That(dto.IngestUrl, Is.EqualTo("rtmp://chat.example.com:19350/live"));
        Assert.That(dto.RtmpUrl, Is.EqualTo("rtmp://chat.example.com:19350/live/key"));
        Assert.That(dto.PullUrl, Is.EqualTo("https://chat.example.com:8443/media/live.m3u8"));
        _gateway.Verify(g => g.StopAsync(It.IsAny<Guid>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Test]
    public async Task Handle_WithAnyRequestedHost_StoresLocalUrlsWithoutIt()
    {
        LiveStream? stored = null;
        _streams.Setup(s => s.Add(It.IsAny<LiveStream>())).Callback((LiveStream stream) => stored = stream);

        await HandleAsync(Ports.UnitOfWork<LiveStreamDto>().Object);

        Assert.That(stored!.PullUrl, Is.EqualTo("/media/live.m3u8"));
    }

    [Test]
    public void Handle_WhenItCannotBeStored_RemovesItAtTheProvider([Values] bool isUnexpected)
    {
        Exception failure = isUnexpected ? new UriFormatException() : new UnavailableException();
        var unitOfWork = new Mock<IUnitOfWork>();
        unitOfWork
            .Setup(u => u.SaveChangesAsync(It.IsAny<Func<LiveStreamDto>>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(failure);

        Assert.That(() => HandleAsync(unitOfWork.Object), Throws.Exception.SameAs(failure));

        _gateway.Verify(g => g.StopAsync(_id, It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public void Handle_WhenTheCreatorIsUnknown_CallsNoProvider()
    {
        Assert.That(
            () => HandleAsync(Ports.UnitOfWork<LiveStreamDto>().Object, Guid.NewGuid()),
            Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("User not found"));

        _gateway.VerifyNoOtherCalls();
    }

    private Task<LiveStreamDto> HandleAsync(IUnitOfWork unitOfWork, Guid? userId = null)
    {
        var room = Some.Room();
        return new CreateLiveStreamCommandHandler(
                Ports.Knowing(room), Ports.Knowing(Some.User()), _gateway.Object, _streams.Object, unitOfWork, Some.Mapper, Some.Clock())
            .Handle(
                new CreateLiveStreamCommand(room.Id, userId, " Friday ", new PublicAddress("https://chat.example.com:8443")),
                CancellationToken.None);
    }
}
