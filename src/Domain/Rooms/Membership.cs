namespace VideoChat.Domain.Rooms;

/// <summary>That a user has joined a room. It says nothing about who is connected: that is presence.</summary>
public sealed record Membership(Guid RoomId, Guid UserId, DateTime JoinedAt);
