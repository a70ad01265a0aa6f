using VideoChat.Domain.Events;

namespace VideoChat.Domain.Rooms;

/// <summary>A user became a member of a room, or stopped being one. It is not an entry of the room's log.</summary>
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
