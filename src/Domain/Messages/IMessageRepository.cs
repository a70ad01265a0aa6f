using VideoChat.Domain.Rooms;

namespace VideoChat.Domain.Messages;

/// <summary>Reads the messages of all rooms. Every query uses an index, so its cost does not depend on the number of messages.</summary>
public interface IMessageRepository
{
    /// <summary>Returns the <c>seq</c> of a message; null if the room has no such message.</summary>
    Task<long?> FindSeqAsync(Guid roomId, Guid messageId, CancellationToken cancellationToken);

    /// <summary>Lists the messages after <paramref name="afterSeq"/>, oldest first.</summary>
    Task<List<Message>> ListAfterAsync(Guid roomId, long afterSeq, int limit, CancellationToken cancellationToken);

    /// <summary>Lists the messages before <paramref name="beforeSeq"/>, newest first.</summary>
    Task<List<Message>> ListBeforeAsync(Guid roomId, long beforeSeq, int limit, CancellationToken cancellationToken);

    /// <summary>Lists the newest messages, newest first. Messages after <paramref name="newest"/> are left out.</summary>
    /// <param name="newest">The position of the room's newest event, which the caller has just read.</param>
    Task<List<Message>> ListNewestAsync(Guid roomId, LogPosition newest, int limit, CancellationToken cancellationToken);
}
