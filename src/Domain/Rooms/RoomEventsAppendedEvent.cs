using VideoChat.Domain.Common;

namespace VideoChat.Domain.Rooms;

/// <summary>A commit has appended to a room's log. The events are durable and consecutive, in the order of <c>seq</c>.</summary>
public sealed record RoomEventsAppendedEvent(Guid RoomId, IReadOnlyList<RoomEvent> RoomEvents) : IDomainEvent;
