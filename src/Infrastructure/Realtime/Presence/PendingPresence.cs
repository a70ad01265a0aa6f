namespace VideoChat.Infrastructure.Realtime.Presence;

/// <summary>The users whose presence changed while Redis was down. Not thread-safe.</summary>
internal sealed class PendingPresence
{
    /// <summary>
    /// Indicates whether each user of a room was present before the first change. Redis still contains that state.
    /// </summary>
    private readonly Dictionary<Guid, Dictionary<Guid, bool>> _rooms = [];

    public bool IsEmpty => _rooms.Count == 0;

    public IReadOnlyCollection<Guid> Rooms => _rooms.Keys;

    public bool Contains(Guid roomId, Guid userId) => _rooms.TryGetValue(roomId, out var users) && users.ContainsKey(userId);

    public void Add(Guid roomId, Guid userId, bool wasPresent)
    {
        if (!_rooms.TryGetValue(roomId, out var users))
            _rooms.Add(roomId, users = []);
        users.TryAdd(userId, wasPresent);
    }

    public Dictionary<Guid, bool> Take(Guid roomId) => _rooms.Remove(roomId, out var users) ? users : [];
}
