using VideoChat.Application.LiveStreams;
using VideoChat.Application.Videos;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.LiveStreams.Local;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams.Local;

public sealed class LocalLiveGatewayTests : LiveGatewaySpecification
{
    private TestHost? _host;

    [TearDown]
    public async Task StopAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
    }

    [Test]
    public async Task Create_WhenNoPortIsFree_ReplacesTheStreamThatHasWaitedLongest()
    {
        var gateway = await CreateGatewayAsync();
        var first = await gateway.CreateAsync("Friday", default);
        _host!.Clock.Advance(LiveIngests.FirmWait);
        var second = await gateway.CreateAsync("Friday", default);

        var third = await gateway.CreateAsync("Friday", default);

        Assert.That(third.IngestUrl, Is.EqualTo(first.IngestUrl));
        Assert.That(await gateway.RefreshAsync(first.Id, default), Is.EqualTo(ProviderLiveStatus.Ended));
        Assert.That(await gateway.RefreshAsync(second.Id, default), Is.EqualTo(ProviderLiveStatus.Waiting));
        // No port is free, because the other streams have not waited long enough.
        Assert.That(() => gateway.CreateAsync("Friday", default), Throws.InstanceOf<VideoGatewayException>());
    }

    private protected override Task<ILiveGateway> CreateGatewayAsync()
    {
        var port = FreePort.Find();
        _host = TestHost.Create(settings: new Dictionary<string, string?> { ["Live:IngestPorts"] = $"{port}-{port + 1}" });
        if (_host.Get<FfmpegTools>().Ffmpeg is null)
            Assert.Ignore("ffmpeg is not installed.");
        _host.Get<LiveIngests>().Restore([]);
        return Task.FromResult<ILiveGateway>(_host.Get<LocalLiveGateway>());
    }
}
