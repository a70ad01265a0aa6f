using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Health;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Videos;
using VideoChat.Domain.LiveStreams;

namespace VideoChat.Infrastructure.LiveStreams.Local;

internal sealed partial class LocalLiveWorker(
    ILiveGateway gateway, LiveIngests ingests, LiveFileCleanup cleanup, IServiceScopeFactory scopes, Lifecycle lifecycle,
    TimeProvider clock, ILogger<LocalLiveWorker> logger) : BackgroundService
{
    private const int PageSize = 100;

    private static readonly TimeSpan TidyInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (gateway.Provider != MediaProvider.Local)
            return;
        try
        {
            await lifecycle.WaitUntilMigratedAsync(stoppingToken);
            ingests.Restore(await ListUnfinishedAsync(stoppingToken));

            using var timer = new PeriodicTimer(TidyInterval, clock);
            do
                Tidy();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The streams do not end at a shutdown. The next process restores them.
        }
        finally
        {
            await ingests.DisposeAsync();
        }
    }

    private async Task<List<LiveStream>> ListUnfinishedAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var streams = scope.ServiceProvider.GetRequiredService<ILiveStreamRepository>();
                var all = new List<LiveStream>();
                List<LiveStream> page;
                do
                {
                    page = await streams.ListUnfinishedAsync(all.Count > 0 ? all[^1].Id : null, PageSize, stoppingToken);
                    all.AddRange(page);
                }
                while (page.Count == PageSize);
                return all;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogNotRestored(logger, exception);
                await Task.Delay(RetryPause, clock, stoppingToken);
            }
        }
    }

    private void Tidy()
    {
        try
        {
            cleanup.Run();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotTidied(logger, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Restoring the live streams failed; will retry")]
    private static partial void LogNotRestored(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Removing the files of ended live streams failed; will retry")]
    private static partial void LogNotTidied(ILogger logger, Exception exception);
}
