using Microsoft.Extensions.Logging;
using VideoChat.Application.Videos;

namespace VideoChat.Infrastructure.Videos.Local.Storage;

/// <summary>Logs failures of the disk, and turns them into exceptions whose messages clients may see.</summary>
internal sealed partial class StorageErrors(ILogger<StorageErrors> logger)
{
    /// <summary>The values of <see cref="Exception.HResult"/> for a full disk: ENOSPC and EDQUOT.</summary>
    private static readonly int[] DiskFull = [28, 122];

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    public static VideoGatewayException NoRoom(Exception? cause = null) => new(
        VideoGatewayFailure.Unavailable, "The server has no room left for videos. Try again later.", RetryAfter, cause);

    public static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException;

    public VideoGatewayException Explain(Guid videoId, Exception exception)
    {
        LogStorage(logger, videoId, exception.GetType().Name, exception.HResult);
        return DiskFull.Contains(exception.HResult)
            ? NoRoom(exception)
            : new VideoGatewayException(
                VideoGatewayFailure.Unavailable, "The server cannot use its storage for videos. Try again later.", RetryAfter, exception);
    }

    /// <exception cref="VideoGatewayException">The disk failed.</exception>
    public T Guard<T>(Guid videoId, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception exception) when (Is(exception))
        {
            throw Explain(videoId, exception);
        }
    }

    /// <inheritdoc cref="Guard{T}"/>
    public void Guard(Guid videoId, Action act) => Guard(videoId, () =>
    {
        act();
        return true;
    });

    [LoggerMessage(Level = LogLevel.Error, Message = "Storage failed for video {VideoId}: {Reason} {Code}")]
    private static partial void LogStorage(ILogger logger, Guid videoId, string reason, int code);
}
