namespace VideoChat.Infrastructure.Realtime.Presence;

/// <summary>Users whose presence changed while Redis was down, by room. Not thread-safe; <see cref="RedisPresence"/> locks.</summary>
internal sealed class PendingPresence
{
    /// <summary>By room and user: whether the user was present before the first of the changes, as Redis still believes.</summary>
    private readonly Dictionary<Guid, Dictionary<Guid, bool>> _rooms = [];

    public bool IsEmpty => _rooms.Count == 0;

    public IReadOnlyCollection<Guid> Rooms => _rooms.Keys;

    public bool Contains(Guid roomId, Guid userId) => _rooms.TryGetValue(roomId, out var users) && users.ContainsKey(userId);

    /// <summary>Records a change. Of several changes of one user, the state before the first is kept.</summary>
    public void Add(Guid roomId, Guid userId, bool wasPresent)
    {
        if (!_rooms.TryGetValue(roomId, out var users))
            _rooms.Add(roomId, users = []);
        users.TryAdd(userId, wasPresent);
    }

    public Dictionary<Guid, bool> Take(Guid roomId) => _rooms.Remove(roomId, out var users) ? users : [];
}
