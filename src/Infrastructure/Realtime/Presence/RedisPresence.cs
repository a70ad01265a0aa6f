using StackExchange.Redis;
using VideoChat.Application.Realtime;
using VideoChat.Application.Users;
using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Redis;

namespace VideoChat.Infrastructure.Realtime.Presence;

/// <summary>
/// Presence across machines. Each says how many sockets a user has with it, and Redis, which sees all of them one after
/// the other, tells the room of the first and of the end of the last. While Redis is away each machine tells its own
/// listeners of its own users, and says the rest afterwards.
/// </summary>
internal sealed class RedisPresence(
    PresenceTable present, PresenceScript script, RedisLink link, RedisBackplane backplane, IUserDirectory users, TimeProvider clock)
    : IPresence, IMachineShare
{
    /// <summary>Who has come or gone untold to Redis, and whether they were here as far as it knows.</summary>
    private readonly Dictionary<Guid, Dictionary<Guid, (User User, bool WasPresent)>> _untold = [];

    public string Kind => "rooms";

    public bool IsEmpty
    {
        get
        {
            lock (present.Lock)
                return present.IsEmpty && _untold.Count == 0;
        }
    }

    public ValueTask ConnectAsync(Room room, User user) => ChangeAsync(room.Id, user, 1);

    public ValueTask DisconnectAsync(Room room, User user) => ChangeAsync(room.Id, user, -1);

    public async ValueTask<IReadOnlyList<PresentUser>> ListAsync(Guid roomId, CancellationToken cancellationToken)
    {
        if (await script.ReadAsync(roomId) is not { } connections)
            return present.List(roomId);
        var known = await users.FindManyAsync(connections.Keys, cancellationToken);
        return PresenceTable.Sort(known.Values.Select(user => new PresentUser(user.Id, user.Username, connections[user.Id])));
    }

    public Task RepublishAsync(bool wasDeclaredDead)
    {
        List<Guid> rooms;
        lock (present.Lock)
            rooms = [.. present.ListRooms().Union(_untold.Keys)];
        return RedisPipeline.ForEachAsync(rooms, roomId => RepublishAsync(roomId, wasDeclaredDead));
    }

    public Task RemoveAsync(string machine) => script.RemoveAsync(this, machine);

    private async Task RepublishAsync(Guid roomId, bool wasDeclaredDead)
    {
        List<(List<PresenceChange> Changes, Task<RedisResult?> Told)> calls;
        lock (present.Lock)
            calls = [.. ListChanges(roomId, wasDeclaredDead).Chunk(PresenceScript.MaxUsers).Select(chunk => (chunk.ToList(), TellAsync(roomId, chunk)))];
        foreach (var (changes, told) in calls)
            await FinishAsync(roomId, changes, await told);
    }

    private async ValueTask ChangeAsync(Guid roomId, User user, int sockets)
    {
        Task<RedisResult?> told;
        int count;
        lock (present.Lock)
        {
            count = present.Add(roomId, user, sockets);
            if (!link.IsUp || (_untold.TryGetValue(roomId, out var untold) && untold.ContainsKey(user.Id)))
            {
                KeepForLater(roomId, user, count, sockets);
                return;
            }
            // Handed over under the lock: Redis hears of the changes in their order.
            told = TellAsync(roomId, [new PresenceChange(user.Id, count, PresenceAnnouncement.Change)]);
        }
        if (await told is not null)
            return;
        lock (present.Lock)
            KeepForLater(roomId, user, count, sockets);
    }

    // Called under the lock.
    private void KeepForLater(Guid roomId, User user, int count, int sockets)
    {
        var before = count - sockets;
        KeepForLater(roomId, user, wasPresent: before > 0);
        if (before == 0 || count == 0)
            backplane.SignalHere(roomId, Frame(user, isPresent: count > 0), user.Id);
    }

    // Called under the lock. Of several changes what was before the first counts.
    private void KeepForLater(Guid roomId, User user, bool wasPresent)
    {
        if (!_untold.TryGetValue(roomId, out var untold))
            _untold.Add(roomId, untold = []);
        untold.TryAdd(user.Id, (user, wasPresent));
    }

    // Called under the lock. What is told from now on comes after it.
    private Task<RedisResult?> TellAsync(Guid roomId, IReadOnlyList<PresenceChange> changes)
    {
        var room = roomId.ToString("N");
        // Before the users are there: who removes a dead machine's users looks for them by this.
        if (present.HasRoom(roomId))
            link.Claim(Kind, room);
        var told = script.RunAsync(roomId, changes);
        if (!present.HasRoom(roomId))
            link.Release(Kind, room);
        return told;
    }

    // Called under the lock.
    private List<PresenceChange> ListChanges(Guid roomId, bool wasDeclaredDead)
    {
        _untold.Remove(roomId, out var untold);
        var users = present.List(roomId);
        var changes = new List<PresenceChange>();
        foreach (var user in users)
        {
            var isNews = untold is not null && untold.Remove(user.Id, out var before) && !before.WasPresent;
            changes.Add(new PresenceChange(
                user.Id, user.Connections,
                wasDeclaredDead ? PresenceAnnouncement.Change : isNews ? PresenceAnnouncement.Joined : PresenceAnnouncement.None));
        }
        foreach (var (userId, (_, wasPresent)) in untold ?? [])
            changes.Add(new PresenceChange(userId, 0, wasPresent ? PresenceAnnouncement.Left : PresenceAnnouncement.None));
        return changes;
    }

    // Who left here while Redis was away may be connected elsewhere: then our listeners were told too much.
    private async Task FinishAsync(Guid roomId, List<PresenceChange> changes, RedisResult? totals)
    {
        if (totals is null)
        {
            foreach (var (change, user) in await WithUsersAsync(changes.Where(change => change.Announcement != PresenceAnnouncement.None)))
            {
                lock (present.Lock)
                    KeepForLater(roomId, user, wasPresent: change.Announcement == PresenceAnnouncement.Left);
            }
            return;
        }
        var elsewhere = changes.Zip((long[])totals!)
            .Where(told => told.First.Announcement == PresenceAnnouncement.Left && told.Second > 0)
            .Select(told => told.First);
        foreach (var (_, user) in await WithUsersAsync(elsewhere))
            backplane.SignalHere(roomId, Frame(user, isPresent: true), user.Id);
    }

    private async Task<List<(PresenceChange Change, User User)>> WithUsersAsync(IEnumerable<PresenceChange> changes)
    {
        var list = changes.ToList();
        var known = await users.FindManyAsync([.. list.Select(change => change.UserId)], CancellationToken.None);
        return [.. list.Where(change => known.ContainsKey(change.UserId)).Select(change => (change, known[change.UserId]))];
    }

    private RoomFrame Frame(User user, bool isPresent) => isPresent
        ? new UserJoinedFrame(user.Id, user.Username, clock.UtcTimestamp())
        : new UserLeftFrame(user.Id, user.Username, clock.UtcTimestamp());
}
