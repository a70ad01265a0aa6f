using System.Security.Cryptography;
using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Videos;
using VideoChat.Application.Videos.UploadVideo;
using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.UnitTests.Videos.UploadVideo;

public sealed class UploadVideoTests
{
    private static readonly byte[] File = RandomNumberGenerator.GetBytes(100_000);

    private readonly Mock<IVideoGateway> _gateway = new();
    private readonly FakeUploads _uploads = new();
    private readonly Mock<IVideoRefreshQueue> _refreshes = new();
    private readonly Video _video = Video.Create(Guid.NewGuid(), Some.Room(), null, "clip", null, Some.Time);

    [Test]
    public async Task Handle_WhenTheFileIsWhole_KeepsItsHashAndIsProcessing()
    {
        _gateway
            .Setup(g => g.UploadAsync(_video.Id, It.IsAny<Stream>(), File.Length, It.IsAny<CancellationToken>()))
            .Returns((Guid _, Stream content, long _, CancellationToken token) => content.CopyToAsync(Stream.Null, token));

        var answer = await UploadAsync(_video.Id);

        Assert.That(answer, Is.EqualTo(new UploadedVideoDto("uploaded", _video.Id)));
        Assert.That((_video.Status, _video.Sha256), Is.EqualTo((VideoStatus.Processing, Convert.ToHexString(SHA256.HashData(File)))));
        _refreshes.Verify(r => r.Enqueue(_video.Id, null));
    }

    [Test]
    public void Handle_WhenThereIsNoSession_Throws() =>
        Assert.That(() => UploadAsync(Guid.NewGuid()), Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Upload not found"));

    [Test]
    public void Handle_WhenTheSessionHoldsAFile_Throws()
    {
        _video.FileReceived("AB", Some.Time);

        Assert.That(() => UploadAsync(_video.Id), Throws.InstanceOf<DomainException>());
    }

    [Test]
    public async Task Handle_WhenAnotherFileIsOnItsWay_Throws()
    {
        await using var other = await _uploads.ClaimAsync(_video.Id, CancellationToken.None);

        Assert.That(() => UploadAsync(_video.Id), Throws.InstanceOf<DomainException>());
        Assert.That(_uploads.InProgress, Is.EqualTo([_video.Id]));
    }

    [Test]
    public void Handle_WhenTheProviderBreaksOff_LeavesTheSessionOpen()
    {
        _gateway
            .Setup(g => g.UploadAsync(_video.Id, It.IsAny<Stream>(), File.Length, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new VideoGatewayException(VideoGatewayFailure.Failed, "It broke off."));

        Assert.That(() => UploadAsync(_video.Id), Throws.InstanceOf<VideoGatewayException>());

        Assert.That((_video.Status, _uploads.InProgress.Count), Is.EqualTo((VideoStatus.Pending, 0)));
    }

    [Test]
    public void Handle_WhenTheProviderRefusesTheFile_SaysSoOnTheSessionAndLeavesItOpen()
    {
        _gateway
            .Setup(g => g.UploadAsync(_video.Id, It.IsAny<Stream>(), File.Length, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new VideoGatewayException(VideoGatewayFailure.Refused, "The file is not a video."));

        Assert.That(() => UploadAsync(_video.Id), Throws.InstanceOf<FluentValidation.ValidationException>());

        Assert.That((_video.Status, _video.Failure), Is.EqualTo((VideoStatus.Pending, VideoFailure.Damaged)));
    }

    [Test]
    public void Handle_WhenTheProviderAlreadyHasAFile_RefreshesTheVideo()
    {
        _gateway
            .Setup(g => g.UploadAsync(_video.Id, It.IsAny<Stream>(), File.Length, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new VideoGatewayException(VideoGatewayFailure.AlreadyUploaded, "It holds a file."));

        Assert.That(() => UploadAsync(_video.Id), Throws.InstanceOf<VideoGatewayException>());

        _refreshes.Verify(r => r.Enqueue(_video.Id, null));
    }

    private Task<UploadedVideoDto> UploadAsync(Guid uploadId)
    {
        var videos = new Mock<IVideoRepository>();
        videos.Setup(v => v.FindAsync(_video.Id, It.IsAny<CancellationToken>())).ReturnsAsync(_video);
        videos
            .Setup(v => v.Change(_video, It.IsAny<Func<Video, RoomEvent?>>()))
            .Callback((Video video, Func<Video, RoomEvent?> change) => change(video));
        var handler = new UploadVideoCommandHandler(
            videos.Object, _gateway.Object, _uploads, _refreshes.Object, Ports.UnitOfWork<UploadedVideoDto>().Object, Some.Clock());
        return handler.Handle(new UploadVideoCommand(uploadId, new MemoryStream(File), File.Length), CancellationToken.None);
    }
}
