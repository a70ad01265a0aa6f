using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Health;
using VideoChat.Application.LiveStreams.RefreshLiveStream;
using VideoChat.Application.Videos;
using VideoChat.Domain.LiveStreams;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.LiveStreams;

/// <summary>Updates the status of unfinished live streams, on one machine. Polls, because not every provider signals changes.</summary>
internal sealed partial class LiveStreamRefresher(
    IServiceScopeFactory scopes, IDatabaseDialect database, Lifecycle lifecycle, LiveStatusChanges changes, TimeProvider clock,
    ILogger<LiveStreamRefresher> logger) : BackgroundService
{
    private const int PageSize = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>The time after which a stream without an encoder is polled less often, because there may be many such streams.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromHours(1);

    private const int RoundsBetweenLongWaits = 15;

    private int _round;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await lifecycle.WaitUntilMigratedAsync(stoppingToken);
            await using var claim = database.CreateClaim(Job.LiveStreamRefresh);
            while (true)
            {
                await RefreshAllAsync(claim, stoppingToken);
                await changes.WaitAsync(Interval, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server is stopping.
        }
    }

    private async Task RefreshAllAsync(IJobClaim claim, CancellationToken stoppingToken)
    {
        _round++;
        try
        {
            if (!await claim.HoldAsync(stoppingToken))
                return;
            List<LiveStream> page = [];
            do
            {
                page = await ReadPageAsync(page.Count > 0 ? page[^1].Id : null, stoppingToken);
                await Parallel.ForEachAsync(
                    page.Where(IsDue), stoppingToken, async (stream, cancellationToken) => await RefreshAsync(stream, cancellationToken));
            }
            while (page.Count == PageSize);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(logger, exception);
        }
    }

    private bool IsDue(LiveStream stream) =>
        stream.Status != LiveStreamStatus.Ready
        || _round % RoundsBetweenLongWaits == 0
        || clock.GetUtcNow().UtcDateTime - stream.CreatedAt < LongWait;

    private async Task<List<LiveStream>> ReadPageAsync(Guid? after, CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ILiveStreamRepository>()
            .ListUnfinishedAsync(after, PageSize, stoppingToken);
    }

    private async Task RefreshAsync(LiveStream stream, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IMediator>()
                .Send(new RefreshLiveStreamCommand(stream.RoomId, stream.Id), cancellationToken);
        }
        catch (VideoGatewayException exception) when (exception.Failure == VideoGatewayFailure.Unavailable)
        {
            // The outage is not logged here, because the circuit breaker has already logged it.
        }
        catch (VideoGatewayException exception)
        {
            LogGateway(logger, stream.Id, exception.Failure);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The failure of one stream must not prevent the refresh of the others.
            LogStream(logger, exception, stream.Id);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live stream {StreamId}: querying the status at the provider failed: {Failure}")]
    private static partial void LogGateway(ILogger logger, Guid streamId, VideoGatewayFailure failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Updating live stream {StreamId} failed; will retry")]
    private static partial void LogStream(ILogger logger, Exception exception, Guid streamId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Updating the live streams failed; will retry")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
