using VideoChat.Domain.Events;

namespace VideoChat.Domain.Rooms;

/// <summary>
/// An entry of a room's durable log. It is written once; a change of a message is another event about it. <see cref="Seq"/> is its number
/// in the room: 1, 2, 3 …, without gaps.
/// </summary>
public abstract class RoomEvent : IPublicEvent
{
    protected RoomEvent(Guid id, Guid roomId, DateTime timestamp)
    {
        Id = id;
        RoomId = roomId;
        Timestamp = timestamp;
    }

    public abstract EventKind EventKind { get; }

    public Guid Id { get; }
    public Guid RoomId { get; }
    public long Seq { get; private set; }
    public DateTime Timestamp { get; }

    /// <summary>The length of its user-written text in UTF-16 code units; 0 for kinds whose text is always short.</summary>
    public virtual int ContentLength => 0;

    /// <summary>Sets the seq. Only the room log calls it, while it holds the room's lock.</summary>
    public void PlaceAt(long seq) => Seq = seq;
}
