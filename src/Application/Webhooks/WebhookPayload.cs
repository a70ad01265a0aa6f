namespace VideoChat.Application.Webhooks;

/// <summary>The body of a webhook (Standard Webhooks 1.0).</summary>
/// <param name="Type">What happened.</param>
/// <param name="Timestamp">When it happened, UTC.</param>
/// <param name="Data">What is to be known of it, by type.</param>
public sealed record WebhookPayload(string Type, DateTime Timestamp, object Data);

/// <summary>With <c>room.created</c>.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Name">Its name.</param>
public sealed record RoomCreatedData(Guid RoomId, string Name);

/// <summary>With <c>user.joined</c> and <c>user.left</c>: membership, which says nothing about who is connected.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="UserId">The user.</param>
/// <param name="Username">The user's name.</param>
public sealed record MembershipData(Guid RoomId, Guid UserId, string Username);

/// <summary>With <c>live_stream.created</c>, <c>live_stream.started</c> and <c>live_stream.ended</c>. Never with the key.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Seq">Its number among the room's events.</param>
/// <param name="StreamId">The live stream.</param>
/// <param name="PlaybackId">Names the playback.</param>
/// <param name="Title">The title.</param>
/// <param name="PullUrl">Where it is watched; a path where <c>PublicBaseUrl</c> is not set.</param>
public sealed record LiveStreamData(Guid RoomId, long Seq, Guid StreamId, string PlaybackId, string Title, string PullUrl);

/// <summary>With <c>video.upload_created</c>, <c>video.processing</c>, <c>video.ready</c> and <c>video.failed</c>.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Seq">Its number among the room's events.</param>
/// <param name="VideoId">The video, which is also its upload session.</param>
/// <param name="Title">The title.</param>
/// <param name="PlaybackUrl">What a player opens, a path where <c>PublicBaseUrl</c> is not set; null until ready.</param>
/// <param name="ThumbnailUrl">A picture of it, likewise; null where there is none.</param>
public sealed record VideoData(
    Guid RoomId, long Seq, Guid VideoId, string Title, string? PlaybackUrl, string? ThumbnailUrl);

/// <summary>With <c>webhook.test</c>, which is sent when it is asked for.</summary>
/// <param name="WebhookId">The endpoint that is tested.</param>
public sealed record WebhookTestData(Guid WebhookId);
