using VideoChat.Application.LiveStreams;
using VideoChat.Application.Videos;
using VideoChat.BunnyEmulator;
using VideoChat.Infrastructure.IntegrationTests.Videos.Bunny;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams.Bunny;

[Parallelizable(ParallelScope.All)]
public sealed class BunnyLiveGatewayTests : LiveGatewaySpecification
{
    private static readonly CancellationToken None = CancellationToken.None;

    private BunnyHarness? _harness;

    [TearDown]
    public async Task StopAsync()
    {
        if (_harness is not null)
            await _harness.DisposeAsync();
    }

    private protected override async Task<ILiveGateway> CreateGatewayAsync() => (_harness = await BunnyHarness.StartAsync()).Live;

    [Test]
    public async Task Create_TakesKeyAndAddressesFromTheAnswer()
    {
        await using var harness = await BunnyHarness.StartAsync();

        var stream = await harness.Live.CreateAsync("A concert", None);

        Assert.Multiple(() =>
        {
            Assert.That(stream.StreamKey, Is.EqualTo(harness.Bunny.LiveStreams[stream.Id].StreamKey));
            Assert.That(stream.IngestUrl, Is.EqualTo("rtmp://global.rtmp.mediadelivery.net/live"));
            Assert.That(stream.PullUrl, Is.EqualTo($"https://vz-test.b-cdn.net/live/{stream.Id}/live.m3u8"));
        });
    }

    [Test]
    public async Task Refresh_WhenVideoArrives_StartsTheStream()
    {
        await using var harness = await BunnyHarness.StartAsync();
        var stream = await harness.Live.CreateAsync("A concert", None);

        var before = await harness.Live.RefreshAsync(stream.Id, None);
        harness.Bunny.LiveStreams[stream.Id].Status = 3;
        var after = await harness.Live.RefreshAsync(stream.Id, None);

        Assert.Multiple(() =>
        {
            Assert.That(before, Is.EqualTo(ProviderLiveStatus.Waiting));
            Assert.That(after, Is.EqualTo(ProviderLiveStatus.Live));
            Assert.That(harness.Bunny.LiveStreams[stream.Id].Status, Is.EqualTo(4));
        });
    }

    [TestCase(2, ProviderLiveStatus.Waiting)]
    [TestCase(4, ProviderLiveStatus.Live)]
    [TestCase(5, ProviderLiveStatus.Ended)]
    [TestCase(6, ProviderLiveStatus.Ended)]
    [TestCase(7, ProviderLiveStatus.Failed)]
    [TestCase(42, ProviderLiveStatus.Waiting)]
    public async Task Refresh_Always_ReturnsTheStatus(int theirs, ProviderLiveStatus expected)
    {
        await using var harness = await BunnyHarness.StartAsync();
        var stream = await harness.Live.CreateAsync("A concert", None);
        harness.Bunny.LiveStreams[stream.Id].Status = theirs;

        Assert.That(await harness.Live.RefreshAsync(stream.Id, None), Is.EqualTo(expected));
    }

    [Test]
    public async Task Stop_Twice_IsNoError()
    {
        await using var harness = await BunnyHarness.StartAsync();
        var stream = await harness.Live.CreateAsync("A concert", None);

        await harness.Live.StopAsync(stream.Id, None);
        await harness.Live.StopAsync(stream.Id, None);
        await harness.Live.StopAsync(Guid.NewGuid(), None);

        Assert.That(harness.Bunny.LiveStreams[stream.Id].Status, Is.EqualTo(5));
    }

    [Test]
    public async Task Stop_WhenTheProviderCannotStopAnUnstartedStream_RemovesIt()
    {
        await using var harness = await BunnyHarness.StartAsync();
        var stream = await harness.Live.CreateAsync("A concert", None);
        harness.Bunny.Fault = new Fault(FaultKind.Status, 400, Times: 1);

        await harness.Live.StopAsync(stream.Id, None);

        Assert.That(harness.Bunny.LiveStreams, Is.Empty);
    }

    [TestCase(403)]
    [TestCase(404)]
    public async Task Create_WithoutLiveStreaming_SuggestsTheLocalProvider(int status)
    {
        await using var harness = await BunnyHarness.StartAsync();
        harness.Bunny.Fault = new Fault(FaultKind.Status, status);

        var failure = Assert.ThrowsAsync<VideoGatewayException>(() => harness.Live.CreateAsync("A concert", None))!;

        Assert.Multiple(() =>
        {
            Assert.That(failure.Failure, Is.EqualTo(VideoGatewayFailure.Unavailable));
            Assert.That(failure.Message, Does.Contain("Live:Provider=Local"));
        });
    }
}
