using VideoChat.Domain.Messages;

namespace VideoChat.Infrastructure.Log.Statements;

/// <summary>The statements that every message costs, hand-written for one database. They belong to the session's transaction.</summary>
internal interface IRoomLogStatements
{
    /// <summary>The rooms that <see cref="Begin"/> has locked, with the number of their newest event. Rooms that do not exist are missing.</summary>
    IReadOnlyList<(Guid RoomId, long LastSeq)> Rooms { get; }

    /// <summary>Locks the rooms in the given order and reads where their logs end, at the latest when the session opens.</summary>
    /// <param name="roomIds">The rooms whose logs may gain events.</param>
    /// <param name="named">The messages with a client id, which may be repeats.</param>
    void Begin(IReadOnlyList<Guid> roomIds, IReadOnlyList<MessagePosted> named);

    /// <summary>
    /// Adds a message to a locked room, at the latest when the session is flushed. Returns the first message if the client id
    /// repeats; then nothing is added.
    /// </summary>
    Message? Insert(MessagePosted message, long seq);

    /// <summary>Writes where the logs end now, after the messages.</summary>
    void Finish(IReadOnlyCollection<(Guid RoomId, long LastSeq)> gained);
}
