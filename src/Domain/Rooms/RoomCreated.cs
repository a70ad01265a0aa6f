using VideoChat.Domain.Common;

namespace VideoChat.Domain.Rooms;

/// <summary>A room was created. It is not an entry of the room's log.</summary>
public sealed record RoomCreated(Guid RoomId, string Name, DateTime CreatedAt) : IDomainEvent;
