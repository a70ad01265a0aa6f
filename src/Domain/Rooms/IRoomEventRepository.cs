using VideoChat.Domain.Messages;

namespace VideoChat.Domain.Rooms;

/// <summary>Reads the room log. Every query uses a key, so its cost does not depend on the size of the log.</summary>
public interface IRoomEventRepository
{
    /// <summary>
    /// The content after which a page of events ends, in UTF-16 code units: 1 MiB of memory. A hundred messages of the default maximum
    /// length fit.
    /// </summary>
    const int MaxPageContent = 512 * 1_024;

    /// <summary>Returns the seq of the room's newest event; 0 if it has none.</summary>
    Task<long> GetLastSeqAsync(Guid roomId, CancellationToken cancellationToken);

    /// <summary>Returns the same for several rooms, without those that do not exist.</summary>
    Task<IReadOnlyDictionary<Guid, long>> GetLastSeqsAsync(IReadOnlyCollection<Guid> roomIds, CancellationToken cancellationToken);

    /// <summary>Returns the seq of a message; null if the room has no such message.</summary>
    Task<long?> FindMessageSeqAsync(Guid roomId, Guid messageId, CancellationToken cancellationToken);

    /// <summary>
    /// Lists the events after <paramref name="afterSeq"/>, oldest first. A page may have fewer than <paramref name="limit"/> events
    /// although more follow: it ends with the event that reaches <see cref="MaxPageContent"/>.
    /// </summary>
    Task<List<RoomEvent>> ListAfterAsync(Guid roomId, long afterSeq, int limit, CancellationToken cancellationToken);

    /// <summary>Lists the messages after <paramref name="afterSeq"/>, oldest first.</summary>
    Task<List<Message>> ListMessagesAfterAsync(Guid roomId, long afterSeq, int limit, CancellationToken cancellationToken);

    /// <summary>Lists the messages before <paramref name="beforeSeq"/>, newest first; null starts at the newest.</summary>
    Task<List<Message>> ListMessagesBeforeAsync(Guid roomId, long? beforeSeq, int limit, CancellationToken cancellationToken);
}
