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
using VideoChat.Infrastructure.Storage;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;
using VideoChat.Infrastructure.Videos.Local.Storage;

namespace VideoChat.Infrastructure.Videos.Local.Transcoding;

/// <summary>Processes uploaded files: one job of any length and one short job at a time. A claim excludes other machines.</summary>
internal sealed partial class TranscodeWorker(
    IVideoGateway gateway,
    LocalStorage storage,
    TranscodeQueue queue,
    SourceReader reader,
    Transcoder transcoder,
    DiskSpace space,
    FfmpegTools tools,
    IOptions<TranscodeOptions> options,
    IVideoRefreshQueue refresh,
    IDatabaseDialect database,
    IServiceScopeFactory scopes,
    Lifecycle lifecycle,
    TimeProvider clock,
    ILogger<TranscodeWorker> logger) : BackgroundService
{
    private const int MaxTries = 5;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TidyInterval = TimeSpan.FromHours(1);

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
            storage.Prepare();
            await Task.WhenAll(
                WorkAsync(maxCpuSeconds: null, stoppingToken), WorkAsync(options.Value.ShortCpuSeconds, stoppingToken),
                TidyAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server is shutting down. The next process or another machine restarts the job.
        }
    }

    private async Task WorkAsync(double? maxCpuSeconds, CancellationToken stoppingToken)
    {
        while (true)
        {
            var job = await queue.TakeAsync(maxCpuSeconds, stoppingToken);
            try
            {
                await using (var claim = database.CreateClaim(Job.Transcode, job.VideoId))
                {
                    if (await claim.HoldAsync(stoppingToken) && !await AdvanceAsync(job, claim, stoppingToken))
                        continue;
                }
                queue.Forget(job.VideoId);
            }
            catch (OutOfSpaceException exception)
            {
                // A retry with the same space would fail at the same point.
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

    /// <summary>
    /// Analyzes the file or processes it. Stores the status before the claim is released, so that the next holder sees it.
    /// </summary>
    /// <returns>True if the video is finished; false if it waits in the queue for its second step.</returns>
    private async Task<bool> AdvanceAsync(TranscodeJob job, IJobClaim claim, CancellationToken stoppingToken)
    {
        var videoId = job.VideoId;
        foreach (var abandoned in storage.ListTranscodes($"{videoId}*"))
            LocalStorage.DeleteTranscode(abandoned);
        storage.LookAgain();
        if (await FindAsync(videoId, stoppingToken) is not { IsFinal: false } video
            || storage.FindOriginal(videoId) is not { } source
            || storage.HasResult(videoId))
        {
            return true;
        }
        if (!tools.IsAvailable)
        {
            await PlaceAsync(videoId, claim, _ => Task.FromResult(new TranscodeResult(IsReady: true, DurationSeconds: null)), stoppingToken);
        }
        else if (job.Plan is not null)
        {
            await PlaceAsync(
                videoId, claim,
                folder => TryAsync(
                    videoId, source, folder,
                    () => transcoder.RunAsync(job, source, folder, percent => Report(videoId, percent), stoppingToken)),
                stoppingToken);
        }
        else if (await PlanAsync(job, source, stoppingToken) is { } failure)
        {
            await PlaceAsync(videoId, claim, _ => Task.FromResult(TranscodeResult.Failed(failure)), stoppingToken);
        }
        else
        {
            queue.Return(job, video.RoomId);
            return false;
        }
        await RefreshAsync(videoId, stoppingToken);
        return true;
    }

    /// <summary>Returns the reason why the file cannot be processed, or null if it can.</summary>
    private async Task<VideoFailure?> PlanAsync(TranscodeJob job, string source, CancellationToken stoppingToken)
    {
        var result = await TryAsync(job.VideoId, source, folder: null, async () =>
        {
            var (plan, failure) = await reader.PlanAsync(job.VideoId, source, stoppingToken);
            job.Plan = plan;
            return plan is null ? TranscodeResult.Failed(failure) : new TranscodeResult(IsReady: false, DurationSeconds: null);
        });
        return result.Failure;
    }

    private async Task<Video?> FindAsync(Guid videoId, CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IVideoRepository>().FindAsync(videoId, stoppingToken);
    }

    private async Task RefreshAsync(Guid videoId, CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RefreshVideoCommand(videoId), stoppingToken);
    }

    private async Task PlaceAsync(
        Guid videoId, IJobClaim claim, Func<string, Task<TranscodeResult>> make, CancellationToken stoppingToken)
    {
        var folder = storage.CreateTranscode(videoId);
        try
        {
            var result = await make(folder);
            // ffmpeg does not always report that it could not write a segment, so the free space is checked.
            EnsureRoom();
            if (storage.FindOriginal(videoId) is not { } source || !IsThere(source, folder) || !await claim.HoldAsync(stoppingToken))
                throw new IOException("The disk is not accessible, or another machine processes the video.");
            if (!result.IsReady)
            {
                LocalStorage.DeleteTranscode(folder);
                folder = storage.CreateTranscode(videoId);
            }
            result.Write(folder);
            storage.PlaceTranscode(folder, videoId);
            storage.ForgetTries(videoId);
            if (IsDispensable(videoId))
                storage.DeleteOriginal(videoId);
            LogDone(logger, videoId, result.IsReady);
        }
        finally
        {
            LocalStorage.DeleteTranscode(folder);
        }
    }

    /// <summary>Counts the attempt before it starts, so that a file that crashes the whole container is not retried endlessly.</summary>
    private async Task<TranscodeResult> TryAsync(Guid videoId, string source, string? folder, Func<Task<TranscodeResult>> make)
    {
        var tries = storage.ReadTries(videoId);
        if (tries >= MaxTries)
            return TranscodeResult.Failed(VideoFailure.ServerFailed);
        storage.WriteTries(videoId, tries + 1);
        var counts = false;
        try
        {
            return await make();
        }
        catch (Exception exception) when (
            exception is not OperationCanceledException and not OutOfSpaceException { WrittenBytes: 0 } && IsThere(source, folder))
        {
            counts = true;
            throw;
        }
        finally
        {
            if (!counts)
                storage.WriteTries(videoId, tries);
        }
    }

    private bool IsDispensable(Guid videoId) =>
        (!options.Value.KeepOriginals && storage.HasPlaylist(videoId))
        || TranscodeResult.Read(storage.ResultOf(videoId)) is { IsReady: false };

    // If the files no longer exist, the disk and not the video caused the failure.
    private static bool IsThere(string source, string? folder) =>
        File.Exists(source) && (folder is null || Directory.Exists(folder));

    private void EnsureRoom()
    {
        using var reservation = space.TryReserve(bytes: 0);
        if (tools.IsAvailable && reservation is null)
            throw new OutOfSpaceException(writtenBytes: 0);
    }

    private void Report(Guid videoId, int percent)
    {
        if (queue.Report(videoId, percent))
            refresh.Enqueue(videoId);
    }

    private async Task TryLaterAsync(TranscodeJob job, CancellationToken stoppingToken)
    {
        await Task.Delay(RetryAfter, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        queue.Retry(job);
    }

    private async Task TidyAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TidyInterval, clock);
        do
        {
            try
            {
                await RemoveAbandonedAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogNotTidied(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // A running job took its claim before it created its file, so a file without a claim is abandoned.
    private async Task RemoveAbandonedAsync(CancellationToken stoppingToken)
    {
        foreach (var part in storage.ListParts())
        {
            if (!await database.IsClaimedAsync(Job.Upload, LocalStorage.VideoOf(part), stoppingToken))
                File.Delete(part);
        }
        foreach (var transcode in storage.ListTranscodes())
        {
            if (!await database.IsClaimedAsync(Job.Transcode, LocalStorage.VideoOf(transcode), stoppingToken))
                LocalStorage.DeleteTranscode(transcode);
        }
        foreach (var videoId in storage.ListOriginals().Where(IsDispensable))
            storage.DeleteOriginal(videoId);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "ffmpeg and ffprobe are not on PATH: videos are played back as uploaded")]
    private static partial void LogNoFfmpeg(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "setpriv is not on PATH: a running ffmpeg outlives the server if the server is killed")]
    private static partial void LogMayOutlive(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Video {VideoId} was processed; ready: {IsReady}")]
    private static partial void LogDone(ILogger logger, Guid videoId, bool isReady);

    [LoggerMessage(Level = LogLevel.Error, Message = "Processing video {VideoId} failed; will retry")]
    private static partial void LogPutOff(ILogger logger, Exception exception, Guid videoId);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Processing video {VideoId} stopped after {Bytes} bytes because the disk is full; retrying when twice as much space is free")]
    private static partial void LogNoRoom(ILogger logger, Guid videoId, long bytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Removing abandoned upload and transcode files failed; retrying in an hour")]
    private static partial void LogNotTidied(ILogger logger, Exception exception);
}
