using VideoChat.Domain.Common;

namespace VideoChat.Domain.Rooms;

/// <summary>Raised after a commit has appended events to a room log. The events are durable and consecutive.</summary>
/// <param name="RoomId">The id of the room.</param>
/// <param name="Previous">The position of the event that the first new event follows.</param>
/// <param name="RoomEvents">The new events.</param>
public sealed record RoomEventsAppendedEvent(Guid RoomId, LogPosition Previous, IReadOnlyList<RoomEvent> RoomEvents) : IDomainEvent;
