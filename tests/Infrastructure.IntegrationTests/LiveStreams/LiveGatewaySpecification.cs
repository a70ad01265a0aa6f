using VideoChat.Application.LiveStreams;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams;

/// <summary>Tests the behavior of every live gateway.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class LiveGatewaySpecification
{
    private protected abstract Task<ILiveGateway> CreateGatewayAsync();

    [Test]
    public async Task Create_GivesAStreamThatWaitsForItsEncoder()
    {
        var gateway = await CreateGatewayAsync();

        var (one, two) = (await gateway.CreateAsync("Friday", default), await gateway.CreateAsync("Friday", default));

        Assert.That(await gateway.RefreshAsync(one.Id, default), Is.EqualTo(ProviderLiveStatus.Waiting));
        Assert.That((two.Id, two.StreamKey), Is.Not.EqualTo((one.Id, one.StreamKey)));
        Assert.That(one.StreamKey, Has.Length.GreaterThanOrEqualTo(16));
    }

    [Test]
    public async Task Refresh_WhatIsUnknown_IsNull()
    {
        var gateway = await CreateGatewayAsync();

        Assert.That(await gateway.RefreshAsync(Guid.NewGuid(), default), Is.Null);
    }

    [Test]
    public async Task Stop_WhatWaitsWhatHasEndedAndWhatIsUnknown_IsNoError()
    {
        var gateway = await CreateGatewayAsync();
        var stream = await gateway.CreateAsync("Friday", default);

        await gateway.StopAsync(stream.Id, default);
        await gateway.StopAsync(stream.Id, default);
        await gateway.StopAsync(Guid.NewGuid(), default);

        Assert.That(await gateway.RefreshAsync(stream.Id, default), Is.Null.Or.EqualTo(ProviderLiveStatus.Ended));
    }
}
