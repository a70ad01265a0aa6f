namespace VideoChat.Domain.Rooms;

/// <summary>Reads the room log. Every query uses an index, so its cost does not depend on the number of events.</summary>
public interface IRoomEventRepository
{
    /// <summary>The amount of text that ends a page early, in UTF-16 code units. It limits a page to about 1 MiB of memory.</summary>
    const int MaxPageContent = 512 * 1_024;

    /// <summary>Returns the <c>seq</c> of the room's newest event; 0 if the room has none.</summary>
    Task<long> GetLastSeqAsync(Guid roomId, CancellationToken cancellationToken);

    /// <summary>Returns the <c>seq</c> of the newest event of each room. Rooms that do not exist are left out.</summary>
    Task<IReadOnlyDictionary<Guid, long>> GetLastSeqsAsync(IReadOnlyCollection<Guid> roomIds, CancellationToken cancellationToken);

    /// <summary>
    /// Lists the events after <paramref name="afterSeq"/>, oldest first. A page ends early when its text reaches
    /// <see cref="MaxPageContent"/>, so more events may follow a short page.
    /// </summary>
    Task<List<RoomEvent>> ListAfterAsync(Guid roomId, long afterSeq, int limit, CancellationToken cancellationToken);
}
