using Microsoft.Extensions.DependencyInjection;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Realtime.Frames;

namespace VideoChat.Infrastructure.Realtime.Rooms;

// Reads the room log for connections. It limits concurrent queries, so that many resuming connections cannot exhaust the database
// connections.
internal sealed class RoomLogReader(IServiceScopeFactory scopes)
{
    private const int PageSize = 256;
    private const int MaxConcurrentQueries = 8;

    // A query on a connection to a lost server can hang, while a new connection reaches the server that replaced it.
    private static readonly TimeSpan PositionsTimeout = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _queries = new(MaxConcurrentQueries);

    public Task<LogPosition?> FindPositionAsync(Guid roomId) =>
        QueryAsync((IRoomEventRepository roomEvents) => roomEvents.FindPositionAsync(roomId, CancellationToken.None));

    public Task<LogLookup> LookUpAsync(Guid roomId, long seq) =>
        QueryAsync((IRoomEventRepository roomEvents) => roomEvents.LookUpAsync(roomId, seq, CancellationToken.None));

    public Task<long?> FindMessageSeqAsync(Guid roomId, Guid messageId) =>
        QueryAsync((IMessageRepository messages) => messages.FindSeqAsync(roomId, messageId, CancellationToken.None));

    /// <summary>Reads the positions of rooms within a second. This query is not delayed by others.</summary>
    public async Task<IReadOnlyDictionary<Guid, LogPosition>> ListPositionsAsync(
        IReadOnlyCollection<Guid> roomIds, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(PositionsTimeout);
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IRoomEventRepository>().ListPositionsAsync(roomIds, limit.Token);
    }

    /// <summary>Reads the events after a position. The last page has no events if the log does not contain its position.</summary>
    /// <param name="newest">The position of the room's newest event, which the caller has just read; null if it has not.</param>
    public async IAsyncEnumerable<LogPage> ReadAsync(Guid roomId, LogPosition after, long last, LogPosition? newest = null)
    {
        while (after.Seq < last)
        {
            var (start, limit) = (after, (int)Math.Min(PageSize, last - after.Seq));
            var page = await QueryAsync((IRoomEventRepository roomEvents) =>
                roomEvents.ListAfterAsync(roomId, start, limit, newest, CancellationToken.None));
            if (page is null)
                yield return default;
            if (page is not [.., var end])
                yield break;
            yield return new LogPage(FrameWriter.Write(after, page), end.Timestamp);
            after = end.Position;
        }
    }

    private async Task<TResult> QueryAsync<TRepository, TResult>(Func<TRepository, Task<TResult>> query)
        where TRepository : notnull
    {
        await _queries.WaitAsync();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await query(scope.ServiceProvider.GetRequiredService<TRepository>());
        }
        finally
        {
            _queries.Release();
        }
    }
}

/// <param name="Events">The events; null if the log has lost the position from which it was read.</param>
/// <param name="Newest">The timestamp of the last event, by the clock of the machine that stored it.</param>
internal readonly record struct LogPage(EventBatch? Events, DateTime Newest);
