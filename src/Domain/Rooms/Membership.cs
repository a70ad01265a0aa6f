namespace VideoChat.Domain.Rooms;

/// <summary>A user's membership in a room. It is independent of presence, which is who is connected.</summary>
public sealed record Membership(Guid RoomId, Guid UserId, DateTime JoinedAt);
