using VideoChat.Application.Realtime;
using VideoChat.Domain.Users;

namespace VideoChat.Infrastructure.Realtime.Presence;

internal sealed class PresenceTable
{
    private readonly Dictionary<Guid, Dictionary<Guid, PresentUser>> _rooms = [];

    /// <summary>Callers that send signals hold this lock, so that the signals have the order of the changes.</summary>
    public Lock Lock { get; } = new();

    public bool IsEmpty
    {
        get
        {
            lock (Lock)
                return _rooms.Count == 0;
        }
    }

    public int Add(Guid roomId, User user, int sockets)
    {
        lock (Lock)
        {
            if (!_rooms.TryGetValue(roomId, out var users))
                _rooms.Add(roomId, users = []);
            var count = (users.GetValueOrDefault(user.Id)?.Connections ?? 0) + sockets;
            if (count > 0)
                users[user.Id] = new PresentUser(user.Id, user.Username, count);
            else
                users.Remove(user.Id);
            if (users.Count == 0)
                _rooms.Remove(roomId);
            return count;
        }
    }

    public bool HasRoom(Guid roomId)
    {
        lock (Lock)
            return _rooms.ContainsKey(roomId);
    }

    public IReadOnlyList<Guid> ListRooms()
    {
        lock (Lock)
            return [.. _rooms.Keys];
    }

    public IReadOnlyList<PresentUser> List(Guid roomId)
    {
        lock (Lock)
            return _rooms.TryGetValue(roomId, out var users) ? Sort(users.Values) : [];
    }

    public static IReadOnlyList<PresentUser> Sort(IEnumerable<PresentUser> users) =>
        [.. users.OrderBy(user => user.Username, StringComparer.Ordinal).ThenBy(user => user.Id)];
}
