namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>Connections that have not shown the key yet. There is room for some; for one more the oldest is cut.</summary>
internal sealed class Strangers
{
    private const int Room = 16;

    private readonly Lock _lock = new();
    private readonly LinkedList<CancellationTokenSource> _connections = new();

    /// <summary>Takes one in, until what is returned is disposed of; its source is cancelled when its place is needed.</summary>
    public IDisposable Add(CancellationTokenSource connection)
    {
        lock (_lock)
        {
            if (_connections.Count == Room)
            {
                // Not here: what a cancellation sets off must not run under the lock.
                _ = _connections.First!.Value.CancelAsync();
                _connections.RemoveFirst();
            }
            return new Place(this, _connections.AddLast(connection));
        }
    }

    private sealed class Place(Strangers strangers, LinkedListNode<CancellationTokenSource> node) : IDisposable
    {
        public void Dispose()
        {
            lock (strangers._lock)
            {
                if (node.List is not null)
                    strangers._connections.Remove(node);
            }
        }
    }
}
