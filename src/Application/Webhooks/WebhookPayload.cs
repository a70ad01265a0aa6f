namespace VideoChat.Application.Webhooks;

/// <summary>The body of a webhook (Standard Webhooks 1.0).</summary>
/// <param name="Type">The event type.</param>
/// <param name="Timestamp">When the event occurred, UTC.</param>
/// <param name="Data">The event, by type.</param>
public sealed record WebhookPayload(string Type, DateTime Timestamp, object Data);

/// <summary>The data of <c>room.created</c>.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Name">Its name.</param>
public sealed record RoomCreatedData(Guid RoomId, string Name);

/// <summary>The data of <c>user.joined</c> and <c>user.left</c>: membership, which says nothing about who is connected.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="UserId">The user.</param>
/// <param name="Username">The user's name.</param>
public sealed record MembershipData(Guid RoomId, Guid UserId, string Username);

/// <summary>The data of <c>live_stream.created</c>, <c>live_stream.started</c>, <c>live_stream.rejected</c> and <c>live_stream.ended</c>. It never has the stream key.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Seq">The event's number in its room.</param>
/// <param name="UserId">The user who created the stream; null if unknown.</param>
/// <param name="Username">That user's name; null if unknown.</param>
/// <param name="StreamId">The live stream.</param>
/// <param name="PlaybackId">The playback id.</param>
/// <param name="Title">The title.</param>
/// <param name="PullUrl">The HLS playlist; a path where <c>PublicBaseUrl</c> is not set.</param>
/// <param name="VideoId">The video that was recorded from the stream; null if there is none, and until the stream has ended.</param>
/// <param name="Reason">Why the encoder was rejected, or why the stream ended on its own; null otherwise.</param>
public sealed record LiveStreamData(
    Guid RoomId, long Seq, Guid? UserId, string? Username, Guid StreamId, string PlaybackId, string Title, string PullUrl,
    Guid? VideoId, string? Reason);

/// <summary>The data of <c>video.upload_created</c>, <c>video.processing</c>, <c>video.ready</c> and <c>video.failed</c>.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Seq">The event's number in its room.</param>
/// <param name="UserId">The user who created the video; null if unknown.</param>
/// <param name="Username">That user's name; null if unknown.</param>
/// <param name="VideoId">The video, which is also its upload session.</param>
/// <param name="Title">The title.</param>
/// <param name="PlaybackUrl">What a player opens, a path where <c>PublicBaseUrl</c> is not set; null until ready.</param>
/// <param name="ThumbnailUrl">A picture of it, likewise; null where there is none.</param>
/// <param name="Failure">Why it failed, in a sentence for the uploader; null unless failed.</param>
public sealed record VideoData(
    Guid RoomId, long Seq, Guid? UserId, string? Username, Guid VideoId, string Title, string? PlaybackUrl, string? ThumbnailUrl,
    string? Failure);

/// <summary>The data of <c>webhook.test</c>, which is sent on request.</summary>
/// <param name="WebhookId">The tested endpoint.</param>
public sealed record WebhookTestData(Guid WebhookId);
