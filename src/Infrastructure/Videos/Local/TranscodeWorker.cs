using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Health;
using VideoChat.Application.Videos;
using VideoChat.Application.Videos.RefreshVideo;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>Makes uploaded files playable, one at a time. What a killed process has left unfinished is begun anew.</summary>
internal sealed partial class TranscodeWorker(
    IVideoGateway gateway,
    LocalStorage storage,
    TranscodeQueue queue,
    Transcoder transcoder,
    FfmpegTools tools,
    IVideoRefreshQueue refresh,
    IServiceScopeFactory scopes,
    Lifecycle lifecycle,
    TimeProvider clock,
    ILogger<TranscodeWorker> logger) : BackgroundService
{
    private const int MaxTries = 5;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

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
            // Uploads may be on their way already; what is being written is held, and only what is not goes.
            storage.Prepare();
            foreach (var videoId in storage.ListUnfinished())
                queue.Enqueue(videoId);
            await foreach (var videoId in queue.ReadAllAsync(stoppingToken))
                await WorkAsync(videoId, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends; the next one begins anew.
        }
    }

    private async Task WorkAsync(Guid videoId, CancellationToken stoppingToken)
    {
        try
        {
            if (storage.FindOriginal(videoId) is { } source
                && !Directory.Exists(storage.ResultOf(videoId))
                && await AnnounceAsync(videoId, stoppingToken))
            {
                await MakeAsync(videoId, source, stoppingToken);
            }
            _tries.Remove(videoId);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogPutOff(logger, exception, videoId);
            storage.DeleteTranscode(videoId);
            _ = TryLaterAsync(videoId, stoppingToken);
        }
        queue.Forget(videoId);
        refresh.Enqueue(videoId);
    }

    /// <summary>
    /// The room hears of the file before it hears what has become of it, however quick that is. False where nobody waits
    /// for the video: it is unknown, or has expired.
    /// </summary>
    private async Task<bool> AnnounceAsync(Guid videoId, CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<IMediator>()
            .Send(new RefreshVideoCommand(videoId), stoppingToken);
        return result == RefreshResult.Unfinished;
    }

    private async Task MakeAsync(Guid videoId, string source, CancellationToken stoppingToken)
    {
        var size = new FileInfo(source).Length;
        EnsureRoomFor(size);
        var folder = storage.CreateTranscode(videoId);
        var result = await RunAsync(videoId, source, folder, stoppingToken);
        // ffmpeg does not always say that a segment could not be written.
        EnsureRoomFor(bytes: 0);
        if (!result.IsReady)
            folder = storage.CreateTranscode(videoId);
        result.Write(folder);
        storage.PlaceTranscode(folder, videoId);
        if (!result.IsReady)
            storage.DeleteOriginal(videoId);
        LogDone(logger, videoId, result.IsReady);
    }

    private Task<TranscodeResult> RunAsync(Guid videoId, string source, string folder, CancellationToken stoppingToken)
    {
        if (!tools.IsAvailable)
            return Task.FromResult(new TranscodeResult(IsReady: true, DurationSeconds: null));

        var tries = _tries[videoId] = _tries.GetValueOrDefault(videoId) + 1;
        return tries > MaxTries
            ? Task.FromResult(TranscodeResult.Failed)
            : transcoder.RunAsync(videoId, source, folder, percent => Report(videoId, percent), stoppingToken);
    }

    private void EnsureRoomFor(long bytes)
    {
        if (tools.IsAvailable && !storage.HasRoomFor(bytes))
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
        queue.Enqueue(videoId);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "ffmpeg and ffprobe are not on PATH: videos are played as they were uploaded")]
    private static partial void LogNoFfmpeg(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "setpriv is not on PATH: an ffmpeg at work outlives a server that is killed")]
    private static partial void LogMayOutlive(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Video {VideoId} is processed, ready: {IsReady}")]
    private static partial void LogDone(ILogger logger, Guid videoId, bool isReady);

    [LoggerMessage(Level = LogLevel.Error, Message = "Video {VideoId} could not be processed now; it is tried again")]
    private static partial void LogPutOff(ILogger logger, Exception exception, Guid videoId);
}
