using VideoChat.Domain.Events;

namespace VideoChat.Domain.Rooms;

/// <summary>A room was created. It is not an entry of the room's log.</summary>
public sealed record RoomCreated(Guid RoomId, string Name, DateTime CreatedAt) : IPublicEvent
{
    public EventKind EventKind => EventKind.RoomCreated;
}
