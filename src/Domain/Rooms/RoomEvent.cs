using VideoChat.Domain.Common;

namespace VideoChat.Domain.Rooms;

/// <summary>
/// An entry of a room's durable log. It is written once and never changes; <see cref="Seq"/> is its number in the room:
/// 1, 2, 3 …, no gaps.
/// </summary>
public abstract class RoomEvent : IDomainEvent
{
    protected RoomEvent(Guid id, Guid roomId, DateTime timestamp)
    {
        Id = id;
        RoomId = roomId;
        Timestamp = timestamp;
    }

    public Guid Id { get; }
    public Guid RoomId { get; }
    public long Seq { get; private set; }
    public DateTime Timestamp { get; }

    /// <summary>How much of it people wrote, in UTF-16 units; 0 where it is short in any case.</summary>
    public virtual int ContentLength => 0;

    /// <summary>Gives the event its place. Only the room log does so, while it holds the room.</summary>
    public void PlaceAt(long seq) => Seq = seq;
}
