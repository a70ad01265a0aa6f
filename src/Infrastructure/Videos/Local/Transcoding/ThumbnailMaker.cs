using Microsoft.Extensions.Options;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;
using VideoChat.Infrastructure.Videos.Local.Storage;

namespace VideoChat.Infrastructure.Videos.Local.Transcoding;

/// <summary>Takes a thumbnail from the output of a transcode.</summary>
internal sealed class ThumbnailMaker(FfmpegTools tools, IOptions<TranscodeOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(1);

    // Takes the frame at one third of the video if there is one, because the first frame is often black.
    public async Task MakeAsync(TranscodePlan plan, string folder, CancellationToken cancellationToken)
    {
        var thumbnail = Path.Combine(folder, TranscodeResult.Thumbnail);
        foreach (var atSeconds in new[] { plan.DurationSeconds / 3, 0 })
        {
            using var timeout = new CancellationTokenSource(MaxTime, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            await using var ffmpeg = await FfmpegProcess.StartAsync(
                tools, tools.Ffmpeg!, folder, FfmpegArguments.Thumbnail(plan, atSeconds, TranscodeResult.Thumbnail), options.Value.MaxMemoryBytes);
            try
            {
                if (await ffmpeg.WaitForExitAsync(either.Token) == 0 && File.Exists(thumbnail))
                    return;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The attempt took too long. A video without a thumbnail is acceptable.
            }
            File.Delete(thumbnail);
        }
    }
}
