using Microsoft.Extensions.Options;
using Moq;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Messages;
using VideoChat.Application.Service;
using VideoChat.Application.Videos;

namespace VideoChat.Application.UnitTests.Service;

public sealed class GetServiceTests
{
    [TestCase(MediaProvider.Bunny, MediaProvider.Local, true, true)]
    [TestCase(MediaProvider.Local, MediaProvider.Disabled, true, false)]
    [TestCase(MediaProvider.Disabled, MediaProvider.Bunny, false, true)]
    public async Task Handle_ForEachProvider_ReturnsItsFeatures(
        MediaProvider ofVideos, MediaProvider ofStreams, bool hasVideos, bool hasLiveStreams)
    {
        var videos = Mock.Of<IVideoGateway>(gateway => gateway.Provider == ofVideos);
        var live = Mock.Of<ILiveGateway>(gateway => gateway.Provider == ofStreams);
        var handler = new GetServiceQueryHandler(videos, live, Options.Create(new MessagesOptions { MaxLength = 42 }));

        var service = await handler.Handle(new GetServiceQuery(), CancellationToken.None);

        Assert.That(service, Is.EqualTo(new ServiceState(ofVideos, hasLiveStreams, 42)));
        Assert.That(service.HasVideos, Is.EqualTo(hasVideos));
    }
}
