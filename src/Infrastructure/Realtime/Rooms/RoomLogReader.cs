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

    private readonly SemaphoreSlim _queries = new(MaxConcurrentQueries);

    public Task<long> GetLastSeqAsync(Guid roomId) =>
        QueryAsync((IRoomEventRepository roomEvents) => roomEvents.GetLastSeqAsync(roomId, CancellationToken.None));

    public Task<IReadOnlyDictionary<Guid, long>> GetLastSeqsAsync(IReadOnlyCollection<Guid> roomIds) =>
        QueryAsync((IRoomEventRepository roomEvents) => roomEvents.GetLastSeqsAsync(roomIds, CancellationToken.None));

    public Task<long?> FindMessageSeqAsync(Guid roomId, Guid messageId) =>
        QueryAsync((IMessageRepository messages) => messages.FindSeqAsync(roomId, messageId, CancellationToken.None));

    public async IAsyncEnumerable<LogPage> ReadAsync(Guid roomId, long after, long last)
    {
        while (after < last)
        {
            var limit = (int)Math.Min(PageSize, last - after);
            var page = await QueryAsync((IRoomEventRepository roomEvents) => roomEvents.ListAfterAsync(roomId, after, limit, CancellationToken.None));
            if (page.Count == 0)
                yield break;
            yield return new LogPage(FrameWriter.Write(page), page[^1].Timestamp);
            after = page[^1].Seq;
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

/// <param name="Newest">The timestamp of the last event, by the clock of the machine that stored it.</param>
internal readonly record struct LogPage(EventBatch Events, DateTime Newest);
