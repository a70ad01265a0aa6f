using VideoChat.Application.Realtime;
using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>Presence of this process alone. Its lock makes the order of the signals that of the changes.</summary>
internal sealed class InProcessPresence(IRoomBroadcaster broadcaster, TimeProvider clock) : IPresence
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Dictionary<Guid, PresentUser>> _rooms = [];

    public ValueTask ConnectAsync(Room room, User user)
    {
        lock (_lock)
        {
            if (!_rooms.TryGetValue(room.Id, out var users))
                _rooms.Add(room.Id, users = []);
            var connections = (users.GetValueOrDefault(user.Id)?.Connections ?? 0) + 1;
            users[user.Id] = new PresentUser(user.Id, user.Username, connections);
            return connections == 1
                ? broadcaster.SignalAsync(room.Id, new UserJoinedFrame(user.Id, user.Username, clock.UtcTimestamp()), user.Id)
                : ValueTask.CompletedTask;
        }
    }

    public ValueTask DisconnectAsync(Room room, User user)
    {
        lock (_lock)
        {
            var users = _rooms[room.Id];
            var connections = users[user.Id].Connections - 1;
            if (connections > 0)
            {
                users[user.Id] = new PresentUser(user.Id, user.Username, connections);
                return ValueTask.CompletedTask;
            }
            users.Remove(user.Id);
            if (users.Count == 0)
                _rooms.Remove(room.Id);
            return broadcaster.SignalAsync(room.Id, new UserLeftFrame(user.Id, user.Username, clock.UtcTimestamp()), user.Id);
        }
    }

    public ValueTask<IReadOnlyList<PresentUser>> ListAsync(Guid roomId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            IReadOnlyList<PresentUser> users = _rooms.TryGetValue(roomId, out var present)
                ? [.. present.Values.OrderBy(user => user.Username, StringComparer.Ordinal).ThenBy(user => user.Id)]
                : [];
            return ValueTask.FromResult(users);
        }
    }
}
