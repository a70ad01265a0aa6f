using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Rooms;

internal sealed class RoomHub
{
    private const int RoomsPerQuery = 500;

    private readonly ConcurrentDictionary<Guid, HubRoom> _rooms = new();
    private readonly IBackplane _backplane;
    private readonly RoomLogReader _log;
    private readonly Func<Guid, HubRoom> _createRoom;

    public RoomHub(IBackplane backplane, RoomLogReader log, TimeProvider clock, ILogger<RoomHub> logger)
    {
        _backplane = backplane;
        _log = log;
        _createRoom = roomId => new HubRoom(roomId, backplane, log, clock, logger);
    }

    public int Rooms => _rooms.Count;

    /// <param name="skipThrough">The seq of the last event that the peer already has.</param>
    public async Task<RoomSubscription> SubscribeAsync(Guid roomId, UserConnection connection, long skipThrough = 0)
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

    /// <summary>Polls the last seqs to find events that were not announced.</summary>
    public async Task PollAsync()
    {
        foreach (var rooms in _rooms.Values.Chunk(RoomsPerQuery))
        {
            var lastSeqs = await _log.GetLastSeqsAsync([.. rooms.Select(room => room.RoomId)]);
            foreach (var room in rooms)
                room.OnReached(lastSeqs.GetValueOrDefault(room.RoomId));
        }
    }

    private async Task RemoveAsync(HubRoom room, bool isClosed)
    {
        if (!isClosed)
            return;
        _rooms.TryRemove(new KeyValuePair<Guid, HubRoom>(room.RoomId, room));
        await _backplane.UnsubscribeAsync(room.RoomId, room);
    }
}
