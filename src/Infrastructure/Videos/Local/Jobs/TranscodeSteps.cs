using VideoChat.Application.Videos;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;
using VideoChat.Infrastructure.Videos.Local.Storage;
using VideoChat.Infrastructure.Videos.Local.Transcoding;

namespace VideoChat.Infrastructure.Videos.Local.Jobs;

/// <summary>Runs the steps of a job. The first analyzes a file, and the second turns it into a result.</summary>
internal sealed class TranscodeSteps(
    SourceReader reader, Transcoder transcoder, ThumbnailMaker thumbnails, TranscodeAttempts attempts, ResultPublisher publisher,
    FfmpegTools tools, TranscodeQueue queue, IVideoRefreshQueue refresh)
{
    /// <returns>True if the result of the video is published; false if the job now has a plan for its second step.</returns>
    public async Task<bool> RunNextAsync(TranscodeJob job, string source, IJobClaim claim, CancellationToken stoppingToken)
    {
        if (!tools.IsAvailable)
        {
            await PublishAsync(job, claim, new TranscodeResult(IsReady: true, DurationSeconds: null), stoppingToken);
            return true;
        }
        if (job.Plan is not null)
        {
            await publisher.PublishAsync(
                job.VideoId, claim,
                folder => attempts.TryAsync(job.VideoId, source, folder, () => TranscodeAsync(job, source, folder, stoppingToken)),
                stoppingToken);
            return true;
        }
        var analysis = await attempts.TryAsync(job.VideoId, source, folder: null, () => PlanAsync(job, source, stoppingToken));
        if (job.Plan is not null)
            return false;
        await PublishAsync(job, claim, analysis, stoppingToken);
        return true;
    }

    /// <summary>Analyzes the file and sets the plan of the job, or returns the failure.</summary>
    private async Task<TranscodeResult> PlanAsync(TranscodeJob job, string source, CancellationToken stoppingToken)
    {
        (job.Plan, var failure) = await reader.PlanAsync(job.VideoId, source, stoppingToken);
        return TranscodeResult.Failed(failure);
    }

    private async Task<TranscodeResult> TranscodeAsync(TranscodeJob job, string source, string folder, CancellationToken stoppingToken)
    {
        var (videoId, plan) = (job.VideoId, job.Plan!);
        var result = await transcoder.RunAsync(
            videoId, plan, job.NeededBytes, source, folder, percent => Report(videoId, percent), stoppingToken);
        if (result.IsReady)
            await thumbnails.MakeAsync(plan, folder, stoppingToken);
        return result;
    }

    private Task PublishAsync(TranscodeJob job, IJobClaim claim, TranscodeResult result, CancellationToken stoppingToken) =>
        publisher.PublishAsync(job.VideoId, claim, _ => Task.FromResult(result), stoppingToken);

    private void Report(Guid videoId, int percent)
    {
        if (queue.Report(videoId, percent))
            refresh.Enqueue(videoId);
    }
}
