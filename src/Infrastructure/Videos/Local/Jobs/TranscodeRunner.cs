using MediatR;
using Microsoft.Extensions.DependencyInjection;
using VideoChat.Application.Videos.RefreshVideo;
using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Videos.Local.Storage;

namespace VideoChat.Infrastructure.Videos.Local.Jobs;

/// <summary>
/// Runs a job in two steps: the first analyzes the file, the second transcodes it. A claim ensures that only one machine processes a video.
/// </summary>
internal sealed class TranscodeRunner(
    LocalStorage storage, OriginalFiles originals, ResultFolders results, TranscodeQueue queue, TranscodeSteps steps,
    IDatabaseDialect database, IServiceScopeFactory scopes)
{
    /// <summary>Runs the next step of a job. A job that is not finished returns to the queue.</summary>
    public async Task RunAsync(TranscodeJob job, CancellationToken stoppingToken)
    {
        Video? unfinished = null;
        await using (var claim = database.CreateClaim(Job.Transcode, job.VideoId))
        {
            if (await claim.HoldAsync(stoppingToken))
                unfinished = await AdvanceAsync(job, claim, stoppingToken);
        }

        // The job is queued again after the claim is released. Otherwise, a worker that takes it immediately finds it claimed and drops it.
        if (unfinished is not null)
            queue.Return(job, unfinished.RoomId);
        else
            queue.Forget(job.VideoId);
    }

    /// <summary>
    /// Runs the next step. The status is stored before the claim is released, so that the next holder sees it.
    /// </summary>
    /// <returns>The video if its second step remains; otherwise null.</returns>
    private async Task<Video?> AdvanceAsync(TranscodeJob job, IJobClaim claim, CancellationToken stoppingToken)
    {
        var videoId = job.VideoId;
        storage.Refresh();
        foreach (var abandoned in results.ListTranscodes($"{videoId}*"))
            ResultFolders.DeleteTranscode(abandoned);
        if (await FindAsync(videoId, stoppingToken) is not { IsFinal: false } video
            || originals.Find(videoId) is not { } source
            || results.Has(videoId))
        {
            return null;
        }
        if (!await steps.RunNextAsync(job, source, claim, stoppingToken))
            return video;
        await RefreshAsync(videoId, stoppingToken);
        return null;
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
}
