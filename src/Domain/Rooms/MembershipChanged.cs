using VideoChat.Domain.Events;

namespace VideoChat.Domain.Rooms;

/// <summary>Raised when a user joins or leaves a room. The room log does not store this event.</summary>
public abstract record MembershipChanged(Guid RoomId, Guid UserId, DateTime Timestamp) : IPublicEvent
{
    public abstract EventKind EventKind { get; }
}

public sealed record MemberJoined(Guid RoomId, Guid UserId, DateTime Timestamp) : MembershipChanged(RoomId, UserId, Timestamp)
{
    public override EventKind EventKind => EventKind.UserJoined;
}

public sealed record MemberLeft(Guid RoomId, Guid UserId, DateTime Timestamp) : MembershipChanged(RoomId, UserId, Timestamp)
{
    public override EventKind EventKind => EventKind.UserLeft;
}
