using VideoChat.Application.Realtime;
using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Infrastructure.Realtime.Presence;

/// <summary>Tracks presence within one process. Signals are sent under the lock of the table, in the order of the changes.</summary>
internal sealed class InProcessPresence(PresenceTable present, IRoomBroadcaster broadcaster, TimeProvider clock) : IPresence
{
    public ValueTask ConnectAsync(Room room, User user)
    {
        lock (present.Lock)
        {
            return present.Add(room.Id, user, 1) == 1
                ? broadcaster.SignalAsync(room.Id, new UserJoinedFrame(user.Id, user.Username, clock.UtcTimestamp()), user.Id)
                : ValueTask.CompletedTask;
        }
    }

    public ValueTask DisconnectAsync(Room room, User user)
    {
        lock (present.Lock)
        {
            return present.Add(room.Id, user, -1) == 0
                ? broadcaster.SignalAsync(room.Id, new UserLeftFrame(user.Id, user.Username, clock.UtcTimestamp()), user.Id)
                : ValueTask.CompletedTask;
        }
    }

    public ValueTask<IReadOnlyList<PresentUser>> ListAsync(Guid roomId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(present.List(roomId));
}
