using VideoChat.Domain.Messages;

namespace VideoChat.Infrastructure.Log.Statements;

/// <summary>The hand-written statements of every message, for one database. They run in the session's transaction.</summary>
internal interface IRoomLogStatements
{
    /// <summary>
    /// The rooms locked by <see cref="Begin"/>, each with the seq of its newest event. Rooms that do not exist are missing.
    /// </summary>
    IReadOnlyList<(Guid RoomId, long LastSeq)> Rooms { get; }

    /// <summary>Locks the rooms in the given order and reads their last seqs, at the latest when the session opens.</summary>
    /// <param name="roomIds">The rooms whose logs may gain events.</param>
    /// <param name="named">The messages that have a client id and may be repeats.</param>
    void Begin(IReadOnlyList<Guid> roomIds, IReadOnlyList<MessagePosted> named);

    /// <summary>
    /// Adds a message to a locked room, at the latest when the session is flushed. If the client id repeats, adds nothing and returns the
    /// first message.
    /// </summary>
    Message? Insert(MessagePosted message, long seq);

    /// <summary>Updates the last seqs, after the messages are added.</summary>
    void Finish(IReadOnlyCollection<(Guid RoomId, long LastSeq)> gained);
}
