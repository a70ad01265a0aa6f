namespace VideoChat.Infrastructure.LiveStreams.Local.Ingest;

/// <summary>A limited set of connections that have not sent the stream key. A new connection replaces the oldest one.</summary>
internal sealed class UnauthenticatedConnections
{
    private const int MaxConnections = 16;

    private readonly Lock _lock = new();
    private readonly LinkedList<CancellationTokenSource> _connections = new();

    public IDisposable Add(CancellationTokenSource connection)
    {
        lock (_lock)
        {
            if (_connections.Count == MaxConnections)
            {
                // CancelAsync is used, because callbacks of the cancellation must not run under the lock.
                _ = _connections.First!.Value.CancelAsync();
                _connections.RemoveFirst();
            }
            return new Entry(this, _connections.AddLast(connection));
        }
    }

    private sealed class Entry(UnauthenticatedConnections owner, LinkedListNode<CancellationTokenSource> node) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._lock)
            {
                if (node.List is not null)
                    owner._connections.Remove(node);
            }
        }
    }
}
