using Microsoft.AspNetCore.Connections;

namespace VideoChat.Api.Limits.Connections;

/// <summary>
/// The slots of open connections. If all slots are taken, a new connection replaces the one that has been idle for longest, so
/// idle connections cannot block new clients. A connection without a request in progress is idle.
/// </summary>
internal sealed class ConnectionSlots(int max)
{
    private readonly Lock _lock = new();

    /// <summary>The idle connections. The connection that has been idle for longest comes first.</summary>
    private readonly LinkedList<Slot> _idle = new();

    private int _taken;

    /// <summary>Indicates whether at least three quarters of the slots are busy. Each address then gets fewer slots.</summary>
    public bool IsCrowded
    {
        get
        {
            lock (_lock)
                return _taken - _idle.Count >= max / 4 * 3;
        }
    }

    /// <summary>Takes a slot, if necessary from an idle connection; returns null if all connections are busy.</summary>
    public Slot? TryEnter(ConnectionContext connection, out ConnectionContext? evicted)
    {
        evicted = null;
        lock (_lock)
        {
            if (_taken >= max)
            {
                if (_idle.First?.Value is not { } oldest)
                    return null;
                oldest.Release();
                evicted = oldest.Connection;
            }
            _taken++;
            var slot = new Slot(this, connection);
            _idle.AddLast(slot.Node);
            return slot;
        }
    }

    internal sealed class Slot
    {
        private readonly ConnectionSlots _slots;
        private int _requests;
        private bool _isReleased;

        public Slot(ConnectionSlots slots, ConnectionContext connection) =>
            (_slots, Connection, Node) = (slots, connection, new LinkedListNode<Slot>(this));

        public ConnectionContext Connection { get; }

        internal LinkedListNode<Slot> Node { get; }

        public void BeginRequest()
        {
            lock (_slots._lock)
            {
                if (_requests++ == 0 && !_isReleased)
                    _slots._idle.Remove(Node);
            }
        }

        public void EndRequest()
        {
            lock (_slots._lock)
            {
                if (--_requests == 0 && !_isReleased)
                    _slots._idle.AddLast(Node);
            }
        }

        public void Release()
        {
            lock (_slots._lock)
            {
                if (_isReleased)
                    return;
                _isReleased = true;
                _slots._taken--;
                if (Node.List is not null)
                    _slots._idle.Remove(Node);
            }
        }
    }
}
