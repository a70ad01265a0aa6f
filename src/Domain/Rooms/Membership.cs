namespace VideoChat.Domain.Rooms;

/// <summary>A user's membership in a room. It is independent of presence, the list of who is connected.</summary>
public sealed record Membership(Guid RoomId, Guid UserId, DateTime JoinedAt);
