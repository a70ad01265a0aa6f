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

    /// <summary>All are told that the user is back, unless he is connected elsewhere too.</summary>
    Back,

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
    private const int IdLength = 32;

    private const string Script =
        """
        local function set(field, value)
          if value > 0 then redis.call('HSET', KEYS[1], field, value) else redis.call('HDEL', KEYS[1], field) end
        end
        local totals = {}
        for i = 4, #ARGV, 3 do
          local user, sockets, announcement = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2]
          local before = tonumber(redis.call('HGET', KEYS[1], user) or '0')
          local total = before - tonumber(redis.call('HGET', KEYS[1], user .. ARGV[2]) or '0') + sockets
          set(user .. ARGV[2], sockets)
          set(user, total)
          local kind, known = nil, ''
          if announcement == 'Change' then
            if before <= 0 and total > 0 then kind = 'joined' elseif before > 0 and total <= 0 then kind = 'left' end
          elseif announcement == 'Back' and total == sockets then
            kind = 'joined'
          elseif announcement == 'Joined' and total == sockets then
            kind, known = 'joined', ARGV[2]
          elseif announcement == 'Left' and total <= 0 then
            kind, known = 'left', ARGV[2]
          end
          if kind then redis.call('PUBLISH', ARGV[1], kind .. ':' .. user .. ':' .. ARGV[3] .. ':' .. known) end
          totals[#totals + 1] = total
        end
        return totals
        """;

    public static string RoomKey(Guid roomId) => $"presence:{roomId:N}";

    /// <summary>Sets a machine's numbers and answers with those of all machines; null where there is no answer.</summary>
    public static Task<RedisResult?> RunAsync(
        RedisLink link, Guid roomId, string machine, IReadOnlyList<PresenceChange> changes, DateTime now)
    {
        var arguments = new List<RedisValue> { link.Prefix + RedisBackplane.Channel(roomId), machine, now.Ticks };
        foreach (var change in changes)
            arguments.AddRange([change.UserId.ToString("N"), change.Sockets, change.Announcement.ToString()]);
        return link.RunAsync(Script, RoomKey(roomId), [.. arguments]);
    }

    /// <summary>The users whom a machine has in a room's hash, as if each had left.</summary>
    public static IEnumerable<PresenceChange> UsersOf(string machine, IEnumerable<RedisValue> fields) =>
        from field in fields
        let text = field.ToString()
        where text.Length == IdLength + machine.Length && text.EndsWith(machine, StringComparison.Ordinal)
        let userId = Guid.TryParseExact(text[..IdLength], "N", out var id) ? id : Guid.Empty
        select new PresenceChange(userId, 0, PresenceAnnouncement.Change);
}
