using System.Collections.Concurrent;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using VideoChat.Application.Health;
using VideoChat.Application.LiveStreams.RefreshLiveStream;
using VideoChat.Domain.LiveStreams;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.LiveStreams;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams;

public sealed class LiveStreamRefresherTests
{
    [Test]
    public async Task Round_WhenStreamsFail_RefreshesTheOthers()
    {
        var clock = Some.Clock();
        var streams = Enumerable.Range(0, 20).Select(_ => LiveStream.Create(
            Guid.NewGuid(), Some.Room(), creator: null, "Friday", "key", "playback", ":1/live", "/live.m3u8", Some.Time)).ToList();
        var asked = new ConcurrentBag<Guid>();
        var mediator = new Mock<IMediator>();
        mediator.Setup(m => m.Send(It.IsAny<RefreshLiveStreamCommand>(), It.IsAny<CancellationToken>()))
            .Callback((IRequest<Unit> command, CancellationToken _) => asked.Add(((RefreshLiveStreamCommand)command).StreamId))
            .ThrowsAsync(new IOException("The disk is away."));
        var repository = new Mock<ILiveStreamRepository>();
        repository.Setup(r => r.ListUnfinishedAsync(null, It.IsAny<int>(), It.IsAny<CancellationToken>())).ReturnsAsync(streams);
        await using var services = new ServiceCollection()
            .AddScoped(_ => mediator.Object).AddScoped(_ => repository.Object).BuildServiceProvider();
        var lifecycle = new Lifecycle();
        lifecycle.Migrated();
        using var refresher = new LiveStreamRefresher(
            services.GetRequiredService<IServiceScopeFactory>(), new FakeClaims(), lifecycle, new LiveStatusChanges(), clock,
            NullLogger<LiveStreamRefresher>.Instance);

        await refresher.StartAsync(CancellationToken.None);

        // There is one round, because the clock stands still.
        Assert.That(() => asked.Distinct().Count(), Is.EqualTo(streams.Count).After(10).Seconds.PollEvery(20).MilliSeconds);
        await refresher.StopAsync(CancellationToken.None);
    }
}
