using Microsoft.Extensions.Logging;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>
/// A room with listeners in this process: its sequencer and its connections. It lives from the first connection to the
/// last; then it is closed for good and the next connection makes another.
/// </summary>
internal sealed class HubRoom : IRoomListener
{
    private readonly Lock _lock = new();
    private readonly List<RoomConnection> _connections = [];
    private readonly Lazy<Task> _started;
    private readonly RoomLogReader _log;
    private readonly RoomCatchUp _catchUp;
    private readonly RoomSignals _signals;
    private readonly List<EventBatch> _beforeStart = [];
    private RoomSequencer? _sequencer;
    private bool _closed;

    public HubRoom(Guid roomId, IBackplane backplane, RoomLogReader log, TimeProvider clock, ILogger logger)
    {
        RoomId = roomId;
        _log = log;
        _catchUp = new RoomCatchUp(roomId, log, OnEvents, _lock, clock, logger);
        _signals = new RoomSignals(_connections, _lock, clock);
        _started = new Lazy<Task>(() => StartAsync(backplane));
    }

    public Guid RoomId { get; }

    /// <summary>Ends when the room hears what is published and knows where its log stands.</summary>
    public Task Started => _started.Value;

    /// <summary>
    /// Adds a connection and returns the number of the newest event it will not be sent: everything behind it will be.
    /// Null where the room is closed.
    /// </summary>
    public long? TryAdd(RoomConnection connection)
    {
        lock (_lock)
        {
            if (_closed)
                return null;
            connection.Index = _connections.Count;
            connection.SignalsSeen = _signals.Count;
            _connections.Add(connection);
            return _sequencer!.LastSeq;
        }
    }

    /// <summary>Removes a connection; true where it was the last, which closes the room.</summary>
    public bool Remove(RoomConnection connection)
    {
        lock (_lock)
        {
            var last = _connections[^1];
            _signals.BeforeMove(last);
            _connections[connection.Index] = last;
            last.Index = connection.Index;
            _connections.RemoveAt(_connections.Count - 1);
            if (_connections.Count > 0)
                return false;
            Close();
            return true;
        }
    }

    /// <summary>Closes a room that nobody has come to; false where somebody has.</summary>
    public bool TryClose()
    {
        lock (_lock)
        {
            if (_connections.Count > 0)
                return false;
            Close();
            return true;
        }
    }

    public void CopyConnectionsTo(List<RoomConnection> connections)
    {
        lock (_lock)
            connections.AddRange(_connections);
    }

    public void OnEvents(EventBatch batch)
    {
        lock (_lock)
        {
            if (_sequencer is null)
            {
                _beforeStart.Add(batch);
                return;
            }
            Deliver(batch);
        }
    }

    /// <summary>
    /// Offers an event of the log to one connection that asks for it. Where the room is not there yet, it is on its way to all of
    /// them, this one too.
    /// </summary>
    public void OfferAgain(RoomConnection connection, long seq, FrameBatch frame)
    {
        lock (_lock)
        {
            if (seq <= _sequencer!.LastSeq || seq <= connection.SkipThrough)
            {
                connection.Offer(frame);
                return;
            }
        }
        OnReached(seq);
    }

    public void OnReached(long seq) => _catchUp.Reach(seq);

    public void OnSignal(FrameBatch signal, Guid exceptUserId)
    {
        lock (_lock)
            _signals.Add(signal, exceptUserId);
    }

    // Subscribed first, read second: what is committed in between comes twice, and the sequencer drops the second.
    private async Task StartAsync(IBackplane backplane)
    {
        await backplane.SubscribeAsync(RoomId, this);
        var lastSeq = await _log.GetLastSeqAsync(RoomId);
        lock (_lock)
        {
            _sequencer = new RoomSequencer(lastSeq);
            foreach (var batch in _beforeStart)
                Deliver(batch);
            _beforeStart.Clear();
            _catchUp.Start(_sequencer);
        }
        // What was said to be there meanwhile.
        _catchUp.Reach(lastSeq);
    }

    private void Deliver(EventBatch batch)
    {
        foreach (var ordered in _sequencer!.Take(batch))
        {
            // Who came before a message is told of before it.
            _signals.SendAll();
            foreach (var connection in _connections)
                connection.Offer(ordered);
            RealtimeMetrics.Delivered(ordered.LastSeq - ordered.FirstSeq + 1, _connections.Count);
        }
        _catchUp.WatchHole();
    }

    private void Close()
    {
        _closed = true;
        _signals.Close();
        _catchUp.Close();
    }
}
