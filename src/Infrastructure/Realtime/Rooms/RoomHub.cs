using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Health;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>The connections of this process, by room.</summary>
public sealed class RoomHub : IRealtimeProbe
{
    private const int RoomsPerLook = 500;

    private readonly ConcurrentDictionary<Guid, HubRoom> _rooms = new();
    private readonly IBackplane _backplane;
    private readonly RoomLogReader _log;
    private readonly Func<Guid, HubRoom> _createRoom;
    private int _connections;

    internal RoomHub(IBackplane backplane, RoomLogReader log, TimeProvider clock, ILogger<RoomHub> logger)
    {
        _backplane = backplane;
        _log = log;
        _createRoom = roomId => new HubRoom(roomId, backplane, log, clock, logger);
    }

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Rooms with connections.</summary>
    internal int Rooms => _rooms.Count;

    public string Backplane => _backplane.State;

    /// <summary>
    /// Adds a connection: from here on it gets what is sent. Returns the number of the newest event before that.
    /// </summary>
    public async Task<long> AddAsync(RoomConnection connection)
    {
        while (true)
        {
            var room = _rooms.GetOrAdd(connection.Room.Id, _createRoom);
            try
            {
                await room.Started;
            }
            catch
            {
                await RetireAsync(room, room.TryClose());
                throw;
            }
            if (room.TryAdd(connection) is { } lastSeq)
            {
                connection.HubRoom = room;
                Interlocked.Increment(ref _connections);
                return lastSeq;
            }
            // Its last connection left at this moment.
            _rooms.TryRemove(new KeyValuePair<Guid, HubRoom>(room.RoomId, room));
        }
    }

    public async Task RemoveAsync(RoomConnection connection)
    {
        Interlocked.Decrement(ref _connections);
        var room = connection.HubRoom!;
        await RetireAsync(room, room.Remove(connection));
    }

    /// <summary>Looks in the database how far the rooms with listeners have come, which finds what no backplane has told.</summary>
    internal async Task LookAsync()
    {
        foreach (var rooms in _rooms.Values.Chunk(RoomsPerLook))
        {
            var lastSeqs = await _log.GetLastSeqsAsync([.. rooms.Select(room => room.RoomId)]);
            foreach (var room in rooms)
                room.OnReached(lastSeqs.GetValueOrDefault(room.RoomId));
        }
    }

    /// <summary>The connections at this moment.</summary>
    internal IReadOnlyList<RoomConnection> List()
    {
        var connections = new List<RoomConnection>(Connections);
        foreach (var room in _rooms.Values)
            room.CopyConnectionsTo(connections);
        return connections;
    }

    /// <summary>What waits for all connections together, in bytes.</summary>
    internal long CountQueuedBytes() => List().Sum(connection => (long)connection.QueuedBytes);

    private async Task RetireAsync(HubRoom room, bool isClosed)
    {
        if (!isClosed)
            return;
        _rooms.TryRemove(new KeyValuePair<Guid, HubRoom>(room.RoomId, room));
        await _backplane.UnsubscribeAsync(room.RoomId, room);
    }
}
