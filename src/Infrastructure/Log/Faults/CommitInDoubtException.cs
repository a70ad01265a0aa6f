using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Log.Faults;

/// <summary>The exception that is thrown if the connection is lost during a commit, so that its outcome is unknown.</summary>
internal sealed class CommitInDoubtException(
    CommitMark mark, IReadOnlyCollection<RoomEventsAppendedEvent> appended, Exception cause)
    : Exception("The outcome of a commit is unknown.", cause)
{
    public CommitMark Mark => mark;

    public IReadOnlyCollection<RoomEventsAppendedEvent> Appended => appended;
}
