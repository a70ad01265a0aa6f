using VideoChat.Application.LiveStreams;
using VideoChat.Application.Videos;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams.Local;

public sealed class OneMachineLiveTests
{
    [Test]
    public async Task CreateAsync_WhenThereAreSeveralMachines_SuggestsBunny()
    {
        await using var host = TestHost.Create(settings: new Dictionary<string, string?>
        {
            ["Backplane:Provider"] = "Redis",
            ["ConnectionStrings:Redis"] = "127.0.0.1:1,abortConnect=false",
        });
        var live = host.Get<ILiveGateway>();

        var refusal = Assert.ThrowsAsync<VideoGatewayException>(() => live.CreateAsync("Friday", CancellationToken.None));
        Assert.That(refusal!.Failure, Is.EqualTo(VideoGatewayFailure.Unavailable));
        Assert.That(refusal.Message, Does.Contain("Live:Provider=Bunny"));
        Assert.That(await live.RefreshAsync(Guid.NewGuid(), CancellationToken.None), Is.Null);
    }
}
