using VideoChat.Domain.Rooms;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// Assigns the next <c>seq</c> of a room. The transaction locks the room, so no other transaction assigns the same number.
/// </summary>
internal sealed class SeqAssigner(Guid roomId, LogPosition previous)
{
    public Guid RoomId => roomId;

    /// <summary>The position of the last event before the transaction.</summary>
    public LogPosition Previous { get; } = previous;

    public LogPosition Last { get; private set; } = previous;

    public long NextSeq => Last.Seq + 1;

    public List<RoomEvent> Appended { get; } = [];

    public void Append(RoomEvent roomEvent)
    {
        roomEvent.AssignSeq(NextSeq);
        Last = roomEvent.Position;
        Appended.Add(roomEvent);
    }
}
