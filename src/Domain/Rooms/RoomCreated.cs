using VideoChat.Domain.Events;

namespace VideoChat.Domain.Rooms;

/// <summary>Raised when a room is created. The room log does not store this event.</summary>
public sealed record RoomCreated(Guid RoomId, string Name, DateTime CreatedAt) : IPublicEvent
{
    public EventKind EventKind => EventKind.RoomCreated;
}
