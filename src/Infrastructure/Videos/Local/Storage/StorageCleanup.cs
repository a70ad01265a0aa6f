using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Health;
using VideoChat.Application.Videos;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Videos.Local.Storage;

/// <summary>Removes the files of abandoned uploads and transcodes, and originals that are no longer needed, at startup and every hour.</summary>
internal sealed partial class StorageCleanup(
    IVideoGateway gateway, OriginalFiles originals, ResultFolders results, OriginalRetention retention, IDatabaseDialect database,
    Lifecycle lifecycle, TimeProvider clock, ILogger<StorageCleanup> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (gateway.Provider != MediaProvider.Local)
            return;
        try
        {
            await lifecycle.WaitUntilMigratedAsync(stoppingToken);
            using var timer = new PeriodicTimer(Interval, clock);
            do
                await TryRemoveAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server is stopping.
        }
    }

    private async Task TryRemoveAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RemoveAsync(stoppingToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(logger, exception);
        }
    }

    // Removes originals that are no longer needed, and unfinished files without a claim. The unfinished file of a running job has a
    // claim, because the job takes its claim before it creates the file.
    private async Task RemoveAsync(CancellationToken stoppingToken)
    {
        foreach (var part in originals.ListParts())
        {
            if (!await database.IsClaimedAsync(Job.Upload, LocalStorage.VideoOf(part), stoppingToken))
                File.Delete(part);
        }
        foreach (var transcode in results.ListTranscodes())
        {
            if (!await database.IsClaimedAsync(Job.Transcode, LocalStorage.VideoOf(transcode), stoppingToken))
                ResultFolders.DeleteTranscode(transcode);
        }
        originals.List().ForEach(retention.Apply);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Removing abandoned upload and transcode files failed; retrying in an hour")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
