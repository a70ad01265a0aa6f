namespace VideoChat.Application.Webhooks;

/// <summary>The body of a webhook (Standard Webhooks 1.0).</summary>
/// <param name="Type">The event type.</param>
/// <param name="Timestamp">The time of the event in UTC.</param>
/// <param name="Data">The data, whose members depend on the event type.</param>
public sealed record WebhookPayload(string Type, DateTime Timestamp, object Data);

/// <summary>The data of <c>room.created</c>.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Name">The name of the room.</param>
public sealed record RoomCreatedData(Guid RoomId, string Name);

/// <summary>The data of <c>user.joined</c> and <c>user.left</c>, which report membership and not presence.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="UserId">The user.</param>
/// <param name="Username">The name of the user.</param>
public sealed record MembershipData(Guid RoomId, Guid UserId, string Username);

/// <summary>The data of <c>live_stream</c> events. It never contains the stream key.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Seq">The number of the event in its room.</param>
/// <param name="UserId">The user who created the stream; null if unknown.</param>
/// <param name="Username">The name of that user; null if unknown.</param>
/// <param name="StreamId">The live stream.</param>
/// <param name="PlaybackId">The provider's id of the playback.</param>
/// <param name="Title">The title.</param>
/// <param name="PullUrl">The URL of the HLS playlist; only a path if <c>PublicBaseUrl</c> is not set.</param>
/// <param name="VideoId">The video of the recording; null if there is none, and until the stream has ended.</param>
/// <param name="Reason">Why the encoder was rejected or the stream ended unexpectedly; otherwise null.</param>
public sealed record LiveStreamData(
    Guid RoomId, long Seq, Guid? UserId, string? Username, Guid StreamId, string PlaybackId, string Title, string PullUrl,
    Guid? VideoId, string? Reason);

/// <summary>The data of <c>video</c> events.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Seq">The number of the event in its room.</param>
/// <param name="UserId">The user who created the video; null if unknown.</param>
/// <param name="Username">The name of that user; null if unknown.</param>
/// <param name="VideoId">The id of the video and of its upload session.</param>
/// <param name="Title">The title.</param>
/// <param name="PlaybackUrl">
/// The URL that a player opens, or only a path if <c>PublicBaseUrl</c> is not set; null until the video is ready.
/// </param>
/// <param name="ThumbnailUrl">
/// The URL of the thumbnail, or only a path if <c>PublicBaseUrl</c> is not set; null if there is none.
/// </param>
/// <param name="Failure">Why the video failed, as a sentence for the uploader; otherwise null.</param>
public sealed record VideoData(
    Guid RoomId, long Seq, Guid? UserId, string? Username, Guid VideoId, string Title, string? PlaybackUrl, string? ThumbnailUrl,
    string? Failure);

/// <summary>The data of <c>webhook.test</c>.</summary>
/// <param name="WebhookId">The tested endpoint.</param>
public sealed record WebhookTestData(Guid WebhookId);
