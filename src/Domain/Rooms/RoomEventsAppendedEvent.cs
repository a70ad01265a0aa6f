using VideoChat.Domain.Common;

namespace VideoChat.Domain.Rooms;

/// <summary>A commit has added to a room's log. The events are durable, without gaps, in the order of <c>seq</c>.</summary>
public sealed record RoomEventsAppendedEvent(Guid RoomId, IReadOnlyList<RoomEvent> RoomEvents) : IDomainEvent;
