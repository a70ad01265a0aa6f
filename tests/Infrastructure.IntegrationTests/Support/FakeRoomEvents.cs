using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;

namespace VideoChat.Infrastructure.IntegrationTests.Support;

/// <summary>A room's log in memory that counts reads and can delay or fail them.</summary>
internal sealed class FakeRoomEvents : IRoomEventRepository
{
    private readonly List<MessagePosted> _log = [];

    public int Reads { get; private set; }

    /// <summary>Delays the queries for the newest seq.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Delays the results of reads. The results contain the log as of the call.</summary>
    public Task ReadGate { get; set; } = Task.CompletedTask;

    public bool FailsNextRead { get; set; }

    public void Add(MessagePosted message) => _log.Add(message);

    public async Task<long> GetLastSeqAsync(Guid roomId, CancellationToken cancellationToken)
    {
        await Gate;
        return _log.Count == 0 ? 0 : _log[^1].Seq;
    }

    public async Task<IReadOnlyDictionary<Guid, long>> GetLastSeqsAsync(
        IReadOnlyCollection<Guid> roomIds, CancellationToken cancellationToken)
    {
        var lastSeq = await GetLastSeqAsync(Guid.Empty, cancellationToken);
        return roomIds.ToDictionary(roomId => roomId, _ => lastSeq);
    }

    public async Task<List<RoomEvent>> ListAfterAsync(Guid roomId, long afterSeq, int limit, CancellationToken cancellationToken)
    {
        Reads++;
        if (FailsNextRead)
        {
            FailsNextRead = false;
            throw new IOException("broken on purpose");
        }
        List<RoomEvent> found = [.. _log.Where(message => message.Seq > afterSeq).Take(limit)];
        await ReadGate;
        return found;
    }
}
