using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;
using VideoChat.Infrastructure.Videos.Local.Sources;

namespace VideoChat.Infrastructure.Videos.Local.Transcoding;

internal sealed partial class SourceReader(
    FfmpegTools tools, IOptions<TranscodeOptions> options, TimeProvider clock, ILogger<SourceReader> logger)
{
    private const int MaxHeadLength = 1_024 * 1_024;

    private const long BytesPerSecond = 5_000_000;

    private static readonly TimeSpan ShortTimeout = TimeSpan.FromMinutes(1);

    /// <exception cref="IOException">The machine, not the file, caused a failure. The job can be retried.</exception>
    public async Task<(TranscodePlan? Plan, VideoFailure Failure)> PlanAsync(
        Guid videoId, string path, CancellationToken cancellationToken)
    {
        var length = new FileInfo(path).Length;
        using var timeout = new CancellationTokenSource(ShortTimeout + TimeSpan.FromSeconds((double)length / BytesPerSecond), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var (source, failure) = await ReadHeadAsync(path, either.Token);
            if (source is null)
                return Refuse(videoId, failure);
            var survey = await ReadPacketsAsync(path, length, source, either.Token);
            return TranscodePlan.RefusalOf(source, survey, length, options.Value) is { } refusal
                ? Refuse(videoId, refusal)
                : (TranscodePlan.For(source, survey, length, options.Value), default);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Refuse(videoId, VideoFailure.TookTooLong);
        }
    }

    private async Task<(VideoSource? Source, VideoFailure Failure)> ReadHeadAsync(string path, CancellationToken cancellationToken)
    {
        await using var ffprobe = await StartAsync(path, FfmpegArguments.Probe(path, options.Value));
        if (await ffprobe.ReadAllAsync(MaxHeadLength, cancellationToken) is not { } json)
            return (null, VideoFailure.Damaged);
        var exitCode = await ffprobe.WaitForExitAsync(cancellationToken);
        if (FfmpegErrors.TooLarge(ffprobe.Errors) is { } tooLarge)
            return (null, tooLarge);
        FfmpegErrors.ThrowIfSignalled(exitCode);
        return exitCode == 0 ? (VideoSource.Parse(json, out var failure), failure) : (null, FfmpegErrors.Classify(ffprobe.Errors));
    }

    private async Task<PacketSurvey> ReadPacketsAsync(
        string path, long length, VideoSource source, CancellationToken cancellationToken)
    {
        var survey = new PacketSurvey(source, options.Value.MaxDurationSeconds);
        await using var ffprobe = await StartAsync(path, FfmpegArguments.Packets(path, options.Value));
        await foreach (var line in ffprobe.ReadLinesAsync(cancellationToken))
        {
            survey.Add(line);
            if (survey.IsTooMuch || survey.IsTooLong || TranscodePlan.Overlaps(survey, length))
                return survey;
        }
        // Other exit codes are ignored, because a truncated file is usable up to its end.
        FfmpegErrors.ThrowIfSignalled(await ffprobe.WaitForExitAsync(cancellationToken));
        survey.Complete();
        return survey;
    }

    private Task<FfmpegProcess> StartAsync(string path, IEnumerable<string> arguments) => FfmpegProcess.StartAsync(
        tools, tools.Ffprobe!, Path.GetDirectoryName(path)!, arguments, options.Value.MaxMemoryBytes);

    private (TranscodePlan?, VideoFailure) Refuse(Guid videoId, VideoFailure failure)
    {
        LogRefused(logger, videoId, failure);
        return (null, failure);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The file of video {VideoId} cannot be made playable: {Failure}")]
    private static partial void LogRefused(ILogger logger, Guid videoId, VideoFailure failure);
}
