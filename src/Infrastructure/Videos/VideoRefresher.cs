using System.Threading.Channels;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoChat.Application.Health;
using VideoChat.Application.Videos;
using VideoChat.Application.Videos.RefreshVideo;
using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Videos;

/// <summary>Updates the status of videos after webhooks, and periodically on one machine, because webhooks may be lost.</summary>
internal sealed partial class VideoRefresher(
    IServiceScopeFactory scopes, IDatabaseDialect database, Lifecycle lifecycle, IOptions<VideoOptions> options, TimeProvider clock,
    ILogger<VideoRefresher> logger) : BackgroundService, IVideoRefreshQueue
{
    private const int PageSize = 100;

    // The delays before further queries after a webhook. The provider's API lags behind its webhooks by about a second. After the
    // last delay, the status in the webhook is used.
    private static readonly TimeSpan[] ReportRetries =
        [TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(0.7), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    private readonly Channel<(Guid VideoId, ProviderVideoStatus? Reported)> _queue =
        Channel.CreateBounded<(Guid, ProviderVideoStatus?)>(
            new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Enqueue(Guid videoId, ProviderVideoStatus? reported = null) => _queue.Writer.TryWrite((videoId, reported));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await lifecycle.WaitUntilMigratedAsync(stoppingToken);
            await Task.WhenAll(FollowReportsAsync(stoppingToken), SweepAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // After a shutdown, the next sweep finds the remaining videos.
        }
    }

    private async Task FollowReportsAsync(CancellationToken stoppingToken)
    {
        await Parallel.ForEachAsync(
            _queue.Reader.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = stoppingToken },
            async (item, cancellationToken) => await FollowAsync(item.VideoId, item.Reported, cancellationToken));
    }

    private async Task FollowAsync(Guid videoId, ProviderVideoStatus? reported, CancellationToken stoppingToken)
    {
        if (reported is ProviderVideoStatus.Ready or ProviderVideoStatus.Failed)
        {
            var result = await RefreshAsync(videoId, null, stoppingToken);
            foreach (var wait in ReportRetries)
            {
                if (result is RefreshResult.Final or RefreshResult.Unknown)
                    break;
                await Task.Delay(wait, clock, stoppingToken);
                result = await RefreshAsync(videoId, null, stoppingToken);
            }
            if (result is RefreshResult.Final)
                return;
        }
        if (await RefreshAsync(videoId, reported, stoppingToken) == RefreshResult.Unknown)
            LogUnknown(logger, videoId);
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        var interval = TimeSpan.FromSeconds(options.Value.ReconcileSeconds);
        await using var claim = database.CreateClaim(Job.VideoSweep);
        using var timer = new PeriodicTimer(interval, clock);
        do
        {
            try
            {
                if (!await claim.HoldAsync(stoppingToken))
                    continue;
                await foreach (var videoId in ListUnfinishedAsync(stoppingToken))
                    await RefreshAsync(videoId, null, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogSweepFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async IAsyncEnumerable<Guid> ListUnfinishedAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stoppingToken)
    {
        Guid? after = null;
        while (true)
        {
            var page = await ReadPageAsync(after, stoppingToken);
            foreach (var video in page)
                yield return video.Id;
            if (page.Count < PageSize)
                yield break;
            after = page[^1].Id;
        }
    }

    private async Task<List<Video>> ReadPageAsync(Guid? after, CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IVideoRepository>()
            .ListUnfinishedAsync(after, PageSize, stoppingToken);
    }

    /// <summary>Refreshes a video. Returns null if the provider's status is not available. The next sweep then retries.</summary>
    private async Task<RefreshResult?> RefreshAsync(Guid videoId, ProviderVideoStatus? reported, CancellationToken stoppingToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<IMediator>()
                .Send(new RefreshVideoCommand(videoId, reported), stoppingToken);
        }
        catch (VideoGatewayException exception) when (exception.Failure == VideoGatewayFailure.Unavailable)
        {
            // The outage is not logged here, because the circuit breaker has already logged it.
            return null;
        }
        catch (VideoGatewayException exception)
        {
            LogGateway(logger, videoId, exception.Failure);
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(logger, exception, videoId);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Ignored a webhook for unknown video {VideoId}")]
    private static partial void LogUnknown(ILogger logger, Guid videoId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Video {VideoId}: querying the status at the provider failed: {Failure}")]
    private static partial void LogGateway(ILogger logger, Guid videoId, VideoGatewayFailure failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Updating video {VideoId} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, Guid videoId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The sweep of unfinished videos failed; will retry")]
    private static partial void LogSweepFailed(ILogger logger, Exception exception);
}
