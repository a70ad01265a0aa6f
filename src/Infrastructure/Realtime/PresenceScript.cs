using StackExchange.Redis;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Redis;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>How many sockets a user has with one machine now.</summary>
internal readonly record struct PresenceChange(Guid UserId, int Sockets, PresenceAnnouncement Announcement);

internal enum PresenceAnnouncement
{
    /// <summary>Nobody is told.</summary>
    None,

    /// <summary>All are told where it was the first socket or the last on any machine.</summary>
    Change,

    /// <summary>Other machines are told that the user has come, unless he is connected elsewhere too.</summary>
    Joined,

    /// <summary>Other machines are told that the user has gone, unless he is connected elsewhere.</summary>
    Left,
}

/// <summary>
/// One hash per room: under each user's id the sockets on all machines, under the id followed by a machine's name those on
/// that machine. The numbers are set, not counted up, so that saying one twice changes nothing; the signal goes out within
/// the script, so that signals of a room have the order of its changes.
/// </summary>
internal static class PresenceScript
{
    private const string SetFunction =
        """
        local function put(field, value)
          if value > 0 then redis.call('HSET', KEYS[1], field, value) else redis.call('HDEL', KEYS[1], field) end
        end
        local function set(user, machine, sockets, announcement, channel, time)
          local before = tonumber(redis.call('HGET', KEYS[1], user) or '0')
          local total = before - tonumber(redis.call('HGET', KEYS[1], user .. machine) or '0') + sockets
          put(user .. machine, sockets)
          put(user, total)
          local kind, known = nil, ''
          if announcement == 'Change' then
            if before <= 0 and total > 0 then kind = 'joined' elseif before > 0 and total <= 0 then kind = 'left' end
          elseif announcement == 'Joined' and total == sockets then
            kind, known = 'joined', machine
          elseif announcement == 'Left' and total <= 0 then
            kind, known = 'left', machine
          end
          if kind then redis.call('PUBLISH', channel, kind .. ':' .. user .. ':' .. time .. ':' .. known) end
          return total
        end

        """;

    private const string SetScript = SetFunction +
        """
        local totals = {}
        for i = 4, #ARGV, 3 do
          totals[#totals + 1] = set(ARGV[i], ARGV[2], tonumber(ARGV[i + 1]), ARGV[i + 2], ARGV[1], ARGV[3])
        end
        return totals
        """;

    private static readonly string RemoveScript = SetFunction + MachineClaims.RemovalOf(
        """
        local most = tonumber(ARGV[5])
        for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
          local user = field:sub(1, 32)
          if field == user .. machine then
            if most == 0 then rest = 1 break end
            most = most - 1
            set(user, machine, 0, 'Change', ARGV[3], ARGV[4])
          end
        end
        """);

    public static string RoomKey(Guid roomId) => $"presence:{roomId:N}";

    /// <summary>Sets a machine's numbers and answers with those of all machines; null where there is no answer.</summary>
    public static Task<RedisResult?> RunAsync(
        RedisLink link, Guid roomId, string machine, IReadOnlyList<PresenceChange> changes, DateTime now)
    {
        var arguments = new List<RedisValue> { link.Prefix + RedisBackplane.Channel(roomId), machine, now.Ticks };
        foreach (var change in changes)
            arguments.AddRange([change.UserId.ToString("N"), change.Sockets, change.Announcement.ToString()]);
        return link.RunAsync(SetScript, RoomKey(roomId), [.. arguments]);
    }

    /// <summary>Removes a dead machine's users, so many in one step, as if each had left.</summary>
    public static Task RemoveAsync(RedisLink link, IMachineShare share, string machine, int atOnce, DateTime now) => link.RemoveAsync(
        share, machine, RemoveScript,
        room => ($"presence:{room}", [$"{link.Prefix}room:{room}", now.Ticks, atOnce]));
}
