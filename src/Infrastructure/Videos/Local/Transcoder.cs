using Microsoft.Extensions.Logging;
using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>Makes of an uploaded file what players want: HLS in several sizes and a picture.</summary>
internal sealed partial class Transcoder(FfmpegTools tools, TimeProvider clock, ILogger<Transcoder> logger)
{
    public const string MasterPlaylist = "playlist.m3u8";
    public const string Thumbnail = "thumbnail.jpg";

    private const int MaxProbeLength = 1_024 * 1_024;
    private const string NoSpace = "No space left on device";

    /// <summary>128 and more: a signal has ended it, not the file.</summary>
    private const int FirstSignal = 128;

    private static readonly TimeSpan ShortPatience = TimeSpan.FromMinutes(1);

    /// <summary>How long a transcode may stand still.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Writes what becomes of the file into the folder and says what that is.</summary>
    /// <exception cref="IOException">The machine is the reason, not the file: it can be tried again.</exception>
    public async Task<TranscodeResult> RunAsync(
        Guid videoId, string source, string folder, Action<int> report, CancellationToken cancellationToken)
    {
        if (await ProbeAsync(source, folder, cancellationToken) is not { } video)
        {
            LogNoVideo(logger, videoId);
            return TranscodeResult.Failed(VideoFailure.Damaged);
        }

        var length = await MakeHlsAsync(videoId, source, video, folder, report, cancellationToken);
        if (length is null)
            return TranscodeResult.Failed(VideoFailure.Damaged);
        await MakeThumbnailAsync(source, video, folder, cancellationToken);
        return new TranscodeResult(IsReady: true, Math.Round(LengthOf(video, length.Value), 3));
    }

    /// <summary>As the file says, to the frame; of a file that broke off there is less than it says.</summary>
    private static double LengthOf(VideoSource video, double made) =>
        video.DurationSeconds is { } said && made > said - 1 ? said : made;

    private async Task<VideoSource?> ProbeAsync(string source, string folder, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(ShortPatience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        await using var ffprobe = await FfmpegProcess.StartAsync(tools, tools.Ffprobe!, folder, FfmpegArguments.Probe(source));
        try
        {
            if (await ffprobe.ReadAllAsync(MaxProbeLength, either.Token) is not { } json)
                return null;
            var exitCode = await ffprobe.WaitForExitAsync(either.Token);
            ThrowIfSignalled(exitCode);
            return exitCode == 0 ? VideoSource.Parse(json) : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Returns how long it has become, in seconds; null where nothing came of it.</summary>
    private async Task<double?> MakeHlsAsync(
        Guid videoId, string source, VideoSource video, string folder, Action<int> report, CancellationToken cancellationToken)
    {
        var ladder = Ladder.For(video.Width, video.Height);
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        await using var ffmpeg = await FfmpegProcess.StartAsync(
            tools, tools.Ffmpeg!, folder, FfmpegArguments.Hls(source, video, ladder));

        var seconds = 0.0;
        int exitCode;
        try
        {
            await foreach (var line in ffmpeg.ReadLinesAsync(either.Token))
            {
                if (FfmpegProgress.SecondsOf(line) is not { } now || now <= seconds)
                    continue;
                seconds = now;
                patience.CancelAfter(Patience);
                report(FfmpegProgress.PercentOf(seconds, video.DurationSeconds));
            }
            exitCode = await ffmpeg.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogStoodStill(logger, videoId, Patience);
            return null;
        }

        ThrowIfSignalled(exitCode);
        if (ffmpeg.Errors.Contains(NoSpace, StringComparison.Ordinal))
            throw new IOException("The disk is full.");
        if (exitCode == 0 && seconds > 0 && File.Exists(Path.Combine(folder, MasterPlaylist)))
            return seconds;

        LogFailed(logger, videoId, exitCode);
        LogErrors(logger, ffmpeg.Errors);
        return null;
    }

    private static void ThrowIfSignalled(int exitCode)
    {
        if (exitCode >= FirstSignal)
            throw new IOException($"ffmpeg was ended by signal {exitCode - FirstSignal}.");
    }

    /// <summary>A third into the video, where it is no longer black; its first picture where that is not to be had.</summary>
    private async Task MakeThumbnailAsync(string source, VideoSource video, string folder, CancellationToken cancellationToken)
    {
        var thumbnail = Path.Combine(folder, Thumbnail);
        foreach (var atSeconds in new[] { (video.DurationSeconds ?? 0) / 3, 0 })
        {
            using var patience = new CancellationTokenSource(ShortPatience, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            await using var ffmpeg = await FfmpegProcess.StartAsync(
                tools, tools.Ffmpeg!, folder, FfmpegArguments.Thumbnail(source, video, atSeconds, Thumbnail));
            try
            {
                if (await ffmpeg.WaitForExitAsync(either.Token) == 0 && File.Exists(thumbnail))
                    return;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // A video can do without.
            }
            File.Delete(thumbnail);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The file of video {VideoId} is not a video")]
    private static partial void LogNoVideo(ILogger logger, Guid videoId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Transcoding video {VideoId} made no progress for {Patience} and was stopped")]
    private static partial void LogStoodStill(ILogger logger, Guid videoId, TimeSpan patience);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Transcoding video {VideoId} failed: ffmpeg exited with code {ExitCode}")]
    private static partial void LogFailed(ILogger logger, Guid videoId, int exitCode);

    [LoggerMessage(Level = LogLevel.Debug, Message = "ffmpeg: {Errors}")]
    private static partial void LogErrors(ILogger logger, string errors);
}
