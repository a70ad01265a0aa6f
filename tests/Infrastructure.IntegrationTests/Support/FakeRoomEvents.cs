using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;

namespace VideoChat.Infrastructure.IntegrationTests.Support;

/// <summary>A room's log in memory that counts reads and can delay or fail them.</summary>
internal sealed class FakeRoomEvents : IRoomEventRepository
{
    private readonly List<MessagePosted> _log = [];

    public int Reads { get; private set; }

    /// <summary>Delays the queries for the newest position.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Delays the results of reads. The results contain the log as of the call.</summary>
    public Task ReadGate { get; set; } = Task.CompletedTask;

    /// <summary>Delays the results of polls, which contain the positions as of the call.</summary>
    public Task PollGate { get; set; } = Task.CompletedTask;

    public bool FailsNextRead { get; set; }

    public bool IsRoomLost { get; set; }

    public void Add(MessagePosted message) => _log.Add(message);

    /// <summary>Removes the events after a seq, as a fail-over to a standby that lags does.</summary>
    public void GoBack(long seq) => _log.RemoveAll(message => message.Seq > seq);

    public async Task<LogPosition?> FindPositionAsync(Guid roomId, CancellationToken cancellationToken)
    {
        await Gate;
        return _log.Count == 0 ? LogPosition.Start : _log[^1].Position;
    }

    public async Task<IReadOnlyDictionary<Guid, LogPosition>> ListPositionsAsync(
        IReadOnlyCollection<Guid> roomIds, CancellationToken cancellationToken)
    {
        if (IsRoomLost)
            return new Dictionary<Guid, LogPosition>();
        var last = await FindPositionAsync(Guid.Empty, cancellationToken);
        await PollGate;
        return roomIds.ToDictionary(roomId => roomId, _ => last!.Value);
    }

    public async Task<LogLookup> LookUpAsync(Guid roomId, long seq, CancellationToken cancellationToken)
    {
        var found = seq == 0 ? LogPosition.Start : _log.Find(message => message.Seq == seq)?.Position;
        return new LogLookup(await FindPositionAsync(roomId, cancellationToken), found);
    }

    public async Task<List<RoomEvent>> ListAfterAsync(
        Guid roomId, long afterSeq, int limit, LogPosition? newest, CancellationToken cancellationToken)
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

    public async Task<List<RoomEvent>?> ListAfterAsync(
        Guid roomId, LogPosition after, int limit, LogPosition? newest, CancellationToken cancellationToken)
    {
        var isKnown = after == LogPosition.Start || _log.Exists(message => message.Position == after);
        var found = await ListAfterAsync(roomId, after.Seq, limit, newest, cancellationToken);
        return isKnown ? found : null;
    }
}
