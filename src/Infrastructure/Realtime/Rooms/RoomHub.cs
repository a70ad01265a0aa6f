using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Rooms;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Rooms;

internal sealed partial class RoomHub
{
    private const int RoomsPerQuery = 500;

    private readonly ConcurrentDictionary<Guid, HubRoom> _rooms = new();
    private readonly IBackplane _backplane;
    private readonly RoomLogReader _log;
    private readonly Func<Guid, HubRoom> _createRoom;
    private readonly IRoomCache[] _caches;
    private readonly ILogger _logger;

    public RoomHub(
        IBackplane backplane, RoomLogReader log, IEnumerable<IRoomCache> caches, TimeProvider clock, ILogger<RoomHub> logger)
    {
        _backplane = backplane;
        _log = log;
        _caches = [.. caches];
        _logger = logger;
        _createRoom = roomId => new HubRoom(roomId, backplane, log, clock, logger, OnWentBack);
    }

    public int Rooms => _rooms.Count;

    /// <param name="skipThrough">The position of the last event that the peer already has.</param>
    public async Task<RoomSubscription> SubscribeAsync(Guid roomId, UserConnection connection, LogPosition skipThrough = default)
    {
        while (true)
        {
            var room = _rooms.GetOrAdd(roomId, _createRoom);
            try
            {
                await room.Started;
            }
            catch
            {
                await RemoveAsync(room, room.TryClose());
                throw;
            }
            if (room.TrySubscribe(connection, skipThrough) is { } subscription)
                return subscription;
            // The room was closed in the meantime because its last subscription ended, so a new one replaces it.
            _rooms.TryRemove(new KeyValuePair<Guid, HubRoom>(roomId, room));
        }
    }

    public Task UnsubscribeAsync(RoomSubscription subscription) =>
        RemoveAsync(subscription.Room, subscription.Room.Unsubscribe(subscription));

    /// <summary>
    /// Compares every room with the database. Finds events that were not announced, and logs that lost events that were sent.
    /// </summary>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        foreach (var rooms in _rooms.Values.Chunk(RoomsPerQuery))
        {
            // The positions are noted before the query, because events that are sent during the query may not be in its result.
            var known = Array.ConvertAll(rooms, room => room.Newest);
            var stored = await _log.ListPositionsAsync(Array.ConvertAll(rooms, room => room.RoomId), cancellationToken);
            foreach (var (i, room) in rooms.Index())
            {
                if (known[i] is not { } position)
                    continue;
                if (stored.TryGetValue(room.RoomId, out var last) && (last == position || last.Seq > position.Seq))
                    room.OnReached(last.Seq);
                else
                    room.OnWentBack();
            }
        }
    }

    private void OnWentBack(HubRoom room, int sockets)
    {
        LogWentBack(_logger, room.RoomId, room.Newest?.Seq ?? 0, sockets);
        foreach (var cache in _caches)
            cache.Forget(room.RoomId);
        _rooms.TryRemove(new KeyValuePair<Guid, HubRoom>(room.RoomId, room));
    }

    private async Task RemoveAsync(HubRoom room, bool isClosed)
    {
        if (!isClosed)
            return;
        _rooms.TryRemove(new KeyValuePair<Guid, HubRoom>(room.RoomId, room));
        await _backplane.UnsubscribeAsync(room.RoomId, room);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Room {RoomId}: the log has lost events up to {Seq}, which were sent; closing {Count} sockets (fail-over or restored backup)")]
    private static partial void LogWentBack(ILogger logger, Guid roomId, long seq, int count);
}
