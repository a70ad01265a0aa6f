using System.ComponentModel.DataAnnotations;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.Videos;

/// <summary>A video of a room.</summary>
/// <param name="Id">The id, which the provider assigns.</param>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Description">Up to 5,000 characters; null if there is none.</param>
/// <param name="RoomId">The room.</param>
/// <param name="UserId">The user who created the video; null if unknown.</param>
/// <param name="Username">The name of that user; null if unknown.</param>
/// <param name="Status">The status: pending, processing, ready or failed.</param>
/// <param name="CreatedAt">The creation time of the upload session in UTC.</param>
/// <param name="PlaybackUrl">The URL that a player opens; null until the video is ready.</param>
/// <param name="ThumbnailUrl">The URL of the thumbnail; null until the video is ready.</param>
/// <param name="DurationSeconds">The duration in seconds; null until the video is ready.</param>
/// <param name="EncodeProgress">The progress of processing, 0 to 100.</param>
/// <param name="Failure">
/// Why the video failed, or why the last file of a pending video was rejected, as a sentence for the uploader; otherwise null.
/// </param>
/// <param name="QueuePosition">The position in the processing queue of this machine, from 1; null if the video is not queued.</param>
public sealed record VideoDto(
    Guid Id, [StringLength(Video.MaxTitleLength, MinimumLength = 1)] string Title,
    [StringLength(Video.MaxDescriptionLength)] string? Description, Guid RoomId, Guid? UserId, string? Username,
    VideoStatus Status, DateTime CreatedAt,
    [Url] string? PlaybackUrl, [Url] string? ThumbnailUrl,
    [Range(0, int.MaxValue)] double? DurationSeconds, [Range(0, 100)] int EncodeProgress, string? Failure,
    [Range(1, int.MaxValue)] int? QueuePosition)
{
    /// <summary>Adds the values that only the provider knows: the playback URLs and the queue position.</summary>
    internal VideoDto At(IVideoGateway gateway, PublicAddress address)
    {
        var playback = Status == VideoStatus.Ready ? gateway.GetPlayback(Id) : null;
        return this with
        {
            PlaybackUrl = address.Absolute(playback?.PlaybackUrl),
            ThumbnailUrl = address.Absolute(playback?.ThumbnailUrl),
            QueuePosition = Status == VideoStatus.Processing ? gateway.QueuePositionOf(Id) : null,
        };
    }
}
