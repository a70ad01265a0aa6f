using Microsoft.Extensions.DependencyInjection;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>
/// Reads the log as frames, for connections that resume, for holes, and for what other machines have written. All rooms
/// together ask a few questions at a time: a flood of them takes no more connections than that.
/// </summary>
internal sealed class RoomLogReader(IServiceScopeFactory scopes)
{
    private const int PageSize = 256;
    private const int QuestionsAtOnce = 8;

    private readonly SemaphoreSlim _turn = new(QuestionsAtOnce);

    public Task<long> GetLastSeqAsync(Guid roomId) =>
        AskAsync(roomEvents => roomEvents.GetLastSeqAsync(roomId, CancellationToken.None));

    public Task<IReadOnlyDictionary<Guid, long>> GetLastSeqsAsync(IReadOnlyCollection<Guid> roomIds) =>
        AskAsync(roomEvents => roomEvents.GetLastSeqsAsync(roomIds, CancellationToken.None));

    public Task<long?> FindMessageSeqAsync(Guid roomId, Guid messageId) =>
        AskAsync(roomEvents => roomEvents.FindMessageSeqAsync(roomId, messageId, CancellationToken.None));

    /// <summary>The events behind <paramref name="after"/> up to and with <paramref name="last"/>, page by page.</summary>
    public async IAsyncEnumerable<LogPage> ReadAsync(Guid roomId, long after, long last)
    {
        while (after < last)
        {
            var limit = (int)Math.Min(PageSize, last - after);
            var page = await AskAsync(roomEvents => roomEvents.ListAfterAsync(roomId, after, limit, CancellationToken.None));
            if (page.Count == 0)
                yield break;
            yield return new LogPage(FrameWriter.Write(page), page[^1].Timestamp);
            after = page[^1].Seq;
        }
    }

    private async Task<TAnswer> AskAsync<TAnswer>(Func<IRoomEventRepository, Task<TAnswer>> question)
    {
        await _turn.WaitAsync();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await question(scope.ServiceProvider.GetRequiredService<IRoomEventRepository>());
        }
        finally
        {
            _turn.Release();
        }
    }
}

/// <param name="Events">Events that were read.</param>
/// <param name="Newest">When the last of them happened, by the clock of the machine that wrote it.</param>
internal readonly record struct LogPage(EventBatch Events, DateTime Newest);
