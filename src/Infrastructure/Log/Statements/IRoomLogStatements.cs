using VideoChat.Domain.Messages;

namespace VideoChat.Infrastructure.Log.Statements;

/// <summary>The SQL statements for storing messages. Each database has its own implementation.</summary>
internal interface IRoomLogStatements
{
    /// <summary>
    /// The rooms that <see cref="Begin"/> locked, with the seq of their last event. A room that does not exist is missing.
    /// </summary>
    IReadOnlyList<(Guid RoomId, long LastSeq)> Rooms { get; }

    /// <summary>
    /// Locks rooms in the given order and reads their last seqs. The statements may be delayed until the session is opened.
    /// </summary>
    /// <param name="roomIds">The rooms whose logs may receive events.</param>
    /// <param name="named">The messages with a client id, which may repeat earlier messages.</param>
    void Begin(IReadOnlyList<Guid> roomIds, IReadOnlyList<MessagePosted> named);

    /// <summary>
    /// Inserts a message, at the latest when the session is flushed. If the client id was used before, inserts nothing and returns the
    /// first message.
    /// </summary>
    Message? Insert(MessagePosted message, long seq);

    /// <summary>Updates the last seqs of the rooms.</summary>
    void Finish(IReadOnlyCollection<(Guid RoomId, long LastSeq)> gained);
}
