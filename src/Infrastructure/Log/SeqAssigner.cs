using VideoChat.Domain.Rooms;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// Assigns the next <c>seq</c> of a room. The transaction locks the room, so no other transaction assigns the same number.
/// </summary>
internal sealed class SeqAssigner(Guid roomId, long lastSeq)
{
    public Guid RoomId => roomId;

    public long LastSeq { get; private set; } = lastSeq;

    public long NextSeq => LastSeq + 1;

    public List<RoomEvent> Appended { get; } = [];

    public void Append(RoomEvent roomEvent)
    {
        roomEvent.AssignSeq(++LastSeq);
        Appended.Add(roomEvent);
    }
}
