using System.ComponentModel.DataAnnotations;
using VideoChat.Application.Videos;
using VideoChat.Domain.LiveStreams;

namespace VideoChat.Application.LiveStreams;

/// <summary>A live stream of a room.</summary>
/// <param name="Id">The stream's id, assigned by the provider.</param>
/// <param name="StreamKey">The encoder's credential. Everyone who has it can go live.</param>
/// <param name="PlaybackId">Identifies the playback.</param>
/// <param name="Status">ready, live, ended or failed.</param>
/// <param name="RoomId">The room.</param>
/// <param name="UserId">The user who created it; null if unknown.</param>
/// <param name="Username">The name of that user; null if unknown.</param>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="CreatedAt">When the stream was created, UTC.</param>
/// <param name="IngestUrl">The URL that the encoder sends to, without the key: "Server" in OBS.</param>
/// <param name="RtmpUrl">The ingest URL followed by the key.</param>
/// <param name="PullUrl">The URL of the HLS playlist for viewers.</param>
/// <param name="VideoId">The video recorded from the stream; null until the stream has ended, and if nothing was recorded.</param>
/// <param name="Reason">Why the encoder was rejected, or why the stream ended without a stop; null if nothing is wrong.</param>
public sealed record LiveStreamDto(
    Guid Id, string StreamKey, string PlaybackId, LiveStreamStatus Status, Guid RoomId, Guid? UserId, string? Username,
    [StringLength(LiveStream.MaxTitleLength, MinimumLength = 1)] string Title, DateTime CreatedAt,
    [Url] string IngestUrl, [Url] string RtmpUrl, [Url] string PullUrl, Guid? VideoId, string? Reason)
{
    /// <summary>Makes the URLs absolute, based on the address at which the client reaches the server.</summary>
    internal LiveStreamDto At(PublicAddress address)
    {
        // An ingest port of this server is reached at the host of the request.
        var ingestUrl = IngestUrl.StartsWith(':') ? $"rtmp://{new Uri(address.BaseUrl).Host}{IngestUrl}" : IngestUrl;
        return this with { IngestUrl = ingestUrl, RtmpUrl = $"{ingestUrl}/{StreamKey}", PullUrl = address.Absolute(PullUrl)! };
    }
}
