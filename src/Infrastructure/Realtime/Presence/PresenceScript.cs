using StackExchange.Redis;
using VideoChat.Domain.Common;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Redis;
using VideoChat.Infrastructure.Redis.Machines;

namespace VideoChat.Infrastructure.Realtime.Presence;

/// <summary>
/// Stores presence in a Redis hash per room. The field <c>{user}</c> contains the number of a user's sockets on all machines, and
/// <c>{user}{machine}</c> the number on one machine.
/// </summary>
internal sealed class PresenceScript(RedisLink link, HintSigner signer, TimeProvider clock)
{
    // The maximum number of users per call. A running script blocks all other clients of Redis, so it must be short.
    public const int MaxUsers = 500;

    private const string SetFunction =
        """
        local function read(field) return tonumber(redis.call('HGET', KEYS[1], field) or '0') or 0 end
        local function write(field, value)
          if value > 0 then redis.call('HSET', KEYS[1], field, value) else redis.call('HDEL', KEYS[1], field) end
        end
        local function isAnnounced(announcement, sockets, before, total)
          if announcement == 'Joined' then return total == sockets end
          if announcement == 'Left' then return total <= 0 end
          if announcement ~= 'Change' then return false end
          if sockets > 0 then return before <= 0 and total > 0 else return before > 0 and total <= 0 end
        end
        local function set(user, machine, sockets, announcement, channel, signal)
          local before = read(user)
          local total = before - read(user .. machine) + sockets
          write(user .. machine, sockets)
          write(user, total)
          if isAnnounced(announcement, sockets, before, total) then redis.call('PUBLISH', channel, signal) end
          return total
        end

        """;

    // ARGV contains the channel and the machine, and then for each user the id, the number of sockets, the announcement and the
    // signal.
    private const string SetScript = SetFunction +
        """
        local totals = {}
        for i = 3, #ARGV, 4 do
          totals[#totals + 1] = set(ARGV[i], ARGV[2], tonumber(ARGV[i + 1]), ARGV[i + 2], ARGV[1], ARGV[i + 3])
        end
        return totals
        """;

    // ARGV contains from index 3 the channel and 1 if there are more users, and then for each user the id and the signal.
    private static readonly string RemoveScript = SetFunction + MachineClaims.RemovalOf(
        """
        remaining = tonumber(ARGV[4])
        for i = 5, #ARGV, 2 do set(ARGV[i], machine, 0, 'Change', ARGV[3], ARGV[i + 1]) end
        """);

    /// <summary>Stores changes of presence. Returns the users' sockets on all machines, or null if Redis does not answer.</summary>
    public Task<RedisResult?> RunAsync(Guid roomId, IReadOnlyList<PresenceChange> changes)
    {
        var now = clock.UtcTimestamp();
        var arguments = new List<RedisValue> { ChannelOf(roomId), link.Machine };
        foreach (var change in changes)
        {
            var signal = change.Announcement == PresenceAnnouncement.None ? "" : SignalOf(roomId, change, now);
            arguments.AddRange([change.UserId.ToString("N"), change.Sockets, change.Announcement.ToString(), signal]);
        }
        return link.RunAsync(SetScript, RoomKey(roomId), [.. arguments]);
    }

    /// <summary>Reads the number of sockets of each user in a room. Returns null if Redis does not answer.</summary>
    public async Task<Dictionary<Guid, int>?> ReadAsync(Guid roomId)
    {
        if (await link.QueryAsync(redis => redis.HashGetAllAsync(link.Prefix + RoomKey(roomId))) is not { } counts)
            return null;
        var connections = new Dictionary<Guid, int>();
        foreach (var entry in counts)
        {
            if (Guid.TryParseExact(entry.Name.ToString(), "N", out var userId))
                connections[userId] = (int)entry.Value;
        }
        return connections;
    }

    public Task RemoveAsync(IMachineState state, string machine) =>
        link.RemoveAsync(state, machine, RemoveScript, room => FindRemovalAsync(room, machine));

    private async ValueTask<Removal?> FindRemovalAsync(string room, string machine)
    {
        // The application never writes a claim without a room id, so there is no state to remove.
        if (!Guid.TryParseExact(room, "N", out var roomId))
            return new Removal(room, ["", 0]);
        if (await link.QueryAsync(redis => redis.HashKeysAsync(link.Prefix + RoomKey(roomId))) is not { } fields)
            return null;
        var now = clock.UtcTimestamp();
        var users = ListUsersOf(machine, [.. fields.Select(field => field.ToString())]);
        var signals = users.SelectMany(userId => new RedisValue[]
        {
            userId.ToString("N"), SignalOf(roomId, new PresenceChange(userId, 0, PresenceAnnouncement.Change), now),
        });
        return new Removal(RoomKey(roomId), [ChannelOf(roomId), users.Count == MaxUsers ? 1 : 0, .. signals]);
    }

    private static List<Guid> ListUsersOf(string machine, HashSet<string> fields) =>
    [
        .. fields
            .Where(field => field.EndsWith(machine, StringComparison.Ordinal))
            .Select(field => Guid.TryParseExact(field[..^machine.Length], "N", out var userId) ? userId : default)
            .Where(userId => userId != default && fields.Contains($"{userId:N}{machine}"))
            .Take(MaxUsers),
    ];

    private static string RoomKey(Guid roomId) => $"presence:{roomId:N}";

    private string ChannelOf(Guid roomId) => link.Prefix + RedisBackplane.Channel(roomId);

    private string SignalOf(Guid roomId, PresenceChange change, DateTime now)
    {
        var kind = change.Sockets > 0 ? "joined" : "left";
        var knownTo = change.Announcement == PresenceAnnouncement.Change ? "" : link.Machine;
        return signer.Sign(roomId, new SignalHint(kind, change.UserId, now, knownTo).ToString());
    }
}
