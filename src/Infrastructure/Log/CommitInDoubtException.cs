using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Log;

/// <summary>A commit was sent and its answer was lost: the transaction is there as a whole, or not at all.</summary>
/// <param name="mark">By which it is found.</param>
/// <param name="appended">What the rooms have gained if it is there.</param>
/// <param name="cause">What broke.</param>
internal sealed class CommitInDoubtException(
    CommitMark mark, IReadOnlyCollection<RoomEventsAppendedEvent> appended, Exception cause)
    : Exception("Whether a transaction was committed is not known.", cause)
{
    public CommitMark Mark => mark;

    public IReadOnlyCollection<RoomEventsAppendedEvent> Appended => appended;
}
