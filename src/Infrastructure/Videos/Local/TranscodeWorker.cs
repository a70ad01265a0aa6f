using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Health;
using VideoChat.Application.Videos;
using VideoChat.Application.Videos.RefreshVideo;
using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>
/// Makes uploaded files playable, one at a time on each machine, and each video on one machine: who makes it has the claim
/// to it, and whoever finds a video unfinished that nobody has a claim to begins it anew.
/// </summary>
internal sealed partial class TranscodeWorker(
    IVideoGateway gateway,
    LocalStorage storage,
    TranscodeQueue queue,
    Transcoder transcoder,
    DiskSpace space,
    FfmpegTools tools,
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

    private readonly Dictionary<Guid, int> _tries = [];

    public override Task StartAsync(CancellationToken cancellationToken) =>
        gateway is LocalVideoGateway ? base.StartAsync(cancellationToken) : Task.CompletedTask;

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
            await Task.WhenAll(WorkAsync(stoppingToken), TidyAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends; the next one, or another machine, begins anew.
        }
    }

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        await foreach (var videoId in queue.ReadAllAsync(stoppingToken))
        {
            try
            {
                await using var claim = database.ClaimOf(Job.Transcode, videoId);
                if (await claim.HoldAsync(stoppingToken))
                    await FinishAsync(videoId, claim, stoppingToken);
                _tries.Remove(videoId);
                queue.Forget(videoId);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogPutOff(logger, exception, videoId);
                _ = TryLaterAsync(videoId, stoppingToken);
            }
        }
    }

    /// <summary>Brings a video to its end, in the database too: who has the claim next finds it there.</summary>
    private async Task FinishAsync(Guid videoId, IJobClaim claim, CancellationToken stoppingToken)
    {
        foreach (var abandoned in storage.ListTranscodes($"{videoId}*"))
            LocalStorage.DeleteTranscode(abandoned);
        // The room hears of the file before it hears what has become of it, however quick that is.
        if (await RefreshAsync(videoId, stoppingToken) == RefreshResult.Unfinished
            && storage.FindOriginal(videoId) is { } source
            && !storage.HasResult(videoId))
        {
            await MakeAsync(videoId, source, claim, stoppingToken);
            await RefreshAsync(videoId, stoppingToken);
        }
    }

    private async Task<RefreshResult> RefreshAsync(Guid videoId, CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RefreshVideoCommand(videoId), stoppingToken);
    }

    private async Task MakeAsync(Guid videoId, string source, IJobClaim claim, CancellationToken stoppingToken)
    {
        EnsureRoomFor(new FileInfo(source).Length);
        var folder = storage.CreateTranscode(videoId);
        try
        {
            var result = await RunAsync(videoId, source, folder, stoppingToken);
            // ffmpeg does not always say that a segment could not be written.
            EnsureRoomFor(bytes: 0);
            if (!IsThere(source, folder) || !await claim.HoldAsync(stoppingToken))
                throw new IOException("The disk was away, or another machine has taken the video over.");
            if (!result.IsReady)
            {
                LocalStorage.DeleteTranscode(folder);
                folder = storage.CreateTranscode(videoId);
            }
            result.Write(folder);
            storage.PlaceTranscode(folder, videoId);
            if (!result.IsReady)
                storage.DeleteOriginal(videoId);
            LogDone(logger, videoId, result.IsReady);
        }
        finally
        {
            LocalStorage.DeleteTranscode(folder);
        }
    }

    private async Task<TranscodeResult> RunAsync(Guid videoId, string source, string folder, CancellationToken stoppingToken)
    {
        if (!tools.IsAvailable)
            return new TranscodeResult(IsReady: true, DurationSeconds: null);

        var tries = _tries.GetValueOrDefault(videoId);
        if (tries == MaxTries)
            return TranscodeResult.Failed(VideoFailure.ServerFailed);
        try
        {
            return await transcoder.RunAsync(videoId, source, folder, percent => Report(videoId, percent), stoppingToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && IsThere(source, folder))
        {
            _tries[videoId] = tries + 1;
            throw;
        }
    }

    /// <summary>What is not there any more was taken away, and says nothing of the video.</summary>
    private static bool IsThere(string source, string folder) => File.Exists(source) && Directory.Exists(folder);

    private void EnsureRoomFor(long bytes)
    {
        using var reservation = space.TryReserve(bytes);
        if (tools.IsAvailable && reservation is null)
            throw new IOException("There is no room left on the disk.");
    }

    private void Report(Guid videoId, int percent)
    {
        if (queue.Report(videoId, percent))
            refresh.Enqueue(videoId);
    }

    private async Task TryLaterAsync(Guid videoId, CancellationToken stoppingToken)
    {
        await Task.Delay(RetryAfter, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        queue.Forget(videoId);
        queue.Enqueue(videoId);
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

    // Whoever is at work took the claim before, and so is not among those that were listed and have none.
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
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "ffmpeg and ffprobe are not on PATH: videos are played back as uploaded")]
    private static partial void LogNoFfmpeg(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "setpriv is not on PATH: a running ffmpeg outlives the server if the server is killed")]
    private static partial void LogMayOutlive(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Video {VideoId} was processed; ready: {IsReady}")]
    private static partial void LogDone(ILogger logger, Guid videoId, bool isReady);

    [LoggerMessage(Level = LogLevel.Error, Message = "Processing video {VideoId} failed; will retry")]
    private static partial void LogPutOff(ILogger logger, Exception exception, Guid videoId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Removing abandoned upload and transcode files failed; retrying in an hour")]
    private static partial void LogNotTidied(ILogger logger, Exception exception);
}
