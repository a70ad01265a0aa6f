using Microsoft.Extensions.Logging;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Storage;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;
using VideoChat.Infrastructure.Videos.Local.Storage;
using VideoChat.Infrastructure.Videos.Local.Transcoding;

namespace VideoChat.Infrastructure.Videos.Local.Jobs;

/// <summary>
/// Makes the result of a video in a temporary folder, and publishes it if the disk is accessible and this machine still holds the claim.
/// </summary>
internal sealed partial class ResultPublisher(
    OriginalFiles originals, ResultFolders results, OriginalRetention retention, TranscodeAttempts attempts, DiskSpace space,
    FfmpegTools tools, ILogger<ResultPublisher> logger)
{
    /// <param name="make">Writes the output into a folder.</param>
    /// <exception cref="IOException">The disk is not accessible, or another machine has taken the claim.</exception>
    public async Task PublishAsync(
        Guid videoId, IJobClaim claim, Func<string, Task<TranscodeResult>> make, CancellationToken stoppingToken)
    {
        var folder = results.CreateTranscode(videoId);
        try
        {
            var result = await make(folder);
            // ffmpeg does not always report that it could not write a segment, so the free space is checked.
            EnsureRoom();
            if (originals.Find(videoId) is not { } source || !TranscodeAttempts.AreThere(source, folder) || !await claim.HoldAsync(stoppingToken))
                throw new IOException("The disk is not accessible, or another machine processes the video.");
            if (!result.IsReady)
            {
                ResultFolders.DeleteTranscode(folder);
                folder = results.CreateTranscode(videoId);
            }
            result.Write(folder);
            results.Place(folder, videoId);
            attempts.Forget(videoId);
            retention.Apply(videoId);
            LogDone(logger, videoId, result.IsReady);
        }
        finally
        {
            ResultFolders.DeleteTranscode(folder);
        }
    }

    private void EnsureRoom()
    {
        using var reservation = space.TryReserve(bytes: 0);
        if (tools.IsAvailable && reservation is null)
            throw new OutOfSpaceException(writtenBytes: 0);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Video {VideoId} was processed; ready: {IsReady}")]
    private static partial void LogDone(ILogger logger, Guid videoId, bool isReady);
}
