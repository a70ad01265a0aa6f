namespace VideoChat.Domain.Rooms;

/// <summary>Reads the room log. Every query uses an index, so its cost does not depend on the number of events.</summary>
public interface IRoomEventRepository
{
    /// <summary>The amount of text that ends a page early, in UTF-16 code units. It limits a page to about 1 MiB of memory.</summary>
    const int MaxPageContent = 512 * 1_024;

    /// <summary>Returns the position of the room's newest event; null if the room does not exist.</summary>
    Task<LogPosition?> FindPositionAsync(Guid roomId, CancellationToken cancellationToken);

    /// <summary>Returns the position of the newest event of each room. Rooms that do not exist are left out.</summary>
    Task<IReadOnlyDictionary<Guid, LogPosition>> ListPositionsAsync(
        IReadOnlyCollection<Guid> roomIds, CancellationToken cancellationToken);

    /// <summary>Looks up the event with a <c>seq</c>, together with the newest event.</summary>
    Task<LogLookup> LookUpAsync(Guid roomId, long seq, CancellationToken cancellationToken);

    /// <summary>
    /// Lists the events after <paramref name="afterSeq"/>, oldest first. A page ends early when its text reaches
    /// <see cref="MaxPageContent"/>, so more events may follow a short page.
    /// </summary>
    /// <param name="newest">The position of the room's newest event, which the caller has just read; null if it has not.</param>
    Task<List<RoomEvent>> ListAfterAsync(
        Guid roomId, long afterSeq, int limit, LogPosition? newest, CancellationToken cancellationToken);

    /// <summary>Lists the events after a position as above; null if the log does not contain the position.</summary>
    Task<List<RoomEvent>?> ListAfterAsync(
        Guid roomId, LogPosition after, int limit, LogPosition? newest, CancellationToken cancellationToken);
}

/// <param name="Newest">The position of the room's newest event; null if the room does not exist.</param>
/// <param name="Found">The position with the requested <c>seq</c>; null if the log has no such event.</param>
public readonly record struct LogLookup(LogPosition? Newest, LogPosition? Found);
