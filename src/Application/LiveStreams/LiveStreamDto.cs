using System.ComponentModel.DataAnnotations;
using VideoChat.Application.Videos;
using VideoChat.Domain.LiveStreams;

namespace VideoChat.Application.LiveStreams;

/// <summary>A live stream of a room.</summary>
/// <param name="Id">The id, which the provider assigns.</param>
/// <param name="StreamKey">The encoder's credential. Anyone who has it can stream.</param>
/// <param name="PlaybackId">The provider's id of the playback.</param>
/// <param name="Status">The status: ready, live, ended or failed.</param>
/// <param name="RoomId">The room.</param>
/// <param name="UserId">The user who created the stream; null if unknown.</param>
/// <param name="Username">The name of that user; null if unknown.</param>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="CreatedAt">The creation time in UTC.</param>
/// <param name="IngestUrl">The URL to which the encoder sends, without the key. OBS calls it "Server".</param>
/// <param name="RtmpUrl">The ingest URL followed by the key.</param>
/// <param name="PullUrl">The URL of the HLS playlist for viewers.</param>
/// <param name="VideoId">The video of the recording; null until the stream has ended, and if there is no recording.</param>
/// <param name="Reason">Why the encoder was rejected or the stream ended unexpectedly; otherwise null.</param>
public sealed record LiveStreamDto(
    Guid Id, string StreamKey, string PlaybackId, LiveStreamStatus Status, Guid RoomId, Guid? UserId, string? Username,
    [StringLength(LiveStream.MaxTitleLength, MinimumLength = 1)] string Title, DateTime CreatedAt,
    [Url] string IngestUrl, [Url] string RtmpUrl, [Url] string PullUrl, Guid? VideoId, string? Reason)
{
    /// <summary>Makes the URLs absolute, with the address at which the client reaches the server.</summary>
    internal LiveStreamDto At(PublicAddress address)
    {
        // A URL that starts with a port belongs to this server. The encoder reaches the server at the host of the request.
        var ingestUrl = IngestUrl.StartsWith(':') ? $"rtmp://{new Uri(address.BaseUrl).Host}{IngestUrl}" : IngestUrl;
        return this with { IngestUrl = ingestUrl, RtmpUrl = $"{ingestUrl}/{StreamKey}", PullUrl = address.Absolute(PullUrl)! };
    }
}
