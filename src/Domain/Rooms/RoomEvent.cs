using VideoChat.Domain.Events;

namespace VideoChat.Domain.Rooms;

/// <summary>
/// An entry of a room's durable event log. <see cref="Seq"/> numbers the entries of a room 1, 2, 3 and so on, without gaps. A change
/// of a message appends an event and updates the message's row, which is the row of its <c>MessagePosted</c> event.
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

    public LogPosition Position => new(Seq, Id);

    /// <summary>
    /// The length of user-written text in UTF-16 code units; 0 if the text is always short. Pages are limited by this length.
    /// </summary>
    public virtual int ContentLength => 0;

    /// <summary>Sets <see cref="Seq"/>. Only the room log calls this method, while it holds the room's lock.</summary>
    public void AssignSeq(long seq) => Seq = seq;
}
