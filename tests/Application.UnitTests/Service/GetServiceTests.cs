using Moq;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Service;
using VideoChat.Application.Videos;

namespace VideoChat.Application.UnitTests.Service;

public sealed class GetServiceTests
{
    private static readonly ServiceLimitsDto Limits = new(1, 2, 3, 4, 5, 6, 7, 8, 9);

    [TestCase(MediaProvider.Bunny, MediaProvider.Local, true, true)]
    [TestCase(MediaProvider.Local, MediaProvider.Disabled, true, false)]
    [TestCase(MediaProvider.Disabled, MediaProvider.Bunny, false, true)]
    public async Task Handle_ForEachProvider_ReturnsItsFeaturesAndLimits(
        MediaProvider ofVideos, MediaProvider ofStreams, bool hasVideos, bool hasLiveStreams)
    {
        var videos = Mock.Of<IVideoGateway>(gateway => gateway.Provider == ofVideos);
        var live = Mock.Of<ILiveGateway>(gateway => gateway.Provider == ofStreams);
        var handler = new GetServiceQueryHandler(videos, live, Mock.Of<IServiceLimits>(limits => limits.Current == Limits));

        var service = await handler.Handle(new GetServiceQuery(), CancellationToken.None);

        Assert.That(service, Is.EqualTo(new ServiceState(ofVideos, HasTus: false, hasLiveStreams, Limits)));
        Assert.That(service.HasVideos, Is.EqualTo(hasVideos));
    }

    [Test]
    public async Task Handle_WhenTheProviderSupportsTus_SaysSo()
    {
        var videos = Mock.Of<IVideoGateway>(gateway => gateway.SupportsTus);
        var handler = new GetServiceQueryHandler(videos, Mock.Of<ILiveGateway>(), Mock.Of<IServiceLimits>());

        var service = await handler.Handle(new GetServiceQuery(), CancellationToken.None);

        Assert.That(service.HasTus, Is.True);
    }
}
