using System.Diagnostics;
using StackExchange.Redis;
using VideoChat.Application.Realtime;
using VideoChat.Application.Users;
using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Redis;
using VideoChat.Infrastructure.Redis.Machines;

namespace VideoChat.Infrastructure.Realtime.Presence;

/// <summary>
/// Tracks presence across machines. A script in Redis announces a user's first socket and the end of the last, because only Redis
/// sees the changes of all machines.
/// </summary>
internal sealed class RedisPresence(
    PresenceTable present, PresenceScript script, RedisLink link, RedisBackplane backplane, IUserDirectory users, TimeProvider clock)
    : IPresence, IMachineState
{
    private readonly PendingPresence _pending = new();

    public string Kind => "rooms";

    public bool IsEmpty
    {
        get
        {
            lock (present.Lock)
                return present.IsEmpty && _pending.IsEmpty;
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
            rooms = [.. present.ListRooms().Union(_pending.Rooms)];
        return RedisPipeline.ForEachAsync(rooms, roomId => RepublishAsync(roomId, wasDeclaredDead));
    }

    public Task RemoveAsync(string machine) => script.RemoveAsync(this, machine);

    private async ValueTask ChangeAsync(Guid roomId, User user, int difference)
    {
        Task<RedisResult?> writing;
        int sockets;
        lock (present.Lock)
        {
            sockets = present.Add(roomId, user, difference);
            if (!link.IsUp || _pending.Contains(roomId, user.Id))
            {
                Postpone(roomId, user, sockets, difference);
                return;
            }
            // The write is sent under the lock, so that Redis receives the changes in order.
            writing = WriteAsync(roomId, [new PresenceChange(user.Id, sockets, PresenceAnnouncement.Change)]);
        }
        if (await writing is not null)
            return;
        lock (present.Lock)
            Postpone(roomId, user, sockets, difference);
    }

    private void Postpone(Guid roomId, User user, int sockets, int difference)
    {
        Debug.Assert(present.Lock.IsHeldByCurrentThread);
        var before = sockets - difference;
        _pending.Add(roomId, user.Id, wasPresent: before > 0);
        if (before == 0 || sockets == 0)
            SignalLocally(roomId, user, isPresent: sockets > 0);
    }

    /// <summary>Writes changes to Redis. Returns the users' sockets on all machines, or null if Redis does not answer.</summary>
    private Task<RedisResult?> WriteAsync(Guid roomId, IReadOnlyList<PresenceChange> changes)
    {
        Debug.Assert(present.Lock.IsHeldByCurrentThread);
        var room = roomId.ToString("N");
        // The claim is written before the users, because other machines find the users of a dead machine through its claims.
        if (present.HasRoom(roomId))
            link.Claim(Kind, room);
        var writing = script.RunAsync(roomId, changes);
        if (!present.HasRoom(roomId))
            link.Release(Kind, room);
        return writing;
    }

    private async Task RepublishAsync(Guid roomId, bool wasDeclaredDead)
    {
        var writes = new List<(PresenceChange[] Changes, Task<RedisResult?> Totals)>();
        lock (present.Lock)
        {
            foreach (var changes in ListChanges(roomId, wasDeclaredDead).Chunk(PresenceScript.MaxUsers))
                writes.Add((changes, WriteAsync(roomId, changes)));
        }
        foreach (var (changes, totals) in writes)
        {
            if (await totals is { } answer)
                await CorrectSignalsAsync(roomId, changes, (long[])answer!);
            else
                PostponeAgain(roomId, changes);
        }
    }

    private List<PresenceChange> ListChanges(Guid roomId, bool wasDeclaredDead)
    {
        Debug.Assert(present.Lock.IsHeldByCurrentThread);
        var pending = _pending.Take(roomId);
        var changes = new List<PresenceChange>();
        foreach (var user in present.List(roomId))
        {
            var hasJoined = pending.Remove(user.Id, out var wasPresent) && !wasPresent;
            var announcement = wasDeclaredDead ? PresenceAnnouncement.Change
                : hasJoined ? PresenceAnnouncement.Joined
                : PresenceAnnouncement.None;
            changes.Add(new PresenceChange(user.Id, user.Connections, announcement));
        }
        foreach (var (userId, wasPresent) in pending)
            changes.Add(new PresenceChange(userId, 0, wasPresent ? PresenceAnnouncement.Left : PresenceAnnouncement.None));
        return changes;
    }

    private void PostponeAgain(Guid roomId, IEnumerable<PresenceChange> changes)
    {
        lock (present.Lock)
        {
            foreach (var change in changes.Where(change => change.Announcement != PresenceAnnouncement.None))
                _pending.Add(roomId, change.UserId, wasPresent: change.Announcement == PresenceAnnouncement.Left);
        }
    }

    // While Redis was down, this machine may have sent user_left for users who are connected to another machine. Sends user_joined
    // for them.
    private async Task CorrectSignalsAsync(Guid roomId, IEnumerable<PresenceChange> changes, long[] totals)
    {
        var userIds = changes.Zip(totals)
            .Where(written => written.First.Announcement == PresenceAnnouncement.Left && written.Second > 0)
            .Select(written => written.First.UserId)
            .ToList();
        var known = await users.FindManyAsync(userIds, CancellationToken.None);
        foreach (var userId in userIds.Where(known.ContainsKey))
            SignalLocally(roomId, known[userId], isPresent: true);
    }

    private void SignalLocally(Guid roomId, User user, bool isPresent)
    {
        var now = clock.UtcTimestamp();
        backplane.SignalLocally(
            roomId, isPresent ? new UserJoinedFrame(user.Id, user.Username, now) : new UserLeftFrame(user.Id, user.Username, now), user.Id);
    }
}
