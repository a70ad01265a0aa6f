using VideoChat.Domain.Common;

namespace VideoChat.Domain.Events;

/// <summary>An event of a room that clients or partners receive.</summary>
public interface IPublicEvent : IDomainEvent
{
    EventKind EventKind { get; }

    Guid RoomId { get; }
}
