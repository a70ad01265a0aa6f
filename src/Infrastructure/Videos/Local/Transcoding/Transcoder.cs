using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.Storage;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;
using VideoChat.Infrastructure.Videos.Local.Storage;

namespace VideoChat.Infrastructure.Videos.Local.Transcoding;

/// <summary>Converts an uploaded file to HLS in several sizes.</summary>
internal sealed partial class Transcoder(
    FfmpegTools tools, DiskSpace space, IOptions<TranscodeOptions> options, TimeProvider clock, ILogger<Transcoder> logger)
{
    private const string NoSpace = "No space left on device";

    private static readonly TimeSpan ProgressTimeout = TimeSpan.FromMinutes(5);

    /// <param name="neededBytes">The disk space that an earlier attempt has shown to be necessary, or 0.</param>
    /// <param name="folder">An empty folder for the output.</param>
    /// <param name="report">Receives the progress in percent.</param>
    /// <exception cref="OutOfSpaceException">The disk is full.</exception>
    /// <exception cref="IOException">The machine, not the file, caused a failure. The job can be retried.</exception>
    public async Task<TranscodeResult> RunAsync(
        Guid videoId, TranscodePlan plan, long neededBytes, string source, string folder, Action<int> report,
        CancellationToken cancellationToken)
    {
        var booked = Math.Min(plan.MaxBytes, Math.Max(neededBytes, Math.Max(new FileInfo(source).Length, TranscodeWatch.BookedAhead)));
        using var reservation = space.TryReserve(booked) ?? throw new OutOfSpaceException(writtenBytes: 0);
        var failure = await MakeHlsAsync(videoId, source, plan, folder, reservation, report, cancellationToken);
        if (plan.HasSound && failure is VideoFailure.UnsupportedCodec or VideoFailure.Damaged)
        {
            // The audio track may be the cause, so it is left out. A video without sound is better than none.
            plan = plan with { HasSound = false };
            Clear(folder);
            failure = await MakeHlsAsync(videoId, source, plan, folder, reservation, report, cancellationToken);
        }
        return failure is null
            ? new TranscodeResult(IsReady: true, Math.Round(plan.DurationSeconds, 3))
            : TranscodeResult.Failed(failure.Value);
    }

    private async Task<VideoFailure?> MakeHlsAsync(
        Guid videoId, string source, TranscodePlan plan, string folder, SpaceReservation reservation, Action<int> report,
        CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timeout = new CancellationTokenSource(ProgressTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        await using var ffmpeg = await FfmpegProcess.StartAsync(
            tools, tools.Ffmpeg!, folder, FfmpegArguments.Hls(source, plan, options.Value), options.Value.MaxMemoryBytes);
        var watching = new TranscodeWatch(ffmpeg, plan, folder, reservation, clock).RunAsync(ended.Token);

        var seconds = 0.0;
        int exitCode;
        try
        {
            await foreach (var line in ffmpeg.ReadLinesAsync(either.Token))
            {
                if (FfmpegProgress.SecondsOf(line) is not { } now || now <= seconds)
                    continue;
                seconds = now;
                timeout.CancelAfter(ProgressTimeout);
                report(FfmpegProgress.PercentOf(seconds, plan.DurationSeconds));
            }
            exitCode = await ffmpeg.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogStoodStill(logger, videoId, ProgressTimeout);
            return VideoFailure.TookTooLong;
        }
        finally
        {
            await ended.CancelAsync();
        }

        var failure = await watching ?? FfmpegErrors.TooLarge(ffmpeg.Errors);
        if (failure is null)
        {
            FfmpegErrors.ThrowIfSignalled(exitCode);
            if (ffmpeg.Errors.Contains(NoSpace, StringComparison.Ordinal))
                throw new OutOfSpaceException(reservation.WrittenBytes);
            if (exitCode == 0 && seconds > 0 && File.Exists(Path.Combine(folder, TranscodeResult.MasterPlaylist)))
                return null;
            failure = FfmpegErrors.Classify(ffmpeg.Errors);
        }
        LogFailed(logger, videoId, failure.Value, exitCode);
        LogErrors(logger, ffmpeg.Errors);
        return failure;
    }

    private static void Clear(string folder)
    {
        foreach (var path in Directory.EnumerateDirectories(folder))
            Directory.Delete(path, recursive: true);
        foreach (var path in Directory.EnumerateFiles(folder))
            File.Delete(path);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Transcoding video {VideoId} made no progress for {Patience} and was stopped")]
    private static partial void LogStoodStill(ILogger logger, Guid videoId, TimeSpan patience);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Transcoding video {VideoId} failed: {Failure}, ffmpeg exited with code {ExitCode}")]
    private static partial void LogFailed(ILogger logger, Guid videoId, VideoFailure failure, int exitCode);

    [LoggerMessage(Level = LogLevel.Debug, Message = "ffmpeg: {Errors}")]
    private static partial void LogErrors(ILogger logger, string errors);
}
