using VideoChat.Domain.Common;

namespace VideoChat.Domain.Rooms;

/// <summary>Raised after a commit has appended events to a room log. The events are durable and consecutive.</summary>
public sealed record RoomEventsAppendedEvent(Guid RoomId, IReadOnlyList<RoomEvent> RoomEvents) : IDomainEvent;
