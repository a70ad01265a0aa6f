using VideoChat.Domain.Rooms;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// Assigns each event that a transaction adds to a room its <c>seq</c>, without gaps. The transaction has locked the room, so the numbers
/// belong to it until the commit.
/// </summary>
internal sealed class SeqAssigner(Guid roomId, long lastSeq)
{
    public Guid RoomId => roomId;

    public long LastSeq { get; private set; } = lastSeq;

    public long NextSeq => LastSeq + 1;

    /// <summary>The events added so far, in the order of their seqs.</summary>
    public List<RoomEvent> Appended { get; } = [];

    public void Append(RoomEvent roomEvent)
    {
        roomEvent.PlaceAt(++LastSeq);
        Appended.Add(roomEvent);
    }
}
