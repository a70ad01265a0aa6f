namespace VideoChat.Infrastructure.Realtime.Sockets;

internal sealed class OpenConnections
{
    private readonly HashSet<UserConnection> _connections = [];

    public int Count
    {
        get
        {
            lock (_connections)
                return _connections.Count;
        }
    }

    public void Add(UserConnection connection)
    {
        lock (_connections)
            _connections.Add(connection);
    }

    public void Remove(UserConnection connection)
    {
        lock (_connections)
            _connections.Remove(connection);
    }

    public IReadOnlyList<UserConnection> List()
    {
        lock (_connections)
            return [.. _connections];
    }

    public long CountQueuedBytes() => List().Sum(connection => (long)connection.QueuedBytes);
}
