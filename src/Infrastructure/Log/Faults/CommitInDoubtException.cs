using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Log.Faults;

/// <summary>The response to a commit was lost. The transaction is durable as a whole or not at all.</summary>
/// <param name="mark">Identifies the transaction.</param>
/// <param name="appended">The events that are durable if the transaction is.</param>
/// <param name="cause">The failure.</param>
internal sealed class CommitInDoubtException(
    CommitMark mark, IReadOnlyCollection<RoomEventsAppendedEvent> appended, Exception cause)
    : Exception("Whether a transaction was committed is not known.", cause)
{
    public CommitMark Mark => mark;

    public IReadOnlyCollection<RoomEventsAppendedEvent> Appended => appended;
}
