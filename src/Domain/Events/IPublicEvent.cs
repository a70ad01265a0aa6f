using VideoChat.Domain.Common;

namespace VideoChat.Domain.Events;

/// <summary>An event in a room that clients or partners can see.</summary>
public interface IPublicEvent : IDomainEvent
{
    EventKind EventKind { get; }

    Guid RoomId { get; }
}
