using VideoChat.Domain.Common;

namespace VideoChat.Domain.Rooms;

/// <summary>A user became a member of a room, or ceased to be one. It is not an entry of the room's log.</summary>
public abstract record MembershipChanged(Guid RoomId, Guid UserId, DateTime Timestamp) : IDomainEvent;

public sealed record MemberJoined(Guid RoomId, Guid UserId, DateTime Timestamp) : MembershipChanged(RoomId, UserId, Timestamp);

public sealed record MemberLeft(Guid RoomId, Guid UserId, DateTime Timestamp) : MembershipChanged(RoomId, UserId, Timestamp);
