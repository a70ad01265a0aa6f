using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoChat.Application.Health;
using VideoChat.Application.Videos;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;
using VideoChat.Infrastructure.Videos.Local.Transcoding;

namespace VideoChat.Infrastructure.Videos.Local.Jobs;

/// <summary>Processes the files of videos: one job of any length and one short job at a time.</summary>
internal sealed partial class TranscodeWorker(
    IVideoGateway gateway, TranscodeQueue queue, TranscodeRunner runner, FfmpegTools tools, IOptions<TranscodeOptions> options,
    Lifecycle lifecycle, TimeProvider clock, ILogger<TranscodeWorker> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    public override Task StartAsync(CancellationToken cancellationToken) =>
        gateway.Provider == MediaProvider.Local ? base.StartAsync(cancellationToken) : Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!tools.IsAvailable)
            LogNoFfmpeg(logger);
        else if (!tools.EndsWithUs)
            LogMayOutlive(logger);

        try
        {
            await lifecycle.WaitUntilMigratedAsync(stoppingToken);
            await Task.WhenAll(
                WorkAsync(maxCpuSeconds: null, stoppingToken), WorkAsync(options.Value.ShortCpuSeconds, stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // After a shutdown, the next process or another machine restarts the job.
        }
    }

    private async Task WorkAsync(double? maxCpuSeconds, CancellationToken stoppingToken)
    {
        while (true)
        {
            var job = await queue.TakeAsync(maxCpuSeconds, stoppingToken);
            try
            {
                await runner.RunAsync(job, stoppingToken);
            }
            catch (OutOfSpaceException exception)
            {
                // The retry reserves twice the bytes that were written. With the same space, it would fail at the same point.
                job.NeededBytes = Math.Max(job.NeededBytes, exception.WrittenBytes * 2);
                LogNoRoom(logger, job.VideoId, exception.WrittenBytes);
                _ = TryLaterAsync(job, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogPutOff(logger, exception, job.VideoId);
                _ = TryLaterAsync(job, stoppingToken);
            }
        }
    }

    private async Task TryLaterAsync(TranscodeJob job, CancellationToken stoppingToken)
    {
        await Task.Delay(RetryAfter, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        queue.Retry(job);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "ffmpeg and ffprobe are not on PATH: videos are played back as uploaded")]
    private static partial void LogNoFfmpeg(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "setpriv is not on PATH: a running ffmpeg outlives the server if the server is killed")]
    private static partial void LogMayOutlive(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "Processing video {VideoId} failed; will retry")]
    private static partial void LogPutOff(ILogger logger, Exception exception, Guid videoId);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Processing video {VideoId} stopped after {Bytes} bytes because the disk is full; retrying when twice as much space is free")]
    private static partial void LogNoRoom(ILogger logger, Guid videoId, long bytes);
}
