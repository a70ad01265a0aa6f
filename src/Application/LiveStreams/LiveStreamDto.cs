using System.ComponentModel.DataAnnotations;
using VideoChat.Application.Videos;
using VideoChat.Domain.LiveStreams;

namespace VideoChat.Application.LiveStreams;

/// <summary>A live stream of a room.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="StreamKey">What the encoder proves itself by. Whoever has it can go live.</param>
/// <param name="PlaybackId">Names the playback.</param>
/// <param name="Status">ready, live, ended or failed.</param>
/// <param name="RoomId">The room.</param>
/// <param name="UserId">The user who created it; null if unknown.</param>
/// <param name="Username">That user's name; null if unknown.</param>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="CreatedAt">When it was created, UTC.</param>
/// <param name="IngestUrl">Where the encoder sends to, without the key: what OBS calls the server.</param>
/// <param name="RtmpUrl">The same with the key at its end.</param>
/// <param name="PullUrl">The HLS playlist that viewers open.</param>
/// <param name="VideoId">The video that was recorded from it; null if there is none, and until it has ended.</param>
/// <param name="Reason">A sentence: why its encoder was rejected, or why it ended on its own; null if nothing is wrong.</param>
public sealed record LiveStreamDto(
    Guid Id, string StreamKey, string PlaybackId, LiveStreamStatus Status, Guid RoomId, Guid? UserId, string? Username,
    [StringLength(LiveStream.MaxTitleLength, MinimumLength = 1)] string Title, DateTime CreatedAt,
    [Url] string IngestUrl, [Url] string RtmpUrl, [Url] string PullUrl, Guid? VideoId, string? Reason)
{
    /// <summary>Makes the URLs absolute, as the client of this request reaches the server.</summary>
    internal LiveStreamDto At(PublicAddress address)
    {
        // An ingest port of this server is reached at the host of the request.
        var ingestUrl = IngestUrl.StartsWith(':') ? $"rtmp://{new Uri(address.BaseUrl).Host}{IngestUrl}" : IngestUrl;
        return this with { IngestUrl = ingestUrl, RtmpUrl = $"{ingestUrl}/{StreamKey}", PullUrl = address.Absolute(PullUrl)! };
    }
}
