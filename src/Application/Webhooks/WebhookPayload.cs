namespace VideoChat.Application.Webhooks;

/// <summary>The body of a webhook (Standard Webhooks 1.0).</summary>
/// <param name="Type">The event type.</param>
/// <param name="Timestamp">The time of the event in UTC.</param>
/// <param name="Data">The data. Its members depend on the event type.</param>
public sealed record WebhookPayload(string Type, DateTime Timestamp, object Data);

/// <summary>The data of <c>room.created</c>.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Name">The name of the room.</param>
public sealed record RoomCreatedData(Guid RoomId, string Name);

/// <summary>The data of <c>user.joined</c> and <c>user.left</c>. These events report membership, not presence.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="UserId">The user.</param>
/// <param name="Username">The name of the user.</param>
public sealed record MembershipData(Guid RoomId, Guid UserId, string Username);

/// <summary>The data of <c>webhook.test</c>.</summary>
/// <param name="WebhookId">The tested endpoint.</param>
public sealed record WebhookTestData(Guid WebhookId);
