namespace VideoChat.Domain.Rooms;

/// <summary>A user's durable membership in a room. Presence, by contrast, lists who is connected.</summary>
public sealed record Membership(Guid RoomId, Guid UserId, DateTime JoinedAt);
