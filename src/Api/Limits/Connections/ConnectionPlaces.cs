using Microsoft.AspNetCore.Connections;

namespace VideoChat.Api.Limits.Connections;

/// <summary>
/// The places that connections take. A connection without a request in progress is idle, also before its first one. When all places
/// are taken, a new connection gets that of the one that has been idle for longest, so that silent ones cannot lock others out.
/// </summary>
internal sealed class ConnectionPlaces(int max)
{
    private readonly Lock _lock = new();

    /// <summary>The idle ones, the longest idle first.</summary>
    private readonly LinkedList<Place> _idle = new();

    private int _taken;

    /// <summary>
    /// Most places are held by connections that do something: those of an address may be told to be content with fewer.
    /// </summary>
    public bool IsCrowded
    {
        get
        {
            lock (_lock)
                return _taken - _idle.Count >= max / 4 * 3;
        }
    }

    /// <summary>Takes a place; null if every connection is busy.</summary>
    public Place? TryEnter(ConnectionContext connection, out ConnectionContext? evicted)
    {
        evicted = null;
        lock (_lock)
        {
            if (_taken >= max)
            {
                if (_idle.First?.Value is not { } oldest)
                    return null;
                oldest.Leave();
                evicted = oldest.Connection;
            }
            _taken++;
            return new Place(this, connection);
        }
    }

    /// <summary>One connection's place; left once, however often it is asked to.</summary>
    internal sealed class Place
    {
        private readonly ConnectionPlaces _places;
        private readonly LinkedListNode<Place> _node;
        private int _requests;
        private bool _hasLeft;

        // Called under the lock.
        public Place(ConnectionPlaces places, ConnectionContext connection)
        {
            (_places, Connection, _node) = (places, connection, new LinkedListNode<Place>(this));
            places._idle.AddLast(_node);
        }

        public ConnectionContext Connection { get; }

        public void BeginRequest()
        {
            lock (_places._lock)
            {
                if (_requests++ == 0 && !_hasLeft)
                    _places._idle.Remove(_node);
            }
        }

        public void EndRequest()
        {
            lock (_places._lock)
            {
                if (--_requests == 0 && !_hasLeft)
                    _places._idle.AddLast(_node);
            }
        }

        public void Leave()
        {
            lock (_places._lock)
            {
                if (_hasLeft)
                    return;
                _hasLeft = true;
                _places._taken--;
                if (_node.List is not null)
                    _places._idle.Remove(_node);
            }
        }
    }
}
