using VideoChat.Domain.Common;

namespace VideoChat.Domain.Rooms;

/// <summary>A commit appended events to a room's log. The events are durable, consecutive and ordered by <c>seq</c>.</summary>
public sealed record RoomEventsAppendedEvent(Guid RoomId, IReadOnlyList<RoomEvent> RoomEvents) : IDomainEvent;
