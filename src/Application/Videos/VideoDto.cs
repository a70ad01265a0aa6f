using System.ComponentModel.DataAnnotations;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.Videos;

/// <summary>A video of a room.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Description">Up to 5,000 characters, or null.</param>
/// <param name="RoomId">The room.</param>
/// <param name="UserId">The user who created it; null if unknown.</param>
/// <param name="Username">That user's name; null if unknown.</param>
/// <param name="Status">pending, processing, ready or failed.</param>
/// <param name="CreatedAt">When its upload session was created, UTC.</param>
/// <param name="PlaybackUrl">What a player opens; null until ready.</param>
/// <param name="ThumbnailUrl">A picture of it; null until ready.</param>
/// <param name="DurationSeconds">Null until ready.</param>
/// <param name="EncodeProgress">0 to 100.</param>
/// <param name="Failure">
/// Why it failed, in a sentence for the uploader; of a pending one, why its last file was refused. Otherwise null.
/// </param>
/// <param name="QueuePosition">
/// How many videos are processed before or at the same time as this one, itself included, as this machine knows; null unless it waits.
/// </param>
public sealed record VideoDto(
    Guid Id, [StringLength(Video.MaxTitleLength, MinimumLength = 1)] string Title,
    [StringLength(Video.MaxDescriptionLength)] string? Description, Guid RoomId, Guid? UserId, string? Username,
    VideoStatus Status, DateTime CreatedAt,
    [Url] string? PlaybackUrl, [Url] string? ThumbnailUrl,
    [Range(0, int.MaxValue)] double? DurationSeconds, [Range(0, 100)] int EncodeProgress, string? Failure,
    [Range(1, int.MaxValue)] int? QueuePosition)
{
    /// <summary>Adds what the provider knows: where a ready video plays, and where a processing one waits.</summary>
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
