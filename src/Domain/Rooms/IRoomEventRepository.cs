using VideoChat.Domain.Messages;

namespace VideoChat.Domain.Rooms;

/// <summary>Reads the room log. Every question is answered by key, at the same cost whatever the size of the log.</summary>
public interface IRoomEventRepository
{
    /// <summary>
    /// The content of one page of events, in UTF-16 units: 1 MiB of memory, which the page takes until its reader has it. A hundred
    /// of the longest messages that are allowed by default fit.
    /// </summary>
    const int MaxPageContent = 512 * 1_024;

    /// <summary>The number of the room's newest event; 0 where there is none.</summary>
    Task<long> GetLastSeqAsync(Guid roomId, CancellationToken cancellationToken);

    /// <summary>The same for several rooms at once; a room that does not exist is left out.</summary>
    Task<IReadOnlyDictionary<Guid, long>> GetLastSeqsAsync(IReadOnlyCollection<Guid> roomIds, CancellationToken cancellationToken);

    /// <summary>Where a message stands in its room; null where the room has no such message.</summary>
    Task<long?> FindMessageSeqAsync(Guid roomId, Guid messageId, CancellationToken cancellationToken);

    /// <summary>
    /// The events behind <paramref name="afterSeq"/>, oldest first. Where messages are long there may be fewer than
    /// <paramref name="limit"/> although more follow: reading stops at the one with which <see cref="MaxPageContent"/> is reached.
    /// </summary>
    Task<List<RoomEvent>> ListAfterAsync(Guid roomId, long afterSeq, int limit, CancellationToken cancellationToken);

    /// <summary>The messages behind <paramref name="afterSeq"/>, oldest first.</summary>
    Task<List<Message>> ListMessagesAfterAsync(Guid roomId, long afterSeq, int limit, CancellationToken cancellationToken);

    /// <summary>The messages before <paramref name="beforeSeq"/>, or the newest of all where it is null; newest first.</summary>
    Task<List<Message>> ListMessagesBeforeAsync(Guid roomId, long? beforeSeq, int limit, CancellationToken cancellationToken);
}
