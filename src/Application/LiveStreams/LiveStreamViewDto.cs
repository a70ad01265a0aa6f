using System.ComponentModel.DataAnnotations;
using VideoChat.Application.Videos;
using VideoChat.Domain.LiveStreams;

namespace VideoChat.Application.LiveStreams;

/// <summary>A live stream for its viewers, without the encoder's credential.</summary>
/// <param name="Id">The id, which the provider assigns.</param>
/// <param name="PlaybackId">The provider's id of the playback.</param>
/// <param name="Status">The status: ready, live, ended or failed.</param>
/// <param name="RoomId">The room.</param>
/// <param name="UserId">The user who created the stream; null if unknown.</param>
/// <param name="Username">The name of that user; null if unknown.</param>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="CreatedAt">The creation time in UTC.</param>
/// <param name="PullUrl">The URL of the HLS playlist for viewers.</param>
public sealed record LiveStreamViewDto(
    Guid Id, string PlaybackId, LiveStreamStatus Status, Guid RoomId, Guid? UserId, string? Username,
    [StringLength(LiveStream.MaxTitleLength, MinimumLength = 1)] string Title, DateTime CreatedAt, [Url] string PullUrl)
{
    /// <summary>Makes the URL absolute, with the address at which the client reaches the server.</summary>
    internal LiveStreamViewDto At(PublicAddress address) => this with { PullUrl = address.Absolute(PullUrl)! };
}
